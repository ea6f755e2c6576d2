import type { Problem } from '@dispatch/shared/errors';
import { expect, test } from 'vitest';
import type { Answer } from '../lib/api.ts';
import { IssueStore } from './issue-store.ts';
import { bodyOf, PendingCommands, type Command, type Done } from './pending-commands.ts';
import { FakeTime, settled } from './wire.fixture.ts';
import { card } from '@dispatch/shared/issues/card.fixture';

function desk(...cards: ReturnType<typeof card>[]) {
  const store = new IssueStore();
  store.replace(['board:A'], cards.length > 0 ? cards : [card()]);
  const time = new FakeTime();
  const sent: { command: Command; answer: (answer: Answer<Done>) => void }[] = [];
  let keys = 0;
  const pending = new PendingCommands({
    store,
    actor: { kind: 'operator' },
    send: (command) => new Promise((answer) => sent.push({ command, answer })),
    now: time.read,
    every: time.every,
    key: () => `key${String((keys += 1))}`,
  });
  const reply = async (answer: Answer<Done>): Promise<void> => {
    sent.shift()?.answer(answer);
    await settled();
  };
  return { store, pending, sent, time, reply };
}

const done = (overrides: Partial<Parameters<typeof card>[0]>): Answer<Done> => {
  const after = card(overrides);
  return { kind: 'done', status: 200, value: { version: after.version, rev: after.rev, card: after } };
};
const problem = (code: Problem['code'], status: number): Problem => ({
  type: '',
  title: '',
  status,
  code,
  detail: 'No.',
  next: 'Do.',
});
const offline: Answer<Done> = { kind: 'offline', sentence: '' };

test('C1 C2 a command carries a key and the version it was decided on', () => {
  const { pending, sent } = desk(card({ version: 4 }));
  void pending.run('i1', 'assign', { contractorId: 'bo' });
  const command = sent[0]?.command;
  expect(command?.key).toBe('key1');
  expect(command && bodyOf(command)).toEqual({ contractorId: 'bo', version: 4 });
});

test('C2 a decision made in an open dialog carries the version the dialog showed', () => {
  const { pending, sent } = desk(card({ version: 4 }));
  void pending.run('i1', 'assign', { contractorId: 'bo' }, 3);
  expect(sent[0]?.command.version).toBe(3);
});

test('C3 what is pending is shown at once, over whatever the server says meanwhile', async () => {
  const { store, pending, reply } = desk();
  void pending.run('i1', 'assign', { contractorId: 'bo' });
  expect(pending.get('i1')).toMatchObject({ stage: 'open', contractorId: 'bo', version: 1 });
  store.apply('board:A', [card({ rev: 2, comments: 7 })], []);
  expect(pending.get('i1')).toMatchObject({ stage: 'open', comments: 7 });
  await reply(done({ rev: 3, version: 2, status: 'open', stage: 'open', contractorId: 'bo', comments: 7 }));
  expect(pending.get('i1')).toBe(store.get('i1'));
  expect(pending.count).toBe(0);
});

test('C4 commands of one issue go one after the other, the later naming the earlier', async () => {
  const { pending, sent, reply } = desk();
  void pending.run('i1', 'assign', { contractorId: 'bo' });
  void pending.run('i1', 'depart');
  void pending.run('i1', 'comment', { text: 'x', kind: 'internal' });
  expect(pending.get('i1')).toMatchObject({ stage: 'en_route', comments: 1 });
  expect(sent).toHaveLength(1);
  await reply(done({ rev: 2, version: 2, status: 'open', stage: 'open', contractorId: 'bo' }));
  const next = sent[0]?.command;
  expect(next && bodyOf(next)).toEqual({ after: 'key1' });
  await reply(done({ rev: 3, version: 3, status: 'en_route', stage: 'en_route', contractorId: 'bo' }));
  const note = sent[0]?.command;
  expect(note && bodyOf(note)).toEqual({ text: 'x', kind: 'internal' });
});

