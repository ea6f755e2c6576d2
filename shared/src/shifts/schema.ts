/** What may be sent about schedules, absences and what is on the van. */
import { z } from 'zod';
import { part, skill } from '../categories/schema.ts';
import { latitude, longitude } from '../issues/schema.ts';
import { isTimeZone } from '../promises/zone.ts';
import { EXCEPTION_KINDS, EXCEPTION_STATES, weekFaults } from './schedule.ts';

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Times are written as HH:MM.');
const place = z.strictObject({ lat: latitude, lon: longitude });
const moment = z
  .int()
  .min(0)
  .max(Date.UTC(2199, 0, 1));

const rest = z.strictObject({ earliest: clock, latest: clock, minutes: z.int().min(1).max(240) });
const weekShift = z.strictObject({
  weekday: z.int().min(1).max(7),
  from: clock,
  until: clock,
  rests: z.array(rest).max(6).default([]),
  onCall: z.boolean().default(false),
});
const week = z
  .array(weekShift)
  .max(50)
  .superRefine((rows, context) => {
    for (const { index, field, reason } of weekFaults(rows))
      context.addIssue({ code: 'custom', path: [index, ...field.split('.')], message: reason });
  });

/** The whole pattern; it replaces the one before. */
export const workPattern = z.strictObject({
  timeZone: z.string().refine(isTimeZone, 'The name of a time zone, for example "Europe/Berlin".').nullable(),
  week: week.nullable(),
  start: place.nullable(),
  end: z.union([z.enum(['start', 'last']), place]),
  maxJobs: z.int().min(1).max(100).nullable(),
  maxMinutes: z.int().min(1).max(1440).nullable(),
  keptFree: z.int().min(0).max(720),
  releasedAt: clock.nullable(),
});

/** PUT /contractors/:id/schedule */
export const newSchedule = z.strictObject({
  pattern: workPattern,
  /** The pattern that the person saw: another one now is refused, so that nobody's change is overwritten unseen. */
  seen: workPattern.optional(),
});
export type NewSchedule = z.infer<typeof newSchedule>;

const MONTH = 31 * 86_400_000;
const note = z.string().trim().min(1).max(300).nullable();

/** POST /contractors/:id/exceptions */
export const newException = z
  .strictObject({ kind: z.enum(EXCEPTION_KINDS), from: moment, until: moment, note: note.optional() })
  .superRefine(({ kind, from, until }, context) => {
    if (until <= from) context.addIssue({ code: 'custom', path: ['until'], message: 'It must end after it begins.' });
    else if ((kind === 'extra' || kind === 'on_call') && until - from > MONTH)
      context.addIssue({ code: 'custom', path: ['until'], message: 'At most 31 days at once.' });
    else if (until - from > 24 * MONTH)
      context.addIssue({ code: 'custom', path: ['until'], message: 'At most two years at once.' });
  });
export type NewException = z.infer<typeof newException>;

/** PUT /contractors/:id/exceptions/:exceptionId */
export const decision = z.strictObject({
  state: z.enum(['approved', 'refused']),
  /** What the person saw; another one now is refused. */
  seen: z.enum(EXCEPTION_STATES).optional(),
});
export type Decision = z.infer<typeof decision>;

/** Most kinds of parts, and of certificates. */
const KINDS = 200;
const few = (record: object): boolean => Object.keys(record).length <= KINDS;

/** On the van: part → pieces. */
export const stock = z.record(part, z.int().min(0).max(9999)).refine(few, `At most ${String(KINDS)} kinds of parts.`);
/** Skill → Unix ms when it expires. */
export const certificates = z.record(skill, moment).refine(few, `At most ${String(KINDS)} certificates.`);

/** PUT /contractors/:id/stock: how many of one part there are now. */
export const stockCount = z.strictObject({ part, pieces: z.int().min(0).max(9999) });
export type StockCount = z.infer<typeof stockCount>;
