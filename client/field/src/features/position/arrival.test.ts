import { expect, test } from 'vitest';
import { arrivalAt, isWorthTelling } from './arrival.ts';

const NOON = Date.parse('2026-11-26T12:00:00Z');
const MINUTE = 60_000;

test('five kilometres of town take about a quarter of an hour', () => {
  const at = arrivalAt({ lat: 42.36, lon: -71.06 }, { lat: 42.405, lon: -71.06 }, NOON);
  expect((at - NOON) / MINUTE).toBe(16);
});

test('next door takes as long as getting out and in', () => {
  expect(arrivalAt({ lat: 42.36, lon: -71.06 }, { lat: 42.36, lon: -71.06 }, NOON)).toBe(NOON + 2 * MINUTE);
});

test('small changes of an arrival time are not told', () => {
  expect(isWorthTelling(null, NOON)).toBe(true);
  expect(isWorthTelling(NOON, NOON + 4 * MINUTE)).toBe(false);
  expect(isWorthTelling(NOON, NOON - 6 * MINUTE)).toBe(true);
});
