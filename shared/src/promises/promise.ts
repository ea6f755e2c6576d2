import type { Urgency } from '../issues/status.ts';
import type { WorkingHours } from './calendar.ts';

/** What is promised for one category and urgency, in minutes of its clock; null where nothing is. */
export interface PromiseRow {
  /** null: for all categories without a promise of their own for this urgency. */
  categoryId: string | null;
  urgency: Urgency;
  respondMinutes: number | null;
  resolveMinutes: number | null;
}

export interface Holiday {
  /** `YYYY-MM-DD` */
  day: string;
  name: string;
}

/** All promises with the calendar they run on (GET and PUT /promises). */
export interface PromiseSet {
  promises: PromiseRow[];
  /** Working hours; a weekday without a row is closed, several rows leave a break. */
  week: WorkingHours[];
  holidays: Holiday[];
  /** Urgencies whose clock never rests; the others run on working hours. */
  aroundTheClock: Urgency[];
  /** Changes with the set; sent back with PUT so that nobody's change is overwritten unseen. */
  version: string;
}

/** Urgencies whose clock never rests while nobody has set others. */
export const USUAL_AROUND_THE_CLOCK: readonly Urgency[] = ['emergency'];
