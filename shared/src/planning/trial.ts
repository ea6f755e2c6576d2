import type { Minute } from './model.ts';

/** Minutes that a job above the most of a shift is worth when breaches are compared. */
export const FULL = 30;

/**
 * What putting one more job at one place of a tour would do. One object is reused: read it before the next trial.
 * Minutes beyond a hard rule are told apart by rule, so that a refusal can name the one that binds.
 */
export interface Trial {
  /** When work on the new job would begin. */
  start: Minute;
  /** It was not reckoned to the end (see `attempt`). */
  givenUp: boolean;
  /** Minutes of driving added. */
  travel: number;
  delay: number;
  lateness: number;
  load: number;
  /** Minutes the job itself would begin after its window. */
  window: number;
  /** Minutes after their windows at which other jobs would begin, in sum over those that begin later by it. */
  others: number;
  /** Promises of other jobs that held and would be broken. */
  missed: number;
  /** Minutes the tour would end after its shift, when that is more than without. */
  overrun: number;
  /** Jobs above the most of the shift; minutes above its most; minutes taken from the time kept free. */
  jobs: number;
  minutes: number;
  keptFree: number;
}

export function emptyTrial(): Trial {
  return {
    start: 0,
    givenUp: false,
    travel: 0,
    delay: 0,
    lateness: 0,
    load: 0,
    window: 0,
    others: 0,
    missed: 0,
    overrun: 0,
    jobs: 0,
    minutes: 0,
    keptFree: 0,
  };
}
