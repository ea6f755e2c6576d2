import { z } from 'zod';
import { id } from '../issues/schema.ts';
import { DISPATCH_MODES } from './dispatching.ts';

/** The whole of it; it replaces what was set before. */
export const dispatching = z.strictObject({
  rules: z
    .array(
      z.strictObject({
        districtId: id.nullable(),
        categoryId: id.nullable(),
        mode: z.enum(DISPATCH_MODES),
        tries: z.int().min(1).max(20),
      }),
    )
    .max(500)
    .superRefine((rules, context) => {
      const seen = new Set<string>();
      rules.forEach(({ districtId, categoryId }, index) => {
        const key = `${districtId ?? ''} ${categoryId ?? ''}`;
        if (seen.has(key))
          context.addIssue({
            code: 'custom',
            path: [index, 'categoryId'],
            message: 'There is a rule for this district and category already.',
          });
        seen.add(key);
      });
    }),
  replan: z.enum(DISPATCH_MODES),
  replanMinutes: z.int().min(0).max(240),
  ranges: z.boolean(),
});
