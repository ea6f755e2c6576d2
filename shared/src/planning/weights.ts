import type { Urgency } from '../issues/status.ts';

type ByUrgency = Readonly<Record<Urgency, number>>;

/** What counts how much. All scores are in minutes of driving: 30 is as bad as half an hour more on the road. */
export interface Weights {
  /** Per minute driven. */
  readonly travel: number;
  /** Per minute from now until work begins. */
  readonly delay: ByUrgency;
  /** Per minute that work begins after the promise. */
  readonly late: ByUrgency;
  /** Once, when work begins after the promise at all. */
  readonly missed: ByUrgency;
  /** A contractor the household asked for (lowers the score). */
  readonly whitelisted: number;
  /** A contractor the system prefers, times its strength (lowers the score). */
  readonly preferred: number;
  /** The contractor who worked on it before it was reopened (lowers the score). */
  readonly previous: number;
  /** Another contractor than the one who accepted it. */
  readonly handover: number;
  /** Fairness: times (minutes driven and worked)² / length of the shift. */
  readonly load: number;
  /** Leaving a job unplanned. */
  readonly unplanned: ByUrgency;
}

/**
 * Chosen so that a promise is worth a detour across a town, but not one of hours, and an emergency more than any
 * other promise; the real day of `npm run bench -- plan --set day` shows what they do (docs/planning.md).
 */
export const WEIGHTS: Weights = {
  travel: 1,
  delay: { low: 0.002, normal: 0.01, high: 0.1, emergency: 1 },
  late: { low: 0.05, normal: 0.1, high: 0.25, emergency: 2 },
  missed: { low: 15, normal: 45, high: 90, emergency: 300 },
  whitelisted: 30,
  preferred: 15,
  previous: 10,
  handover: 15,
  load: 0.05,
  unplanned: { low: 400, normal: 700, high: 1_500, emergency: 6_000 },
};
