/** The time axis: where a minute stands, and which hours are written over it. */
import type { Minute } from '@dispatch/shared/planning/model';
import type { Zone } from '@dispatch/shared/promises/zone';

export const SPANS = ['today', 'three', 'week'] as const;
export type Span = (typeof SPANS)[number];
const DAYS: Readonly<Record<Span, number>> = { today: 1, three: 3, week: 7 };
const DAY = 86_400_000;

/** Pixels of a minute: a week in 300 px, five minutes in 60. */
export const ZOOM = { least: 0.03, most: 12 } as const;

/** Beginnings of the days shown, and the end of the last: in the organisation's zone, where a day may have 23 hours. */
export function daysOf(now: number, span: Span, zone: Zone): Minute[] {
  const today = Math.floor((now + zone.offsetAt(now)) / DAY) * DAY;
  return Array.from({ length: DAYS[span] + 1 }, (_, day) => zone.instantOf(today + day * DAY) / 60_000);
}

export interface Scale {
  readonly from: Minute;
  readonly until: Minute;
  /** Pixels of a minute. */
  readonly zoom: number;
}

export const xOf = ({ from, zoom }: Scale, minute: Minute): number => (minute - from) * zoom;
export const minuteAt = ({ from, zoom }: Scale, x: number): Minute => from + x / zoom;
export const widthOf = ({ from, until, zoom }: Scale): number => (until - from) * zoom;

export function clampZoom(zoom: number): number {
  return Math.min(ZOOM.most, Math.max(ZOOM.least, zoom));
}

/** Steps between two written times, in minutes. */
const STEPS = [5, 10, 15, 30, 60, 120, 180, 360, 720, 1_440] as const;

/** The finest step at which two written times keep so many pixels apart. */
export function stepOf(zoom: number, apart = 58): number {
  return STEPS.find((step) => step * zoom >= apart) ?? 1_440;
}

/**
 * The times written over the axis, each day counted anew from its midnight, so that they stay round where clocks change.
 *
 * @param days as `daysOf` gives them
 */
export function ticksOf(days: readonly Minute[], zoom: number): Minute[] {
  const step = stepOf(zoom);
  const ticks: Minute[] = [];
  days.slice(0, -1).forEach((begin, day) => {
    const end = days[day + 1] ?? begin;
    for (let at = begin; at < end; at += step) ticks.push(at);
  });
  return ticks;
}

/** The nearest full five minutes. */
export function snap(minute: Minute, to = 5): Minute {
  return Math.round(minute / to) * to;
}

/** How wide a minute is when the hours that matter fill the width; at least readable, else there is scrolling. */
export function fitted(width: number, from: Minute, until: Minute, span: Span): number {
  const least = { today: 1.1, three: 0.3, week: 0.08 }[span];
  return clampZoom(Math.max(least, width / Math.max(60, until - from)));
}

/** The same, never earlier. */
export function snapUp(minute: Minute, to = 5): Minute {
  return Math.ceil(minute / to - 1e-6) * to;
}
