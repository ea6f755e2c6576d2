/** A job and a shift made ready for reckoning: what the timetable reads, computed once. */
import type { Contractor, Job, Minute, Shift } from './model.ts';
import type { Spot, Travel } from './travel.ts';
import type { Weights } from './weights.ts';

/** A job made ready. */
export interface Visit {
  readonly job: Job;
  /** Its place in the plan's lists; never given to another job. */
  readonly slot: number;
  readonly spot: Spot;
  readonly minutes: number;
  /** Work cannot begin earlier; −Infinity when it can. */
  readonly opens: Minute;
  /** Work must not begin later (window, pin); Infinity when it may. */
  readonly closes: Minute;
  /** Beginning later breaks a promise; Infinity without one. */
  readonly promised: Minute;
  readonly delayWeight: number;
  readonly lateWeight: number;
  readonly missedWeight: number;
  /** High and emergency: may use the time kept free. */
  readonly urgent: boolean;
  readonly hasParts: boolean;
}

/** A shift made ready, with its contractor. */
export interface Duty {
  readonly contractor: Contractor;
  readonly shift: Shift;
  readonly start: Spot;
  readonly end: Spot | null;
  /** Where and when the rest of the day begins: `since`, or the start at the shift's beginning. */
  readonly from: Spot;
  readonly earliest: Minute;
  /** Minutes of the shift without its rests; at least 1, so that a share of it can be told. */
  readonly length: number;
  /** Skills that are valid to the end of this shift. */
  readonly skills: ReadonlySet<string>;
  readonly districts: ReadonlySet<string> | null;
}

export function visitOf(job: Job, slot: number, travel: Travel, weights: Weights): Visit {
  const { window, promise, due, pin, urgency } = job;
  // a flexible job has no hurry of its own: only what was told to the household binds it
  const unhurried = job.flexible && promise === null;
  return {
    job,
    slot,
    spot: travel.spot(job.place),
    minutes: job.minutes,
    opens: Math.max(job.ready ?? -Infinity, window?.from ?? -Infinity, promise?.from ?? -Infinity, pin.at ?? -Infinity),
    closes: Math.min(window?.until ?? Infinity, pin.at ?? Infinity),
    promised: Math.min(promise?.until ?? Infinity, due ?? Infinity),
    delayWeight: unhurried ? 0 : weights.delay[urgency],
    lateWeight: weights.late[urgency],
    missedWeight: weights.missed[urgency],
    urgent: urgency === 'high' || urgency === 'emergency',
    hasParts: Object.values(job.parts).some((count) => count > 0),
  };
}

export function dutyOf(contractor: Contractor, shift: Shift, travel: Travel): Duty {
  const start = travel.spot(shift.start);
  const valid = contractor.skills.filter(({ until }) => until === null || until >= shift.until);
  return {
    contractor,
    shift,
    start,
    end: shift.end && travel.spot(shift.end),
    from: shift.since ? travel.spot(shift.since.place) : start,
    earliest: Math.max(shift.from, shift.since?.at ?? -Infinity),
    length: Math.max(1, shift.until - shift.from - shift.rests.reduce((sum, { minutes }) => sum + minutes, 0)),
    skills: new Set(valid.map(({ id }) => id)),
    districts: contractor.districts && new Set(contractor.districts),
  };
}
