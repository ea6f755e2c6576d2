import { visitingTimes } from '@dispatch/shared/wishes/availability';
import { zoneOf } from '@dispatch/shared/promises/zone';
import { beforeAll, expect, test } from 'vitest';
import { setZone } from '../../lib/time.ts';
import { availabilityFrom, availabilityWords, choiceValue, choiceWords } from './words.ts';

const NOON = Date.UTC(2026, 10, 26, 12);
beforeAll(() => {
  setZone('UTC');
});

test('each choice comes back from its form as it was read', () => {
  for (const time of visitingTimes(NOON, zoneOf('UTC'))) {
    const { key: _key, ...availability } = time;
    expect(availabilityFrom(choiceValue(time))).toEqual(availability);
  }
  for (const value of ['', 'own', '1-', 'x-y', '1-2-3']) expect(availabilityFrom(value)).toBeNull();
});

test('a choice is read with its hours, and what was chosen is told with its day', () => {
  const words = visitingTimes(NOON, zoneOf('UTC')).map(choiceWords);
  expect(words).toContain('Tomorrow morning, 08:00 to 12:00');
  expect(words).toContain('Today, 14:00 to 16:00');
  const at = (from: number | null, to: number | null, flexible = false) =>
    availabilityWords({ availableFrom: from, availableTo: to, flexible }, NOON);
  const hour = 3_600_000;
  expect(at(NOON + 2 * hour, NOON + 4 * hour)).toBe('14:00 to 16:00');
  expect(at(NOON + 20 * hour, NOON + 24 * hour)).toBe('tomorrow 08:00 to 12:00');
  expect(at(NOON, NOON + 48 * hour)).toBe('Thu 26 Nov 12:00 to Sat 28 Nov 12:00');
  expect(at(NOON, null)).toBe('from Thu 26 Nov 12:00 on');
  expect(at(null, null, true)).toBe('any day, ring when someone is near');
  expect(at(null, null)).toBeNull();
});
