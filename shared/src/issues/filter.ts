/**
 * What of the issues is looked at: one object for board, map, list and saved filters, and how it is written into a link
 * and into the query of `GET /issues`. Its SQL twin is in issues.list.repo.ts; a test holds both equal, but for `text`,
 * where the screen looks for parts of words in what it holds and the server for words in everything.
 */
import { isOverdue } from '../promises/due.ts';
import { ASKING_KINDS, askingNeed } from './needs.ts';
import { STAGES, type Stage } from './stage.ts';
import { URGENCIES, type Urgency } from './status.ts';
import type { IssueCard } from './views.ts';

/** Stands for "has none" among districts. */
export const UNPLACED_DISTRICT = 'unplaced';
/** Stands for "has none" among teams and contractors. */
export const NONE = 'none';

/** Empty lists, false and null mean: no condition. */
export interface IssueFilter {
  /** Words that must all be found in reference, title or place. */
  readonly text: string;
  readonly stage: readonly Stage[];
  readonly category: readonly string[];
  readonly urgency: readonly Urgency[];
  /** Ids, or `unplaced`. */
  readonly district: readonly string[];
  /** Ids, or `none`. */
  readonly team: readonly string[];
  /** Ids of those who have it, are asked or finished it; or `none`. */
  readonly contractor: readonly string[];
  readonly overdue: boolean;
  readonly hold: boolean;
  /** Asks for a step of the office (needs.ts). */
  readonly needsYou: boolean;
  /** Filed more, or less, than so many hours ago. */
  readonly olderThan: number | null;
  readonly youngerThan: number | null;
  /** Filed from, and up to, this time: Unix ms, both included. */
  readonly filedFrom: number | null;
  readonly filedTo: number | null;
  /** Closed issues too; without it they are only shown when `stage` asks for them. */
  readonly closed: boolean;
}

export const EVERYTHING: IssueFilter = {
  text: '',
  stage: [],
  category: [],
  urgency: [],
  district: [],
  team: [],
  contractor: [],
  overdue: false,
  hold: false,
  needsYou: false,
  olderThan: null,
  youngerThan: null,
  filedFrom: null,
  filedTo: null,
  closed: false,
};

/** Fields with several values to choose from, of which one must fit. */
export const LIST_FIELDS = ['stage', 'category', 'urgency', 'district', 'team', 'contractor'] as const;
export type ListField = (typeof LIST_FIELDS)[number];
export const SWITCHES = ['overdue', 'hold', 'needsYou'] as const;
export type Switch = (typeof SWITCHES)[number];
const NUMBERS = ['olderThan', 'youngerThan', 'filedFrom', 'filedTo'] as const;

const HOUR = 3_600_000;

const haystacks = new WeakMap<IssueCard, string>();

function haystackOf(card: IssueCard): string {
  let text = haystacks.get(card);
  if (text === undefined)
    haystacks.set(
      card,
      (text = `${card.ref} ${card.ref.replace('-', '')} ${card.title} ${card.place ?? ''}`.toLowerCase()),
    );
  return text;
}

type Test = (card: IssueCard, now: number) => boolean;

/** The values of a card by which a list field is fulfilled. */
const VALUES: Record<ListField, (card: IssueCard) => readonly string[]> = {
  stage: (card) => [card.stage],
  category: (card) => [card.categoryId],
  urgency: (card) => [card.urgency],
  district: (card) => [card.districtId ?? UNPLACED_DISTRICT],
  team: (card) => [card.teamId ?? NONE],
  contractor: ({ contractorId, doneBy }) => {
    if (contractorId === null) return doneBy === null ? [NONE] : [NONE, doneBy];
    return doneBy === null || doneBy === contractorId ? [contractorId] : [contractorId, doneBy];
  },
};

const SWITCH_TESTS: Record<Switch, Test> = {
  overdue: isOverdue,
  hold: (card) => card.hold !== null,
  needsYou: (card, now) => askingNeed(card, now) !== null,
};

/** One test per field that has a condition; what is not asked for costs nothing. */
function testsOf(filter: IssueFilter): { field: ListField | Switch | 'other'; test: Test }[] {
  const tests: { field: ListField | Switch | 'other'; test: Test }[] = [];
  const other = (test: Test): void => void tests.push({ field: 'other', test });
  if (filter.stage.length === 0 && !filter.closed) other((card) => card.stage !== 'closed');
  for (const field of LIST_FIELDS) {
    const asked: ReadonlySet<string> = new Set(filter[field]);
    const valuesOf = VALUES[field];
    if (asked.size > 0) tests.push({ field, test: (card) => valuesOf(card).some((value) => asked.has(value)) });
  }
  for (const field of SWITCHES) if (filter[field]) tests.push({ field, test: SWITCH_TESTS[field] });
  const { olderThan, youngerThan, filedFrom, filedTo } = filter;
  if (olderThan !== null) other((card, now) => now - card.filedAt > olderThan * HOUR);
  if (youngerThan !== null) other((card, now) => now - card.filedAt <= youngerThan * HOUR);
  if (filedFrom !== null) other((card) => card.filedAt >= filedFrom);
  if (filedTo !== null) other((card) => card.filedAt <= filedTo);
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length > 0) other((card) => words.every((word) => haystackOf(card).includes(word)));
  return tests;
}

