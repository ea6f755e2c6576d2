import { card } from '@dispatch/shared/issues/card.fixture';
import type { NeedKind } from '@dispatch/shared/issues/needs';
import type { CardWaits, IssueDetail, IssueEvent } from '@dispatch/shared/issues/views';
import { expect, test } from 'vitest';
import { linesOf, phoneOf, triesOf, tryWords } from './next-step.ts';

const WAITS: CardWaits = {
  passes: 0,
  disputedAt: null,
  unansweredAt: null,
  stuckAt: null,
  callTries: 0,
  callAt: null,
  claim: null,
};

function detail(over: Partial<IssueDetail> = {}, waits: Partial<CardWaits> = {}): IssueDetail {
  return {
    card: card({ waits: { ...WAITS, ...waits } }),
    description: '',
    answers: [],
    contacts: [],
    household: null,
    events: [],
    comments: [],
    calls: [],
    assignments: [],
    related: [],
    ...over,
  };
}
const event = (id: number, action: IssueEvent['action'], text: string | null, contractor?: string): IssueEvent => ({
  id,
  action,
  version: id,
  at: id,
  deviceAt: null,
  actor: { kind: 'contractor', name: 'Someone' },
  app: 'field',
  changes: contractor === undefined ? {} : { contractorId: [contractor, null] },
  text,
  undoUntil: null,
});
const lines = (kind: NeedKind, one: IssueDetail, since = 0): string[] =>
  linesOf({ need: { kind, since } }, one, (id) => ({ bo: 'Bo', ida: 'Ida' })[id] ?? null).map(
    ({ who, text }) => `${who ?? ''}: ${text}`,
  );

test('who passed is named with the reason, and only those since someone last had it', () => {
  const events = [
    event(1, 'pass', 'Old story', 'bo'),
    event(2, 'accept', null),
    event(3, 'pass', 'Too far', 'bo'),
    event(4, 'expire', null, 'ida'),
  ];
  expect(lines('passed', detail({ events }, { passes: 2 }))).toEqual(['Bo: Too far', 'Ida: gave no answer in time']);
});

test('a dispute is told in the household’s own words, the latest', () => {
  const events = [event(1, 'dispute', 'Drips'), event(2, 'dispute', 'Still drips')];
  expect(lines('disputed', detail({ events }))).toEqual(['Someone: Still drips']);
});

test('only messages without an answer are shown, and no internal ones', () => {
  const said = (id: string, at: number, author: 'household' | 'operator', kind: 'public' | 'internal') => ({
    id,
    kind,
    text: id,
    at,
    toAll: false,
    author: { kind: author, name: null },
  });
  const comments = [
    said('before', 1, 'household', 'public'),
    said('asked', 5, 'household', 'public'),
    said('among us', 6, 'operator', 'internal'),
    said('again', 7, 'household', 'public'),
  ];
  expect(lines('question', detail({ comments }, { unansweredAt: 5 }))).toEqual([': asked', ': again']);
});

test('tries in vain count from when the household was last reached', () => {
  const call = (id: string, outcome: 'reached' | 'no_answer', to: 'household' | 'contractor' = 'household') => ({
    id,
    to,
    outcome,
    note: null,
    at: 1,
    againAt: null,
    by: 'Ana',
  });
  const calls = [
    call('a', 'no_answer'),
    call('b', 'reached'),
    call('c', 'no_answer'),
    call('d', 'no_answer', 'contractor'),
  ];
  expect(triesOf({ calls }).map(({ id }) => id)).toEqual(['c']);
  expect(tryWords({ ...call('c', 'no_answer'), note: 'rang twice' })).toBe('No answer, Ana: rang twice');
});

test('the first contact with a number is called', () => {
  const contact = (name: string, phone: string | null) => ({ name, phone, email: null });
  expect(phoneOf({ contacts: [contact('A', null), contact('B', ''), contact('C', '1')] })).toEqual({
    name: 'C',
    phone: '1',
  });
  expect(phoneOf({ contacts: [] })).toBeNull();
});
