import { afterEach, expect, test } from 'vitest';
import {
  currentZone,
  dayOf,
  formatDate,
  formatLongDate,
  formatMoment,
  formatTime,
  formatWindow,
  setZone,
} from './time.ts';

afterEach(() => {
  setZone('UTC');
});

const evening = Date.UTC(2026, 10, 26, 23, 30);

test('times are shown in the zone of the organisation', () => {
  expect(formatTime(evening)).toBe('23:30');
  setZone('Europe/Berlin');
  expect(formatTime(evening)).toBe('00:30');
  expect(dayOf(evening)).toBe('2026-11-27');
});

test('midnight is 00:00, never 24:00', () => {
  expect(formatTime(Date.UTC(2026, 0, 1))).toBe('00:00');
});

test('an unknown zone is refused and the old one stays', () => {
  expect(() => {
    setZone('Mars/Olympus');
  }).toThrow(RangeError);
  expect(currentZone()).toBe('UTC');
});

test('a moment names its day only when it is not today', () => {
  const now = Date.UTC(2026, 10, 26, 9);
  expect(formatMoment(evening, now)).toBe('23:30');
  expect(formatMoment(Date.UTC(2026, 10, 25, 8), now)).toBe('yesterday 08:00');
  expect(formatMoment(Date.UTC(2026, 10, 27, 8), now)).toBe('tomorrow 08:00');
  expect(formatMoment(Date.UTC(2026, 11, 3, 8), now)).toBe('Thu 3 Dec 08:00');
});

test('yesterday holds across a change of clocks', () => {
  setZone('America/New_York');
  // 2011-11-06 has 25 hours in New York.
  expect(formatMoment('2011-11-06T05:30:00Z', Date.parse('2011-11-07T12:00:00Z'))).toBe('yesterday 01:30');
});

test('an arrival window is one phrase', () => {
  const now = Date.UTC(2026, 10, 26, 9);
  expect(formatWindow(Date.UTC(2026, 10, 26, 14, 10), Date.UTC(2026, 10, 26, 14, 40), now)).toBe('14:10 to 14:40');
});

test('dates read short and long', () => {
  expect(formatDate(evening)).toBe('Thu 26 Nov');
  expect(formatLongDate(evening)).toBe('Thursday 26 November 2026');
});
