import { expect, test } from 'vitest';
import { deliveryOf, FIRST_NOTICES, isQuiet, wayOf } from './preferences.ts';

const AT_A = { districtId: 'A', teamId: 'T' };

test('an emergency is heard from the start, what is merely late is not told', () => {
  expect([wayOf(FIRST_NOTICES, 'emergency'), wayOf(FIRST_NOTICES, 'callback')]).toEqual(['sound', 'page']);
  expect(deliveryOf(FIRST_NOTICES, 'late_nobody', AT_A, 0)).toBe('none');
});

test('what was chosen wins', () => {
  const notices = { ...FIRST_NOTICES, ways: { emergency: 'off', late_nobody: 'sound' } as const };
  expect(deliveryOf(notices, 'emergency', AT_A, 0)).toBe('none');
  expect(deliveryOf(notices, 'late_nobody', AT_A, 0)).toBe('sound');
});

test('only one’s own districts and teams are told, and what has no place always is', () => {
  const inA = { ...FIRST_NOTICES, districts: ['A'] };
  expect(deliveryOf(inA, 'callback', AT_A, 0)).toBe('page');
  expect(deliveryOf(inA, 'callback', { districtId: 'B', teamId: 'T' }, 0)).toBe('none');
  expect(deliveryOf(inA, 'callback', { districtId: null, teamId: null }, 0)).toBe('none');
  expect(deliveryOf({ ...inA, districts: ['unplaced'] }, 'callback', { districtId: null, teamId: null }, 0)).toBe(
    'page',
  );
  expect(deliveryOf({ ...inA, teams: ['U'] }, 'callback', AT_A, 0)).toBe('none');
  expect(deliveryOf(inA, 'mention', null, 0)).toBe('page');
});

test('do not disturb keeps everything to the list but emergencies, until its time is over', () => {
  const quiet = { ...FIRST_NOTICES, quiet: { until: 100, emergencies: false } };
  expect(deliveryOf(quiet, 'callback', AT_A, 99)).toBe('list');
  expect(deliveryOf(quiet, 'emergency', AT_A, 99)).toBe('sound');
  expect(deliveryOf(quiet, 'callback', AT_A, 100)).toBe('page');
  expect(deliveryOf({ ...quiet, quiet: { until: 100, emergencies: true } }, 'emergency', AT_A, 99)).toBe('list');
  expect(isQuiet({ quiet: { until: null, emergencies: false } }, 'callback', 1e15)).toBe(true);
});
