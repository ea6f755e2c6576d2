import type { z } from 'zod';
import { Refusal } from '../refusal.ts';

/**
 * Parses what came from outside, or refuses naming every wrong field.
 *
 * @throws Refusal `invalid` with one FieldFault per zod issue.
 */
export function validate<T>(schema: z.ZodType<T>, value: unknown): T {
  const unstorable = unstorablePath(value);
  if (unstorable !== null)
    throw new Refusal('invalid', {
      fields: [
        { field: unstorable.join('.'), code: 'invalid_text', reason: 'This text has characters that cannot be kept.' },
      ],
    });
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new Refusal('invalid', {
    fields: result.error.issues.flatMap((issue) => {
      const path = issue.path.map(String);
      if (issue.code === 'unrecognized_keys')
        return issue.keys.map((key) => ({
          field: [...path, key].join('.'),
          code: 'unknown_field',
          reason: 'This field is not known here.',
        }));
      return [{ field: path.join('.'), code: issue.code, reason: issue.message }];
    }),
  });
}

/** Nothing we take is nested deeper; a body of brackets alone must not exhaust the stack. */
const DEEPEST = 32;

/** Where a text stands that PostgreSQL cannot hold: one with NUL, or with half of a surrogate pair. Null when nowhere. */
function unstorablePath(value: unknown, depth = 0): string[] | null {
  if (typeof value === 'string') return value.includes('\0') || !value.isWellFormed() ? [] : null;
  if (typeof value !== 'object' || value === null) return null;
  if (depth === DEEPEST) return [];
  for (const [key, entry] of Object.entries(value)) {
    const path = unstorablePath(key) ?? unstorablePath(entry, depth + 1);
    if (path !== null) return [key, ...path];
  }
  return null;
}
