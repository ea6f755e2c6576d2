import type { PromiseSet } from '@dispatch/shared/promises/promise';
import { expect, test } from 'vitest';
import { cellKey, differs, draftOf, merge, setOf } from './promise-draft.ts';
import { minutesText, readMinutes } from './promise-text.ts';

const set: PromiseSet = {
  version: '1',
  promises: [
    { categoryId: null, urgency: 'normal', respondMinutes: 240, resolveMinutes: 2880 },
    { categoryId: 'leak', urgency: 'normal', respondMinutes: null, resolveMinutes: null },
  ],
  week: [{ weekday: 1, opens: '08:00', closes: '17:00' }],
  holidays: [],
  aroundTheClock: ['emergency'],
};

test('lengths of time read back as they are written', () => {
  expect([5, 60, 90, 2880, null].map(minutesText)).toEqual(['5 min', '1 h', '1 h 30', '48 h', '']);
  for (const minutes of [1, 59, 60, 61, 90, 605, 2880]) expect(readMinutes(minutesText(minutes))).toBe(minutes);
  expect(['45', '1:30', '1.5 h', '2h30', '', 'none', 'soon', '4 h x'].map(readMinutes)).toEqual([
    45,
    90,
    90,
    150,
    null,
    'none',
    undefined,
    undefined,
  ]);
});

test('a set goes into the table and comes out as it was', () => {
  const { version: _, ...rest } = set;
  const { set: out, keys, faults } = setOf(draftOf(set), [null, 'leak']);
  expect(out).toEqual(rest);
  expect(keys).toEqual([' normal', 'leak normal']);
  expect(faults).toEqual([]);
});

test('what cannot be read is named with its cell', () => {
  const draft = draftOf(set);
  draft.cells[cellKey(null, 'high')] = { respond: 'soon', resolve: '' };
  expect(setOf(draft, [null]).faults).toMatchObject([{ key: ' high', field: 'respond' }]);
});

test('when someone was faster, what only they changed is taken, what only I changed stays, what both changed is named', () => {
  const base = draftOf(set);
  const mine = draftOf({
    ...set,
    promises: [{ ...set.promises[0]!, respondMinutes: 60 }, set.promises[1]!],
    holidays: [{ day: '2026-12-25', name: 'Christmas' }],
  });
  const theirs = draftOf({
    ...set,
    promises: [{ ...set.promises[0]!, respondMinutes: 30 }, set.promises[1]!],
    week: [],
  });
  const merged = merge(base, mine, theirs);
  expect(merged.both).toEqual([' normal']);
  expect(merged.theirs).toEqual(['week']);
  expect(merged.draft.cells[' normal']?.respond).toBe('1 h');
  expect(merged.draft.week).toEqual([]);
  expect(merged.draft.holidays).toHaveLength(1);
});

test('an emptied cell that was never filled is no change', () => {
  const draft = draftOf(set);
  draft.cells[cellKey(null, 'low')] = { respond: '', resolve: '' };
  expect(differs(draft, draftOf(set))).toBe(false);
});
