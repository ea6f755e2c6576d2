/**
 * What is planned with, as plain data that can be sent to a worker. Times are minutes since 1970-01-01T00:00Z
 * (`Minute`), durations minutes, places WGS 84 degrees. Nothing here knows the clock: `now` comes with the plan.
 */
import type { Urgency } from '../issues/status.ts';
import type { Place } from '../places/distance.ts';
import type { TravelSettings } from './travel.ts';
import type { Weights } from './weights.ts';

/** Minutes since 1970-01-01T00:00Z; fractions allowed. */
export type Minute = number;

/** Both ends belong to it. */
export interface Window {
  readonly from: Minute;
  readonly until: Minute;
}

/** Rest that begins between `earliest` and `latest`, between two jobs; a job is not interrupted for it. */
export interface Rest {
  readonly earliest: Minute;
  readonly latest: Minute;
  readonly minutes: number;
}

/** One stretch of work of one contractor; a contractor has one for each day planned. */
export interface Shift extends Window {
  readonly id: string;
  /** In the order of their times. */
  readonly rests: readonly Rest[];
  readonly start: Place;
  /** Where the day ends; null when it ends at the last job. */
  readonly end: Place | null;
  readonly maxJobs: number | null;
  /** Most minutes of driving and work. */
  readonly maxMinutes: number | null;
  /** Minutes that jobs of low and normal urgency leave free, until `releasedAt`. */
  readonly keptFree: number;
  readonly releasedAt: Minute;
  /** Only for emergencies. */
  readonly onCall: boolean;
  /** Where the contractor was last known to be free, when that is not the start; from then on the day goes on there. */
  readonly since: { readonly place: Place; readonly at: Minute } | null;
}

export interface Skill {
  readonly id: string;
  /** A certificate counts for a shift that ends by then; null never expires. */
  readonly until: Minute | null;
}

export interface Contractor {
  readonly id: string;
  readonly skills: readonly Skill[];
  /** Where the contractor works; null everywhere. */
  readonly districts: readonly string[] | null;
  /** Longest drive from the shift's start to a job, in minutes; null without limit. */
  readonly travelLimit: number | null;
  /** Parts on the van when a shift begins. */
  readonly stock: Readonly<Record<string, number>>;
  readonly shifts: readonly Shift[];
}

export interface Job {
  readonly id: string;
  readonly place: Place;
  readonly district: string | null;
  readonly minutes: number;
  readonly skills: readonly string[];
  readonly parts: Readonly<Record<string, number>>;
  readonly urgency: Urgency;
  /** Not to be begun before. */
  readonly ready: Minute | null;
  /** When the household can be visited: work begins inside it or not at all. */
  readonly window: Window | null;
  /** The arrival range told to the household: nobody comes earlier, coming later is a broken promise. */
  readonly promise: Window | null;
  /** Respond-by: beginning later is a broken promise. */
  readonly due: Minute | null;
  /** Kept by an operator at a contractor, at a time, or both. */
  readonly pin: { readonly contractor: string | null; readonly at: Minute | null };
  /** Any day will do: the household is rung when someone is near. */
  readonly flexible: boolean;
  readonly blacklist: readonly string[];
  readonly whitelist: readonly string[];
  /** Preferred by the system: contractor to strength, 0 to 1. */
  readonly preferred: Readonly<Record<string, number>>;
  /** Those who passed it; they are not asked again. */
  readonly passed: readonly string[];
  /** Who fixed it before the household reopened it. */
  readonly previous: string | null;
  /** Who has accepted it: giving it to another disturbs. */
  readonly holder: string | null;
}

/** A job in a tour. Departed and started jobs are locked: their times are known and nothing comes before them. */
export interface Stop {
  readonly job: string;
  readonly locked: Window | null;
}

export interface TourInput {
  readonly shift: string;
  readonly stops: readonly Stop[];
}

/** A whole plan as plain data: what `createPlan` takes and `planInput` gives back. */
export interface PlanInput {
  readonly now: Minute;
  readonly contractors: readonly Contractor[];
  /** All jobs; those in no tour are unplanned. */
  readonly jobs: readonly Job[];
  readonly tours: readonly TourInput[];
  readonly travel: TravelSettings;
  readonly weights: Weights;
}
