import { distanceBetween, type Place } from '@dispatch/shared/places/distance';

/** How much longer streets are than the straight line: about 1.3 in European and North American towns. */
const DETOUR = 1.35;
/** Through town with lights and parking, metres a minute (30 km/h). */
const SPEED = 500;
/** Getting in, parking and finding the door, ms. */
const ENDS = 2 * 60_000;
const MINUTE = 60_000;
/** An arrival time is told anew only when it moved by this much: households read it, and each telling is a change. */
const WORTH_TELLING = 5 * MINUTE;

/** When somebody now here will be there, Unix ms, rounded up to whole minutes. */
export function arrivalAt(from: Place, to: Place, now: number): number {
  const drive = ((distanceBetween(from, to) * DETOUR) / SPEED) * MINUTE;
  return Math.ceil((now + drive + ENDS) / MINUTE) * MINUTE;
}

/** Whether a new expectation should replace the one the household has been told. */
export function isWorthTelling(told: number | null, expected: number): boolean {
  return told === null || Math.abs(expected - told) >= WORTH_TELLING;
}
