/** What may be sent about promises and the calendar they run on. */
import { z } from 'zod';
import { id } from '../issues/schema.ts';
import { URGENCIES } from '../issues/status.ts';
import { isDay, weekFaults } from './calendar.ts';

const clock = z.string().regex(/^\d{2}:\d{2}$/, 'Times are written as HH:MM.');
/** A year of minutes. */
const minutes = z.int().min(1).max(527_040).nullable();

const promise = z
  .strictObject({
    categoryId: id.nullable(),
    urgency: z.enum(URGENCIES),
    respondMinutes: minutes,
    resolveMinutes: minutes,
  })
  .refine(
    (row) => row.respondMinutes === null || row.resolveMinutes === null || row.respondMinutes <= row.resolveMinutes,
    {
      path: ['resolveMinutes'],
      message: 'Resolving cannot be promised earlier than responding.',
    },
  );

/** A row with null times is a closed day and is left out. */
const week = z
  .array(z.strictObject({ weekday: z.int().min(1).max(7), opens: clock.nullable(), closes: clock.nullable() }))
  .max(50)
  .transform((rows, context) => {
    const open = rows.flatMap(({ weekday, opens, closes }, at) =>
      opens === null || closes === null ? [] : [{ at, hours: { weekday, opens, closes } }],
    );
    const hours = open.map((row) => row.hours);
    for (const { index, reason } of weekFaults(hours)) {
      const at = open[index]?.at;
      context.addIssue({ code: 'custom', path: at === undefined ? [] : [at], message: reason });
    }
    return hours;
  });

const holidays = z
  .array(
    z.strictObject({
      day: z.string().refine(isDay, 'A day is written as YYYY-MM-DD.'),
      name: z.string().trim().min(1).max(80),
    }),
  )
  .max(1000)
  .superRefine((rows, context) => {
    rows.forEach(({ day }, index) => {
      if (rows.findIndex((other) => other.day === day) < index)
        context.addIssue({ code: 'custom', path: [index, 'day'], message: 'This day is in the list already.' });
    });
  });

/** The whole set; it replaces the one before. */
export const promiseSet = z
  .strictObject({
    promises: z.array(promise).max(5000),
    week,
    holidays,
    aroundTheClock: z
      .array(z.enum(URGENCIES))
      .transform((list) => [...new Set(list)])
      .optional(),
    /** The version that the person saw. */
    version: z.string().max(64).optional(),
  })
  .superRefine(({ promises }, context) => {
    const seen = new Set<string>();
    promises.forEach(({ categoryId, urgency }, index) => {
      const key = `${categoryId ?? ''} ${urgency}`;
      if (seen.has(key))
        context.addIssue({
          code: 'custom',
          path: ['promises', index, 'urgency'],
          message: 'This category has a promise for this urgency already.',
        });
      seen.add(key);
    });
  });
export type NewPromiseSet = z.infer<typeof promiseSet>;
