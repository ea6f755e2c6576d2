import type { z } from 'zod';
import { Refusal } from '../refusal.ts';

/**
 * Parses what came from outside, or refuses naming every wrong field.
 *
 * @throws Refusal `invalid` with one FieldFault per zod issue.
 */
export function validate<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new Refusal('invalid', {
    fields: result.error.issues.flatMap((issue) => {
      const path = issue.path.map(String);
      if (issue.code === 'unrecognized_keys')
        return issue.keys.map((key) => ({ field: [...path, key].join('.'), code: 'unknown_field', reason: 'This field is not known here.' }));
      return [{ field: path.join('.'), code: issue.code, reason: issue.message }];
    }),
  });
}
