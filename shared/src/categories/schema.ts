/** What may be sent about categories. */
import { z } from 'zod';
import { URGENCIES } from '../issues/status.ts';

const name = z.string().trim().min(1).max(80);
const code = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,39}$/, 'Small letters, digits, - and _, at most 40.');
/** Skills are words of the organisation, compared exactly; contractors carry the same. */
export const skill = z.string().trim().toLowerCase().min(1).max(40);
export const skills = z
  .array(skill)
  .max(30)
  .transform((list) => [...new Set(list)]);
/** Parts are words of the organisation too, compared exactly; vans carry them. */
export const part = z.string().trim().toLowerCase().min(1).max(40);
/** What one job takes: part → pieces. */
const parts = z
  .record(part, z.int().min(1).max(999))
  .refine((record) => Object.keys(record).length <= 30, 'At most 30 kinds of parts.');
const icon = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'The name of a lucide icon, for example "droplets".')
  .max(40);

const question = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9][a-z0-9_-]{0,39}$/, 'Small letters, digits, - and _, at most 40.'),
    text: z.string().trim().min(1).max(200),
    kind: z.enum(['choice', 'text', 'number', 'yesno']),
    options: z.array(z.string().trim().min(1).max(100)).max(30).optional(),
    required: z.boolean().default(false),
  })
  .superRefine((value, context) => {
    const options = value.options ?? [];
    const fault = (message: string): void => context.addIssue({ code: 'custom', path: ['options'], message });
    if (value.kind === 'choice' && options.length < 2) fault('A choice needs at least two options.');
    if (value.kind !== 'choice' && value.options !== undefined) fault('Only a choice has options.');
    if (new Set(options).size !== options.length) fault('Options must differ from each other.');
  });
const questions = z
  .array(question)
  .max(20)
  .superRefine((list, context) => {
    list.forEach(({ id }, index) => {
      if (list.findIndex((other) => other.id === id) < index)
        context.addIssue({ code: 'custom', path: [index, 'id'], message: 'Another question has this id.' });
    });
  });

export const newCategory = z.strictObject({
  code,
  name,
  icon: icon.default('wrench'),
  skills: skills.default([]),
  expectedMinutes: z.int().min(1).max(10_080).default(60),
  defaultUrgency: z.enum(URGENCIES).default('normal'),
  questions: questions.default([]),
  parts: parts.default({}),
});
export const patchCategory = z.strictObject({
  code: code.optional(),
  name: name.optional(),
  icon: icon.optional(),
  skills: skills.optional(),
  expectedMinutes: z.int().min(1).max(10_080).optional(),
  defaultUrgency: z.enum(URGENCIES).optional(),
  questions: questions.optional(),
  parts: parts.optional(),
  active: z.boolean().optional(),
});
export type NewCategory = z.infer<typeof newCategory>;
export type PatchCategory = z.infer<typeof patchCategory>;