test('C5 a refusal rolls back by itself, with its reason, and takes along what was decided upon it', async () => {
  const { pending, reply } = desk();
  const first = pending.run('i1', 'assign', { contractorId: 'bo' });
  const second = pending.run('i1', 'depart');
  await reply({ kind: 'refused', problem: problem('no_such_contractor', 422) });
  expect(await first).toMatchObject({ kind: 'refused', problem: { code: 'no_such_contractor' } });
  expect(await second).toMatchObject({ kind: 'dropped' });
  expect(pending.get('i1')).toMatchObject({ stage: 'to_assign', contractorId: null });
});

test('C5 a lost race shows the issue as it is now, and says who was faster', async () => {
  const { pending, reply } = desk();
  const outcome = pending.run('i1', 'assign', { contractorId: 'bo' });
  const now = card({ rev: 9, version: 2, status: 'open', stage: 'open', contractorId: 'al' });
  const conflict = { by: 'Ben', at: 5, action: 'assign', version: 2, groups: ['assignment'], card: now };
  await reply({ kind: 'conflict', problem: { ...problem('conflict', 409), conflict } });
  expect(await outcome).toMatchObject({ kind: 'conflict', conflict: { by: 'Ben', action: 'assign' } });
  expect(pending.get('i1')).toBe(now);
});

test('C6 without an answer the same command goes again, later and later, and at once when the network is back', async () => {
  const { pending, sent, time, reply } = desk();
  const outcome = pending.run('i1', 'assign', { contractorId: 'bo' });
  await reply(offline);
  expect(pending.isWaiting('i1')).toBe(true);
  expect(sent).toHaveLength(0);
  time.pass(1_000);
  expect(sent[0]?.command.key).toBe('key1');
  await reply(offline);
  time.pass(1_000);
  expect(sent).toHaveLength(0);
  pending.retryNow();
  expect(sent[0]?.command.key).toBe('key1');
  await reply(done({ rev: 2, version: 2 }));
  expect(await outcome).toMatchObject({ kind: 'done' });
});

test('what the table does not allow is not sent', async () => {
  const { pending, sent } = desk();
  expect(await pending.run('i1', 'confirm')).toEqual({ kind: 'impossible', refusal: 'wrong_status' });
  expect(sent).toHaveLength(0);
});

test('a pending command that no longer fits the server’s state is not shown, and still gets its answer', async () => {
  const { store, pending, reply } = desk();
  const outcome = pending.run('i1', 'offer', { contractorId: 'bo' });
  const closed = card({ rev: 5, version: 2, status: 'closed', stage: 'closed', outcome: 'cancelled' });
  store.apply('board:A', [closed], []);
  expect(pending.get('i1')).toBe(closed);
  await reply({ kind: 'refused', problem: problem('wrong_status', 422) });
  expect((await outcome).kind).toBe('refused');
});

test('listeners hear when a card becomes pending and when it is settled', async () => {
  const { pending, reply } = desk();
  await settled();
  const heard: string[] = [];
  pending.subscribe((ids) => heard.push(...ids));
  void pending.run('i1', 'assign', { contractorId: 'bo' });
  await settled();
  expect(heard).toEqual(['i1']);
  await reply({ kind: 'refused', problem: problem('not_allowed', 403) });
  expect(heard).toEqual(['i1', 'i1']);
});

test('C3 undo of what this screen did is shown at once, notes kept; of what someone else did, when it is answered', async () => {
  const { store, pending, reply } = desk();
  void pending.run('i1', 'assign', { contractorId: 'bo' });
  const assigned = { rev: 2, version: 2, status: 'open', stage: 'open', contractorId: 'bo' } as const;
  // The socket may be quicker than the answer.
  store.apply('board:A', [card(assigned)], []);
  await reply(done(assigned));
  store.apply('board:A', [card({ ...assigned, rev: 3, comments: 2 })], []);
  void pending.run('i1', 'undo');
  expect(pending.get('i1')).toMatchObject({ stage: 'to_assign', contractorId: null, comments: 2, version: 2 });
  await reply(done({ rev: 4, version: 3, comments: 2 }));
  expect(pending.get('i1')).toBe(store.get('i1'));

  store.apply('board:A', [card({ ...assigned, rev: 5, version: 4 })], []);
  void pending.run('i1', 'undo');
  expect(pending.get('i1')).toMatchObject({ stage: 'open', contractorId: 'bo' });
});
