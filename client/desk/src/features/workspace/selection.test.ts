import { expect, test } from 'vitest';
import { Selection } from './selection.svelte.ts';

const COLUMN = ['a', 'b', 'c', 'd', 'e'];
const picked = (selection: Selection): string[] => [...selection.several];

test('the one in the drawer is the first of several, and each may be put back', () => {
  const selection = new Selection();
  selection.issue('a', 'kanban');
  expect(picked(selection)).toEqual([]);
  expect(selection.has('a')).toBe(true);
  selection.toggle('c');
  expect(picked(selection)).toEqual(['a', 'c']);
  selection.toggle('a');
  expect(picked(selection)).toEqual(['c']);
  expect(selection.has('a')).toBe(false);
});

test('a range goes from where it began to here, up or down, and is drawn anew each time', () => {
  const selection = new Selection();
  selection.issue('c', 'kanban');
  selection.range(COLUMN, 'e');
  expect(picked(selection)).toEqual(['c', 'd', 'e']);
  selection.range(COLUMN, 'a');
  expect(picked(selection)).toEqual(['a', 'b', 'c']);
});

test('a range whose beginning lies in another column begins here', () => {
  const selection = new Selection();
  selection.issue('z', 'kanban');
  selection.range(COLUMN, 'd');
  expect(picked(selection)).toEqual(['d']);
  selection.range(COLUMN, 'e');
  expect(picked(selection)).toEqual(['d', 'e']);
});

test('what an area holds comes beside what is picked or in its place, and what is done is put back', () => {
  const selection = new Selection();
  selection.pick(['a', 'b']);
  selection.pick(['b', 'c'], true);
  expect(picked(selection)).toEqual(['a', 'b', 'c']);
  selection.drop(['a', 'c']);
  expect(picked(selection)).toEqual(['b']);
  selection.pick(['e']);
  expect(picked(selection)).toEqual(['e']);
  selection.clear();
  expect(picked(selection)).toEqual([]);
});
