import type { SavedFilter } from '@dispatch/shared/filters/schema';
import { EVERYTHING, type IssueFilter } from '@dispatch/shared/issues/filter';
import { expect, test } from 'vitest';
import { ListView } from '../list/list-view.svelte.ts';
import { SavedFilters } from './saved-filters.svelte.ts';
import { Shown } from './shown.svelte.ts';

const SAVED: SavedFilter = {
  id: '01890000-0000-7000-8000-000000000001',
  ownerId: 'ben',
  owner: 'Ben',
  name: 'Storm',
  filter: { ...EVERYTHING, overdue: true },
  look: { columns: [{ id: 'title', width: 300 }], sort: { column: 'filed', order: 'desc' } },
  shared: true,
  version: 1,
};

function desk(): { shown: Shown; board: { filter: IssueFilter }; listView: ListView; savedFilters: SavedFilters } {
  const parts = {
    board: { filter: EVERYTHING },
    listView: new ListView('ana', { getItem: () => null, setItem: () => undefined }),
    savedFilters: new SavedFilters('ana', () => Promise.resolve({ kind: 'offline' as const, sentence: '' })),
  };
  return { ...parts, shown: new Shown(parts) };
}

test('a saved filter that is applied comes back with its name and its columns, on a reload and elsewhere', () => {
  const here = desk();
  here.shown.apply(SAVED);
  const there = desk();
  there.shown.open(new URLSearchParams(here.shown.parts));
  expect(there.savedFilters.appliedId).toBe(SAVED.id);
  expect(there.board.filter.overdue).toBe(true);
  expect(there.listView.columns).toEqual([{ id: 'title', width: 300 }]);
  expect(there.shown.parts).toEqual(here.shown.partsOf(SAVED));
});

test('without a condition one’s own columns and no name are left', () => {
  const { shown, listView, savedFilters } = desk();
  const own = listView.look;
  shown.apply(SAVED);
  shown.filter = EVERYTHING;
  expect([listView.look, savedFilters.appliedId, shown.parts]).toEqual([own, null, {}]);
});

test('an address says something of it or nothing', () => {
  expect(Shown.isIn(new URLSearchParams('issue=J-4F7K'))).toBe(false);
  expect(Shown.isIn(new URLSearchParams('overdue=true'))).toBe(true);
});
