/** When a household can be visited: what it may choose from, in the organisation's zone. Pure; times are Unix ms. */
import type { Zone } from '../promises/zone.ts';

export interface Availability {
  readonly availableFrom: number | null;
  readonly availableTo: number | null;
  /** Any day will do; the household is rung when someone is near. */
  readonly flexible: boolean;
}

/** One of the choices. The names are told in words by the screens. */
export interface VisitingTime extends Availability {
  readonly key: 'any' | 'flexible' | 'today' | 'evening' | 'morning' | 'afternoon';
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Parts of a day: from and to in hours of the wall clock, days from today. */
const PARTS = [
  { key: 'today', day: 0, from: 14, to: 16 },
  { key: 'evening', day: 0, from: 16, to: 20 },
  { key: 'morning', day: 1, from: 8, to: 12 },
  { key: 'afternoon', day: 1, from: 12, to: 17 },
] as const;

/** So long before its end a part can no longer be chosen: nobody would come in time. */
const NOTICE = HOUR;

/** The choices at this moment, those of today only while there is time. */
export function visitingTimes(now: number, zone: Zone): VisitingTime[] {
  const midnight = Math.floor((now + zone.offsetAt(now)) / DAY) * DAY;
  const at = (day: number, hour: number): number => zone.instantOf(midnight + day * DAY + hour * HOUR);
  const parts = PARTS.map(({ key, day, from, to }) => ({
    key,
    availableFrom: at(day, from),
    availableTo: at(day, to),
    flexible: false,
  }));
  return [
    { key: 'any', availableFrom: null, availableTo: null, flexible: false },
    { key: 'flexible', availableFrom: null, availableTo: null, flexible: true },
    ...parts.filter(({ availableTo }) => now < availableTo - NOTICE),
  ];
}

/** The instant of a day and a time of the wall clock ("2026-11-26", "14:10"); null for what is none. */
export function instantFrom(day: string, time: string, zone: Zone): number | null {
  if (!/^\d{4}-\d\d-\d\d$/.test(day) || !/^\d\d:\d\d$/.test(time)) return null;
  const local = Date.parse(`${day}T${time}Z`);
  return Number.isFinite(local) && local > 0 && local < Date.UTC(2199, 0) ? zone.instantOf(local) : null;
}
