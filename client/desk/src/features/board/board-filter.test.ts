import { card } from '@dispatch/base/live/wire.fixture';
import { expect, test } from 'vitest';
import { EVERYTHING, matcher, needsYou } from './board-filter.ts';

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

test('calls, callbacks and emergencies without a contractor need a person', () => {
  expect(needsYou(card({ callHousehold: true, stage: 'resolved', status: 'resolved' }))).toBe(true);
  expect(needsYou(card({ callback: true, stage: 'inbox' }))).toBe(true);
  expect(needsYou(card({ callback: true }))).toBe(false);
  expect(needsYou(card({ urgency: 'emergency' }))).toBe(true);
  expect(needsYou(card({ urgency: 'emergency', stage: 'offered', contractorId: 'bo' }))).toBe(false);
});
