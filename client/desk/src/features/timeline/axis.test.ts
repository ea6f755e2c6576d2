import { zoneOf } from '@dispatch/shared/promises/zone';
import { expect, test } from 'vitest';
import { daysOf, fitted, minuteAt, snap, stepOf, ticksOf, xOf } from './axis.ts';

const BERLIN = zoneOf('Europe/Berlin');
const hours = (days: readonly number[]) => days.slice(1).map((day, i) => (day - days[i]!) / 60);

test('days begin at midnight of the organisation', () => {
  const days = daysOf(Date.UTC(2026, 5, 2, 22, 30), 'three', BERLIN);
  expect(days[0]).toBe(Date.UTC(2026, 5, 2, 22) / 60_000);
  expect(hours(days)).toEqual([24, 24, 24]);
});

test('a day on which clocks change has 23 or 25 hours, and its times stay round', () => {
  const spring = daysOf(Date.UTC(2026, 2, 28, 12), 'three', BERLIN);
  expect(hours(spring)).toEqual([24, 23, 24]);
  expect(hours(daysOf(Date.UTC(2026, 9, 24, 12), 'week', BERLIN))[1]).toBe(25);
  const ticks = ticksOf(spring, 0.5);
  expect(ticks).toEqual(expect.arrayContaining(spring.slice(0, -1)));
  expect(ticks).toHaveLength(12 + 12 + 12);
});

test('times are written as densely as they can be read', () => {
  expect(stepOf(12)).toBe(5);
  expect(stepOf(1)).toBe(60);
  expect(stepOf(0.03)).toBe(1_440);
});

test('a place on the axis and its minute belong together', () => {
  const scale = { from: 1_000, until: 2_440, zoom: 1.7 };
  expect(minuteAt(scale, xOf(scale, 1_234))).toBeCloseTo(1_234, 9);
  expect([snap(1_232), snap(1_233)]).toEqual([1_230, 1_235]);
});

test('the hours that matter fill the width, unless bars would be too small to read', () => {
  expect(fitted(1_200, 0, 600, 'today')).toBe(2);
  expect(fitted(300, 0, 600, 'today')).toBe(1.1);
});
