import type { Problem } from '@dispatch/shared/errors';
import type { Answer } from '@dispatch/base/lib/api';
import { IssueStore } from '@dispatch/base/live/issue-store';
import { PendingCommands, type Command, type Done } from '@dispatch/base/live/pending-commands';
import { FakeTime, settled } from '@dispatch/base/live/wire.fixture';
import { card } from '@dispatch/shared/issues/card.fixture';
import type { IssueCard } from '@dispatch/shared/issues/views';
import { expect, test } from 'vitest';
import { Bulk, summaryOf, type BulkRun } from './bulk.svelte.ts';
import { toEnd, toPlace, toTriage } from './intents.ts';

const problem = (code: Problem['code'], more: Partial<Problem> = {}): Problem => ({
  type: '',
  title: '',
  status: 422,
  code,
  detail: `${code}.`,
  next: 'Do this.',
  ...more,
});
const refused = (code: Problem['code']): Answer<Done> => ({ kind: 'refused', problem: problem(code) });

/** A desk that answers each command as the test says, by issue and action. */
function desk(cards: readonly IssueCard[], answers: Record<string, Answer<Done>> = {}) {
  const store = new IssueStore();
  store.replace(['board:A'], cards);
  const sent: Command[] = [];
  const ended: BulkRun[] = [];
  const time = new FakeTime();
  const version = new Map(cards.map((one) => [one.id, one.version]));
  const commands = new PendingCommands({
    store,
    actor: { kind: 'operator' },
    now: time.read,
    every: time.every,
    send: (command) => {
      sent.push(command);
      const answer = answers[`${command.issueId} ${command.action}`];
      if (answer) return Promise.resolve(answer);
      const next = (version.get(command.issueId) ?? 0) + 1;
      version.set(command.issueId, next);
      return Promise.resolve({ kind: 'done', status: 200, value: { version: next, rev: next } });
    },
  });
  const bulk = new Bulk({
    commands,
    cardOf: (id) => commands.get(id),
    explain: (outcome) => ({ words: outcome.kind === 'refused' ? outcome.problem.detail : outcome.kind, next: '' }),
    own: () => undefined,
    undoMs: () => 20_000,
    ended: (run) => ended.push(run),
    now: time.read,
  });
  const states = (): string[] => bulk.run?.items.map((item) => `${item.card.id} ${item.state}`) ?? [];
  return { bulk, store, sent, ended, time, states };
}

const three = ['a', 'b', 'c'].map((id) => card({ id, ref: `J-${id}` }));

test('what is said of each is its own answer: one refused does not hide behind those that are done', async () => {
  const { bulk, ended, states } = desk(three, { 'b assign': refused('no_such_contractor') });
  await bulk.do(toPlace('bo', 'Bo', 'assign'), three);
  expect(states()).toEqual(['a done', 'b failed', 'c done']);
  expect(bulk.run?.items[1]?.words).toBe('no_such_contractor.');
  expect(ended.map(summaryOf)).toEqual(['2 of 3 issues assigned to Bo, 1 not.']);
});

test('while answers are missing none is called done', async () => {
  const { bulk } = desk(three, { 'b assign': { kind: 'offline', sentence: '' } });
  void bulk.do(toPlace('bo', 'Bo', 'assign'), three);
  await settled();
  expect(bulk.run && summaryOf(bulk.run)).toBe('2 of 3 issues assigned to Bo, 1 on the way.');
  expect(bulk.run?.endedAt).toBeNull();
  expect(bulk.undoReason).toBe('Some answers are still on the way.');
});

test('each is placed from where it stands, and one that is there already is left alone', async () => {
  const cards = [
    card({ id: 'new' }),
    card({ id: 'offered', stage: 'offered', contractorId: 'carla' }),
    card({ id: 'open', status: 'open', stage: 'open', contractorId: 'carla' }),
    card({ id: 'his', status: 'open', stage: 'open', contractorId: 'bo' }),
  ];
  const { bulk, sent, states } = desk(cards);
  await bulk.do(toPlace('bo', 'Bo', 'offer'), cards);
  const actions = (id: string): string[] => sent.filter(({ issueId }) => issueId === id).map(({ action }) => action);
  expect(cards.map(({ id }) => actions(id))).toEqual([['offer'], ['withdraw', 'offer'], ['reassign'], []]);
  expect(states()).toEqual(['new done', 'offered done', 'open done', 'his nothing']);
});

test('it is decided on what was seen when the dialog was opened', async () => {
  const { bulk, store, sent } = desk(three);
  store.apply('board:A', [card({ id: 'b', rev: 4, version: 4, urgency: 'high' })], []);
  await bulk.do(toTriage({ urgency: 'low' }), three);
  expect(sent.map(({ version }) => version)).toEqual([1, 1, 1]);
});

test('trying again takes the failed ones alone, on what they are now, and keeps the word on the others', async () => {
  const answers = { 'b cancel': refused('wrong_status') };
  const { bulk, sent, states } = desk(three, answers);
  await bulk.do(toEnd('cancel', 'By mistake'), three);
  sent.length = 0;
  delete (answers as Record<string, unknown>)['b cancel'];
  await bulk.retry();
  expect(sent.map(({ issueId, action, input }) => [issueId, action, input])).toEqual([
    ['b', 'cancel', { reason: 'By mistake' }],
  ]);
  expect(states()).toEqual(['a done', 'c done', 'b done']);
});

test('undo takes back what was done, each from the version it led to, and tells what became of each', async () => {
  const { bulk, sent, time, states, ended } = desk(three, {
    'b assign': refused('no_such_contractor'),
    'c undo': refused('undo_over'),
  });
  await bulk.do(toPlace('bo', 'Bo', 'assign'), three);
  sent.length = 0;
  await bulk.undo();
  expect(sent.map(({ issueId, action, version }) => [issueId, action, version])).toEqual([
    ['a', 'undo', 2],
    ['c', 'undo', 2],
  ]);
  expect(states()).toEqual(['a done', 'c failed']);
  expect(summaryOf(ended.at(-1) ?? ended[0]!)).toBe('1 of 2 issues undone, 1 not.');
  // An undo is not undone.
  time.pass(1);
  expect(bulk.undoReason).not.toBeNull();
});

test('undo asks those again who had been asked before', async () => {
  const asked = card({ id: 'a', ref: 'J-a', stage: 'offered', contractorId: 'ada' });
  const after = { ...asked, contractorId: 'bo', version: 3, rev: 3 };
  const { bulk, sent, states, store } = desk([asked, card({ id: 'b', ref: 'J-b' })]);
  await bulk.do(toPlace('bo', 'Bo', 'offer'), [asked, card({ id: 'b', ref: 'J-b' })]);
  store.replace(['board:A'], [after, card({ id: 'b', ref: 'J-b', stage: 'offered', contractorId: 'bo', version: 2 })]);
  sent.length = 0;
  await bulk.undo();
  expect(sent.map(({ issueId, action, input }) => [issueId, action, input])).toEqual([
    ['a', 'withdraw', {}],
    ['b', 'undo', {}],
    ['a', 'offer', { contractorId: 'ada' }],
  ]);
  expect(states()).toEqual(['a done', 'b done']);
});

test('after the time for undoing nothing is sent', async () => {
  const { bulk, sent, time } = desk(three);
  await bulk.do(toPlace('bo', 'Bo', 'assign'), three);
  time.pass(20_001);
  sent.length = 0;
  await bulk.undo();
  expect(sent).toEqual([]);
});
