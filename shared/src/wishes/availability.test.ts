import { expect, test } from 'vitest';
import { zoneOf } from '../promises/zone.ts';
import { instantFrom, visitingTimes } from './availability.ts';

const zone = zoneOf('Europe/Berlin');
const keys = (now: number) => visitingTimes(now, zone).map(({ key }) => key);

test('today can be chosen while there is time', () => {
  const day = Date.UTC(2026, 5, 1);
  expect(keys(day + 7 * 3_600_000)).toEqual(['any', 'flexible', 'today', 'evening', 'morning', 'afternoon']);
  // 15:00 in Berlin
  expect(keys(day + 13 * 3_600_000)).toEqual(['any', 'flexible', 'evening', 'morning', 'afternoon']);
  expect(keys(day + 20 * 3_600_000)).toEqual(['any', 'flexible', 'morning', 'afternoon']);
});

test('tomorrow is the wall clock’s, also over the end of summer time', () => {
  const saturday = Date.UTC(2026, 9, 24, 10);
  const morning = visitingTimes(saturday, zone).find(({ key }) => key === 'morning');
  expect(morning).toMatchObject({
    availableFrom: Date.UTC(2026, 9, 25, 7),
    availableTo: Date.UTC(2026, 9, 25, 11),
    flexible: false,
  });
});

test('a day and a time of one’s own', () => {
  expect(instantFrom('2026-06-01', '14:10', zone)).toBe(Date.UTC(2026, 5, 1, 12, 10));
  for (const [day, time] of [
    ['', '14:10'],
    ['2026-06-01', ''],
    ['2026-13-41', '14:10'],
    ['<b>', '10:00'],
  ] as const)
    expect(instantFrom(day, time, zone)).toBeNull();
});
