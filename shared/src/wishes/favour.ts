/** How much the system prefers a contractor by itself, from what happened at one household in one category. Pure. */

export interface FavourNumbers {
  /** Times that the contractor said it is done. */
  fixed: number;
  /** Of these, those that the household or the office confirmed and nobody reopened. */
  confirmed: number;
  /** Of these, those that came back. */
  reopened: number;
  /** How many were rated, and their mean from 1 to 5; null without any. */
  rated: number;
  rating: number | null;
  /** Visits with a window, and how many of these began within it. */
  visits: number;
  punctual: number;
}

/** What the parts of a good visit weigh; together 1. */
const WEIGHT = { confirmed: 0.5, rating: 0.3, punctual: 0.2 } as const;
/** As many visits of which nothing is said stand beside the real ones: one visit does not decide. */
const PRIOR = 2;
/** What is not known counts as neither good nor bad. */
const UNKNOWN = 0.5;

/**
 * From 0 (no preference) to 1. With n fixes: n / (n + 2) × (0.5 × share confirmed + 0.3 × rating from 1 = 0 to 5 = 1
 * + 0.2 × share on time − share that came back), never below 0; what was not rated or not timed counts half.
 */
export function strengthOf(numbers: FavourNumbers): number {
  const { fixed, confirmed, reopened, rating, visits, punctual } = numbers;
  if (fixed <= 0) return 0;
  const quality =
    WEIGHT.confirmed * (confirmed / fixed) +
    WEIGHT.rating * (rating === null ? UNKNOWN : (rating - 1) / 4) +
    WEIGHT.punctual * (visits === 0 ? UNKNOWN : punctual / visits) -
    reopened / fixed;
  return Math.min(1, Math.max(0, quality)) * (fixed / (fixed + PRIOR));
}

/** "fixed 3 here, 3 confirmed, rated 4.7, on time 3 of 3" */
export function favourWords({ fixed, confirmed, reopened, rated, rating, visits, punctual }: FavourNumbers): string {
  return [
    `fixed ${String(fixed)} here`,
    `${String(confirmed)} confirmed`,
    ...(reopened > 0 ? [`${String(reopened)} came back`] : []),
    ...(rated > 0 && rating !== null ? [`rated ${rating.toFixed(1)}`] : []),
    ...(visits > 0 ? [`on time ${String(punctual)} of ${String(visits)}`] : []),
  ].join(', ');
}
