import type { Problem } from '@dispatch/shared/errors';
import type { BulkAnswer, BulkResult } from '@dispatch/shared/issues/bulk';
import type { BulkCommands } from '@dispatch/shared/issues/bulk.schema';
import { expect, test } from 'vitest';
import type { Answer } from '../lib/api.ts';
import { batched } from './command-batch.ts';
import { IssueStore } from './issue-store.ts';
import { PendingCommands, type Command, type Done } from './pending-commands.ts';
import { FakeTime, settled } from './wire.fixture.ts';
import { card } from '@dispatch/shared/issues/card.fixture';

const problem = (code: Problem['code'], more: Partial<Problem> = {}): Problem => ({
  type: '',
  title: '',
  status: 422,
  code,
  detail: 'No.',
  next: 'Do.',
  ...more,
});

/** A desk with so many cards whose requests the test answers. */
function desk(count: number) {
  const store = new IssueStore();
  const ids = Array.from({ length: count }, (_, i) => `i${String(i)}`);
  store.replace(
    ['board:A'],
    ids.map((id) => card({ id })),
  );
  const time = new FakeTime();
  const requests: { body: BulkCommands; answer: (answer: Answer<BulkAnswer>) => void }[] = [];
  const alone: Command[] = [];
  const pending = new PendingCommands({
    store,
    actor: { kind: 'operator' },
    send: batched({
      one: (command) => {
        alone.push(command);
        return new Promise<Answer<Done>>(() => undefined);
      },
      many: (body) => new Promise((answer) => requests.push({ body, answer })),
    }),
    now: time.read,
    every: time.every,
  });
  const answer = async (result: (command: BulkCommands['commands'][number]) => BulkResult | null): Promise<void> => {
    const request = requests.shift();
    const results = request?.body.commands.flatMap((command) => result(command) ?? []) ?? [];
    request?.answer({ kind: 'done', status: 200, value: { results } });
    await settled();
  };
  return { store, pending, ids, time, requests, alone, answer };
}

const done = ({ id, key }: { id: string; key: string }): BulkResult => {
  const after = card({ id, rev: 2, version: 2, status: 'open', stage: 'open', contractorId: 'bo' });
  return { id, key, outcome: 'done', version: 2, rev: 2, card: after };
};

test('C9 commands of one moment go as one request, each shown at once and settled by its own result', async () => {
  const { pending, ids, requests, answer } = desk(4);
  const outcomes = ids.map((id) => pending.run(id, 'assign', { contractorId: 'bo' }));
  expect(ids.map((id) => pending.get(id)?.stage)).toEqual(['open', 'open', 'open', 'open']);
  await settled();
  expect(requests).toHaveLength(1);
  expect(requests[0]?.body.commands[1]).toMatchObject({
    id: 'i1',
    action: 'assign',
    input: { contractorId: 'bo', version: 1 },
  });
  const theirs = card({ id: 'i1', rev: 5, version: 3, status: 'open', stage: 'open', contractorId: 'carla' });
  const conflict = { by: 'Ben', at: 5, action: 'assign', version: 3, groups: ['assignment'], card: theirs };
  await answer((command) => {
    const { id, key } = command;
    if (id === 'i1') return { id, key, outcome: 'conflict', problem: problem('conflict', { conflict }) };
    if (id === 'i2') return { id, key, outcome: 'refused', problem: problem('no_such_contractor') };
    if (id === 'i3') {
      const fields = [{ field: 'contractorId', code: 'invalid', reason: 'Not an id.' }];
      return { id, key, outcome: 'invalid', problem: problem('invalid', { fields }) };
    }
    return done(command);
  });
  expect((await Promise.all(outcomes)).map(({ kind }) => kind)).toEqual(['done', 'conflict', 'refused', 'invalid']);
  expect(ids.map((id) => pending.get(id)?.contractorId)).toEqual(['bo', 'carla', null, null]);
  expect(pending.count).toBe(0);
});

test('C9 an item that the answer does not speak of, or that met a fault, is not done: it is sent again under its key', async () => {
  const { pending, ids, time, requests, answer } = desk(3);
  for (const id of ids) void pending.run(id, 'assign', { contractorId: 'bo' });
  await settled();
  const keys = requests[0]?.body.commands.map(({ key }) => key) ?? [];
  await answer((command) => {
    if (command.id === 'i0') return done(command);
    if (command.id === 'i1') return null;
    return { id: command.id, key: command.key, outcome: 'unanswered', problem: problem('unexpected') };
  });
  expect(pending.count).toBe(2);
  expect(pending.isWaiting('i1')).toBe(true);
  time.pass(1_000);
  await settled();
  expect(requests[0]?.body.commands.map(({ key }) => key)).toEqual(keys.slice(1));
  await answer(done);
  expect(pending.count).toBe(0);
});

test('C9 more than a request holds go as several; one alone goes as it always did', async () => {
  const { pending, ids, requests, alone } = desk(450);
  for (const id of ids) void pending.run(id, 'assign', { contractorId: 'bo' });
  await settled();
  expect(requests.map(({ body }) => body.commands.length)).toEqual([200, 200, 50]);
  void pending.run(ids[0] ?? '', 'comment', { text: 'x', kind: 'internal' });
  const lonely = desk(1);
  void lonely.pending.run('i0', 'withdraw');
  void lonely.pending.run('i0', 'triage', {});
  await settled();
  expect(lonely.alone.map(({ action }) => action)).toEqual(['triage']);
  expect(alone).toEqual([]);
});

test('C9 a request that is refused as a whole is the answer of each of its items', async () => {
  const { pending, ids, requests } = desk(2);
  const outcomes = ids.map((id) => pending.run(id, 'assign', { contractorId: 'bo' }));
  await settled();
  requests.shift()?.answer({ kind: 'refused', problem: problem('not_signed_in', { status: 401 }) });
  expect(await Promise.all(outcomes)).toMatchObject([
    { kind: 'refused', problem: { code: 'not_signed_in' } },
    { kind: 'refused', problem: { code: 'not_signed_in' } },
  ]);
});
