import { card } from '@dispatch/shared/issues/card.fixture';
import type { IssueCard } from '@dispatch/shared/issues/views';
import { expect, test } from 'vitest';
import { compareCards, countLate, SortedCards } from './sorted-cards.ts';

const due = (id: string, resolveBy: number | null, more: Partial<IssueCard> = {}): IssueCard =>
  card({ id, resolveBy, ...more });
const ids = (cards: readonly IssueCard[]): string => cards.map(({ id }) => id).join('');

test('what is due first stands first, what is never due last, the more urgent of equals before', () => {
  const cards = [due('d', null), due('c', null, { urgency: 'high' }), due('b', 20), due('a', 10)];
  expect(ids(cards.sort(compareCards))).toBe('abcd');
});

test('an emergency stands before everything, however late that is, until it is resolved', () => {
  const emergency = (id: string, resolveBy: number | null): IssueCard => due(id, resolveBy, { urgency: 'emergency' });
  const cards = [due('d', 1), emergency('c', null), emergency('b', 90), due('e', null), emergency('a', 50)];
  expect(ids(cards.sort(compareCards))).toBe('abcde');
  const done = (id: string, changedAt: number, urgency: IssueCard['urgency']): IssueCard =>
    card({ id, changedAt, urgency, status: 'resolved', stage: 'resolved', resolveBy: 5 });
  expect(ids([done('b', 1, 'emergency'), done('a', 2, 'normal')].sort(compareCards))).toBe('ab');
});

test('what is resolved stands the latest first', () => {
  const done = (id: string, changedAt: number): IssueCard =>
    card({ id, changedAt, status: 'resolved', stage: 'resolved', resolveBy: 5 });
  expect(ids([done('b', 1), done('a', 2)].sort(compareCards))).toBe('ab');
});

test('cards that come, change and go leave the same order as sorting all of them', () => {
  const cards = Array.from({ length: 500 }, (_, i) => due(`i${String(i)}`, (i * 7919) % 97));
  const sorted = new SortedCards();
  for (const one of cards) sorted.insert(one);
  for (const one of cards.slice(0, 200)) sorted.remove(one);
  const moved = { ...(cards[300] ?? card()), resolveBy: -1 };
  sorted.remove(cards[300] ?? card());
  sorted.insert(moved);
  const expected = cards.slice(200).map((one) => (one.id === moved.id ? moved : one));
  expect(sorted.list()).toEqual(expected.sort(compareCards));
});

test('the late ones are counted without looking at all', () => {
  const cards = [due('a', 10), due('b', 20), due('c', 30), due('d', null)];
  expect([0, 10, 11, 25, 99].map((now) => countLate(cards, now))).toEqual([0, 0, 1, 2, 3]);
});

test('late emergencies and late others are counted together', () => {
  const cards = [
    due('a', 10, { urgency: 'emergency' }),
    due('b', 40, { urgency: 'emergency' }),
    due('c', 5),
    due('d', 20),
    due('e', null),
  ];
  expect(ids(cards.toSorted(compareCards))).toBe('abcde');
  expect([0, 6, 11, 21, 99].map((now) => countLate(cards, now))).toEqual([0, 1, 2, 3, 4]);
});