/** The test a card must pass at a time (Unix ms); made once per filter, asked ten thousand times. */
export function matcher(filter: IssueFilter): Test {
  const tests = testsOf(filter).map(({ test }) => test);
  return (card, now) => tests.every((test) => test(card, now));
}

/** True when what fits changes as time passes, without any card changing. */
export function followsTime(filter: IssueFilter): boolean {
  return filter.overdue || filter.needsYou || filter.olderThan !== null || filter.youngerThan !== null;
}

/** How many conditions a filter has: one for each field. */
export function conditionsIn(filter: IssueFilter): number {
  const keys = Object.keys(EVERYTHING) as (keyof IssueFilter)[];
  return keys.filter((key) => JSON.stringify(filter[key]) !== JSON.stringify(EVERYTHING[key])).length;
}

export type Counts = Record<ListField, Map<string, number>> & Record<Switch, number> & { shown: number };

/**
 * How many cards each value would show: of those that fit all other fields, so that a value that is not chosen yet says
 * what choosing it brings. One pass over the cards.
 */
export function countValues(filter: IssueFilter, cards: Iterable<IssueCard>, now: number): Counts {
  const tests = testsOf(filter);
  const counts: Counts = {
    stage: new Map(),
    category: new Map(),
    urgency: new Map(),
    district: new Map(),
    team: new Map(),
    contractor: new Map(),
    overdue: 0,
    hold: 0,
    needsYou: 0,
    shown: 0,
  };
  for (const card of cards) {
    let failed: string | null = null;
    let failures = 0;
    for (const { field, test } of tests)
      if (!test(card, now)) {
        failed = field;
        failures += 1;
        if (failures > 1 || field === 'other') break;
      }
    if (failures > 1 || failed === 'other') continue;
    if (failures === 0) counts.shown += 1;
    for (const field of LIST_FIELDS) {
      if (failed !== null && failed !== field) continue;
      const of = counts[field];
      for (const value of VALUES[field](card)) of.set(value, (of.get(value) ?? 0) + 1);
    }
    for (const field of SWITCHES)
      if ((failed === null || failed === field) && SWITCH_TESTS[field](card, now)) counts[field] += 1;
  }
  return counts;
}

/** What is set, as a link carries it. */
export function linkOf(filter: IssueFilter): Record<string, string> {
  const link: Record<string, string> = {};
  if (filter.text !== '') link['text'] = filter.text;
  for (const field of LIST_FIELDS) if (filter[field].length > 0) link[field] = filter[field].join(',');
  for (const field of SWITCHES) if (filter[field]) link[field] = 'true';
  for (const field of NUMBERS) {
    const value = filter[field];
    if (value !== null) link[field] = String(value);
  }
  if (filter.closed) link['closed'] = 'true';
  return link;
}

/** The same as the query of `GET /issues` and of the exports, where everything not excluded is meant. */
export function queryOf(filter: IssueFilter): Record<string, string> {
  const { closed, needsYou, ...query } = linkOf(filter);
  if (needsYou !== undefined) query['needs'] = ASKING_KINDS.join(',');
  if (closed === undefined && query['stage'] === undefined)
    query['stage'] = STAGES.filter((stage) => stage !== 'closed').join(',');
  return query;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const KNOWN: Record<ListField, (value: string) => boolean> = {
  stage: (value) => (STAGES as readonly string[]).includes(value),
  urgency: (value) => (URGENCIES as readonly string[]).includes(value),
  category: (value) => UUID.test(value),
  district: (value) => value === UNPLACED_DISTRICT || UUID.test(value),
  team: (value) => value === NONE || UUID.test(value),
  contractor: (value) => value === NONE || UUID.test(value),
};
const MOST_VALUES = 50;

/** Reads a link; what does not fit is left out, since people edit links. */
export function filterFrom(search: Pick<URLSearchParams, 'get'>): IssueFilter {
  const list = (field: ListField): string[] =>
    [...new Set((search.get(field) ?? '').split(','))].filter(KNOWN[field]).slice(0, MOST_VALUES);
  const number = (field: (typeof NUMBERS)[number], most: number): number | null => {
    const text = search.get(field) ?? '';
    return /^\d{1,13}$/.test(text) && Number(text) <= most ? Number(text) : null;
  };
  return {
    text: (search.get('text') ?? '').trim().slice(0, 200),
    stage: list('stage') as Stage[],
    category: list('category'),
    urgency: list('urgency') as Urgency[],
    district: list('district'),
    team: list('team'),
    contractor: list('contractor'),
    overdue: search.get('overdue') === 'true',
    hold: search.get('hold') === 'true',
    needsYou: search.get('needsYou') === 'true',
    olderThan: number('olderThan', MOST_HOURS),
    youngerThan: number('youngerThan', MOST_HOURS),
    filedFrom: number('filedFrom', LATEST),
    filedTo: number('filedTo', LATEST),
    closed: search.get('closed') === 'true',
  };
}

/** A hundred years in hours, and the end of the century in Unix ms. */
export const MOST_HOURS = 876_600;
const LATEST = 4_102_444_800_000;
