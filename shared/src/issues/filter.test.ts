import { describe, expect, test } from 'vitest';
import { card as plainCard } from './card.fixture.ts';
import {
  conditionsIn,
  countValues,
  EVERYTHING,
  filterFrom,
  followsTime,
  linkOf,
  matcher,
  NONE,
  queryOf,
  type IssueFilter,
} from './filter.ts';
import { ASKING_KINDS } from './needs.ts';
import { issueQuery } from './schema.ts';
import type { IssueCard } from './views.ts';

const NOW = 1_000 * 3_600_000;
const A = '01890000-0000-7000-8000-00000000000a';
const B = '01890000-0000-7000-8000-00000000000b';

const card = (with_: Partial<IssueCard> = {}): IssueCard =>
  plainCard({
    id: A,
    title: 'Leak in the cellar',
    categoryId: A,
    lat: null,
    lon: null,
    districtId: null,
    ref: 'J-4F7K',
    filedAt: NOW,
    changedAt: NOW,
    ...with_,
  });

const fits = (filter: Partial<IssueFilter>, ...cards: IssueCard[]): boolean[] =>
  cards.map((one) => matcher({ ...EVERYTHING, ...filter })(one, NOW));

describe('a filter', () => {
  test('of words finds all of them in reference, title or place, with or without the dash', () => {
    const finds = (text: string): boolean => fits({ text }, card())[0] === true;
    expect(['leak mill', 'j4f7k', 'J-4F', ''].map(finds)).toEqual([true, true, true, true]);
    expect(finds('leak roof')).toBe(false);
  });

  test('of values shows what has one of them, and can ask for what has none', () => {
    const cards = [card({ districtId: A }), card({ districtId: B }), card()];
    expect(fits({ district: [A] }, ...cards)).toEqual([true, false, false]);
    expect(fits({ district: [A, 'unplaced'] }, ...cards)).toEqual([true, false, true]);
    expect(fits({ team: [NONE] }, card({ teamId: A }), card())).toEqual([false, true]);
  });

  test('of a contractor shows what it has and what it finished', () => {
    const cards = [card({ contractorId: A }), card({ doneBy: A }), card({ contractorId: B, doneBy: A }), card()];
    expect(fits({ contractor: [A] }, ...cards)).toEqual([true, true, true, false]);
    expect(fits({ contractor: [NONE] }, ...cards)).toEqual([false, true, false, true]);
  });

  test('leaves closed issues out unless they are asked for', () => {
    const closed = card({ stage: 'closed', status: 'closed' });
    expect([{}, { closed: true }, { stage: ['closed'] } as const].map((filter) => fits(filter, closed)[0])).toEqual([
      false,
      true,
      true,
    ]);
  });

  test('of lateness and age goes by the time it is asked at', () => {
    const late = card({ resolveBy: NOW - 1 });
    expect(fits({ overdue: true }, late, card(), card({ resolveBy: NOW - 1, pausedAt: 5 }))).toEqual([
      true,
      false,
      false,
    ]);
    const hours = (n: number): IssueCard => card({ filedAt: NOW - n * 3_600_000 });
    expect(fits({ olderThan: 24 }, hours(24), hours(25))).toEqual([false, true]);
    expect(fits({ youngerThan: 24 }, hours(24), hours(25))).toEqual([true, false]);
    expect(
      [{}, { hold: true }, { overdue: true }, { olderThan: 1 }].map((f) => followsTime({ ...EVERYTHING, ...f })),
    ).toEqual([false, false, true, true]);
  });

  test('of days includes both ends', () => {
    const at = [99, 100, 200, 201].map((filedAt) => card({ filedAt }));
    expect(fits({ filedFrom: 100, filedTo: 200 }, ...at)).toEqual([false, true, true, false]);
  });
});

describe('counts per value', () => {
  const cards = [
    card({ urgency: 'low', stage: 'inbox' }),
    card({ urgency: 'high', stage: 'inbox' }),
    card({ urgency: 'high', stage: 'open', status: 'open', hold: 'parts' }),
    card({ urgency: 'high', stage: 'closed', status: 'closed' }),
  ];

  test('say what choosing a value would show, among what fits all other fields', () => {
    const counts = countValues({ ...EVERYTHING, urgency: ['high'] }, cards, NOW);
    expect([...counts.urgency]).toEqual([
      ['low', 1],
      ['high', 2],
    ]);
    expect([...counts.stage]).toEqual([
      ['inbox', 1],
      ['open', 1],
    ]);
    expect(counts).toMatchObject({ shown: 2, hold: 1, overdue: 0 });
  });

  test('are those the filter shows once a value is chosen', () => {
    const counts = countValues(EVERYTHING, cards, NOW);
    for (const urgency of ['low', 'high'] as const)
      expect(counts.urgency.get(urgency)).toBe(fits({ urgency: [urgency] }, ...cards).filter(Boolean).length);
  });
});

describe('a link', () => {
  const all: IssueFilter = {
    text: 'mill',
    stage: ['inbox', 'closed'],
    category: [A, B],
    urgency: ['high'],
    district: [A, 'unplaced'],
    team: [NONE],
    contractor: [B],
    overdue: true,
    hold: true,
    needsYou: true,
    olderThan: 24,
    youngerThan: 720,
    filedFrom: 1_000,
    filedTo: 2_000,
    closed: true,
  };

  test('brings the same filter back', () => {
    for (const filter of [all, EVERYTHING]) expect(filterFrom(new URLSearchParams(linkOf(filter)))).toEqual(filter);
    expect(conditionsIn(all)).toBe(15);
    expect(linkOf(EVERYTHING)).toEqual({});
  });

  test('that was edited loses only what does not fit', () => {
    const link = new URLSearchParams({
      stage: 'inbox,nonsense',
      district: "x'",
      olderThan: '-3',
      filedTo: '9'.repeat(20),
    });
    expect(filterFrom(link)).toEqual({ ...EVERYTHING, stage: ['inbox'] });
  });

  test('is a query that the server takes, which means open issues unless closed ones are asked for', () => {
    expect(issueQuery.parse(queryOf(all))).toMatchObject({
      stage: ['inbox', 'closed'],
      olderThan: 24,
    });
    expect(issueQuery.parse(queryOf(all)).needs).toEqual(ASKING_KINDS);
    expect(issueQuery.parse(queryOf(EVERYTHING)).stage).not.toContain('closed');
    expect(queryOf({ ...EVERYTHING, closed: true })).toEqual({});
  });
});
