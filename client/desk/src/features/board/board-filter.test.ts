import { card } from '@dispatch/base/live/wire.fixture';
import { expect, test } from 'vitest';
import { EVERYTHING, matcher as matcherAt, type BoardFilter } from './board-filter.ts';

const NOTHING = { passes: 0, disputedAt: null, unansweredAt: null, callTries: 0, callAt: null, claim: null };
const matcher = (filter: BoardFilter, now = () => 0) => matcherAt(filter, now);

test('all words must be found, in reference, title or place, with or without the dash', () => {
  const leak = card({ ref: 'J-4F7K', title: 'Leak in the cellar', place: 'Mill Street 1' });
  const finds = (text: string): boolean => matcher({ ...EVERYTHING, text })(leak);
  expect(['leak mill', 'j4f7k', 'J-4F', ''].map(finds)).toEqual([true, true, true, true]);
  expect(finds('leak roof')).toBe(false);
});

test('a district shows its own, unplaced those without one', () => {
  const inA = card({ districtId: 'A' });
  const nowhere = card({ districtId: null });
  expect([inA, nowhere].map(matcher({ ...EVERYTHING, district: 'A' }))).toEqual([true, false]);
  expect([inA, nowhere].map(matcher({ ...EVERYTHING, district: 'unplaced' }))).toEqual([false, true]);
});

test('what needs you is shown alone, and a call that was put off comes back when its time has come', () => {
  const later = card({ callHousehold: true, waits: { ...NOTHING, callAt: 10 } });
  let now = 9;
  const matches = matcher({ ...EVERYTHING, only: 'needs_you' }, () => now);
  expect([card(), card({ urgency: 'emergency' }), later].map(matches)).toEqual([false, true, false]);
  now = 10;
  expect(matches(later)).toBe(true);
});
