import { MOST_IN_BULK, type BulkAnswer, type BulkCommand, type BulkResult } from '@dispatch/shared/issues/bulk';
import type { IssueCard } from '@dispatch/shared/issues/views';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Asker } from '../../platform/http/route.ts';
import { Refusal } from '../../platform/refusal.ts';
import { aContractor, asker, aUser, newKey, silent, testIssues, type TestIssues } from '../../testing/factories.ts';
import { serve, type Served } from '../../testing/served.ts';
import { runBulk } from './issues.bulk.ts';
import { issuesRoutes } from './issues.routes.ts';

let t: TestIssues;
let ben: Asker;
let carla: Asker & { contractorId: string };
let bo: Asker & { contractorId: string };
let served: Served;
/** How many commands the limit lets through, and how often it has been asked. */
let allowed = Infinity;
let taken = 0;

beforeAll(async () => {
  t = await testIssues();
  ben = asker({ kind: 'operator', userId: await aUser(t.database, { role: 'operator', name: 'Ben Board' }) });
  carla = await aContractor(t.database);
  bo = await aContractor(t.database, { name: 'Bo Builder' });
  const command = (): Promise<void> => {
    taken += 1;
    return taken > allowed ? Promise.reject(new Refusal('too_many', { details: { seconds: 30 } })) : Promise.resolve();
  };
  served = await serve(issuesRoutes(t.issues, { file: () => Promise.resolve(), command }, t.deps.log));
});
afterAll(async () => {
  await served.close();
  await t.close();
});

async function filed(): Promise<string> {
  const done = await t.issues.file({
    who: t.operator,
    key: newKey(),
    app: 'test',
    input: { categoryId: t.categoryId, description: 'Water drips from the ceiling.' },
  });
  return done.issueId;
}

async function as(who: Asker, issueId: string, action: string, input: object = {}): Promise<IssueCard> {
  const { version } = await t.issues.card(issueId);
  const asked = { who, issueId, action: action as 'assign', input: { version, ...input } as never };
  await t.issues.command({ ...asked, key: newKey(), app: 'test' });
  return t.issues.card(issueId);
}

const assign = (id: string, version: number, key = newKey()): BulkCommand => ({
  key,
  id,
  action: 'assign',
  input: { version, contractorId: carla.contractorId },
});

async function bulk(commands: readonly BulkCommand[], who: Asker = t.operator): Promise<readonly BulkResult[]> {
  const { status, body } = await served.call<BulkAnswer>(who, 'POST', '/issues/bulk', { commands });
  expect(status).toBe(200);
  return body.results;
}

test('C8 each item has its own answer: done, conflict with who and what is now, refused, invalid, not there', async () => {
  const ids = await Promise.all(Array.from({ length: 5 }, filed));
  const [free, taken_, closed, wrong, other] = ids as [string, string, string, string, string];
  await as(ben, taken_, 'assign', { contractorId: bo.contractorId });
  const end = await as(t.operator, closed, 'cancel', { reason: 'Filed by mistake' });
  const missing = '00000000-0000-7000-8000-000000000000';
  const commands: BulkCommand[] = [
    assign(free, 1),
    // Decided on what was there before Ben's change.
    assign(taken_, 1),
    assign(closed, end.version),
    { key: newKey(), id: wrong, action: 'assign', input: { version: 1, contractorId: 'nobody', colour: 'red' } },
    assign(missing, 1),
    { ...assign(other, 1), input: { version: 1, contractorId: missing } },
  ];
  const results = await bulk(commands);
  expect(results.map(({ id, key }) => ({ id, key }))).toEqual(commands.map(({ id, key }) => ({ id, key })));
  expect(results[0]).toMatchObject({ outcome: 'done', version: 2, card: { id: free, stage: 'open' } });
  expect(results[1]).toMatchObject({
    outcome: 'conflict',
    problem: {
      code: 'conflict',
      conflict: { by: 'Ben Board', action: 'assign', version: 2, card: { contractorId: bo.contractorId, version: 2 } },
    },
  });
  expect(results[2]).toMatchObject({
    outcome: 'refused',
    problem: { code: 'wrong_status', detail: 'That cannot be done with an issue that is closed.' },
  });
  expect(results[3]).toMatchObject({ outcome: 'invalid', problem: { code: 'invalid' } });
  const fields = results[3]?.outcome === 'invalid' ? results[3].problem.fields?.map(({ field }) => field) : [];
  expect(fields).toEqual(expect.arrayContaining(['contractorId', 'colour']));
  expect(results[4]).toMatchObject({ outcome: 'refused', problem: { code: 'not_found' } });
  expect(results[5]).toMatchObject({ outcome: 'refused', problem: { code: 'no_such_contractor' } });

  // What is said to be done is done, and nothing else is.
  const now = await Promise.all(ids.map((id) => t.issues.card(id)));
  expect(now.map(({ contractorId, version }) => [contractorId, version])).toEqual([
    [carla.contractorId, 2],
    [bo.contractorId, 2],
    [null, 2],
    [null, 1],
    [null, 1],
  ]);
});

test('C8 sent again, each item gets the answer it had, and the history holds it once', async () => {
  const ids = await Promise.all([filed(), filed(), filed()]);
  await as(ben, ids[1], 'triage', { urgency: 'high' });
  await as(ben, ids[1], 'assign', { contractorId: bo.contractorId });
  const commands = ids.map((id) => assign(id, 1));
  await bulk(commands);
  const again = await bulk(commands);
  expect(again.map((result) => [result.outcome, result.outcome === 'done' && result.replayed === true])).toEqual([
    ['done', true],
    ['conflict', false],
    ['done', true],
  ]);
  expect((await t.issues.detail(ids[0])).events.map(({ action }) => action)).toEqual(['file', 'assign']);
});

test('C8 commands of one issue run in their order, so that a later one may come after an earlier one', async () => {
  const id = await filed();
  await as(t.operator, id, 'offer', { contractorId: bo.contractorId });
  const first: BulkCommand = { key: newKey(), id, action: 'withdraw', input: { version: 2 } };
  const second: BulkCommand = {
    key: newKey(),
    id,
    action: 'offer',
    input: { after: first.key, contractorId: carla.contractorId },
  };
  const results = await bulk([first, assign(await filed(), 1), second]);
  expect(results.map(({ outcome }) => outcome)).toEqual(['done', 'done', 'done']);
  expect(await t.issues.card(id)).toMatchObject({ stage: 'offered', contractorId: carla.contractorId, version: 4 });
});

test('two operators who send the same many at once share them out: each issue has one winner, and both know which', async () => {
  const ids = await Promise.all(Array.from({ length: 30 }, filed));
  const mine = ids.map((id) => assign(id, 1));
  const theirs = ids.toReversed().map((id): BulkCommand => ({
    key: newKey(),
    id,
    action: 'assign',
    input: { version: 1, contractorId: bo.contractorId },
  }));
  const [first, second] = await Promise.all([bulk(mine), bulk(theirs, ben)]);
  const won = (results: readonly BulkResult[]): string[] =>
    results.filter(({ outcome }) => outcome === 'done').map(({ id }) => id);
  expect([...won(first), ...won(second)].toSorted()).toEqual(ids.toSorted());
  expect(new Set([...first, ...second].map(({ outcome }) => outcome))).toEqual(new Set(['done', 'conflict']));
  for (const id of ids)
    expect((await t.issues.card(id)).contractorId).toBe(won(first).includes(id) ? carla.contractorId : bo.contractorId);
});

test('each item counts against the limit, and the one over it says so', async () => {
  const ids = await Promise.all([filed(), filed(), filed()]);
  allowed = taken + 2;
  const results = await bulk(ids.map((id) => assign(id, 1)));
  allowed = Infinity;
  expect(results.map(({ outcome }) => outcome).toSorted()).toEqual(['done', 'done', 'refused']);
  const over = results.find(({ outcome }) => outcome === 'refused');
  expect(over).toMatchObject({ problem: { code: 'too_many', retryAfterSeconds: 30 } });
  expect((await t.issues.card(over?.id ?? '')).version).toBe(1);
});

test('a fault of the server’s at one item is no answer for it and leaves the others theirs', async () => {
  const commands = ['a', 'b'].map((id): BulkCommand => ({ key: newKey(), id, action: 'withdraw' }));
  const results = await runBulk({ who: t.operator, commands, app: 'test', log: silent }, ({ command }) =>
    command.id === 'a' ? Promise.reject(new Error('the connection broke')) : Promise.resolve({ version: 2, rev: 9 }),
  );
  expect(results).toMatchObject([
    { id: 'a', outcome: 'unanswered', problem: { code: 'unexpected' } },
    { id: 'b', outcome: 'done', version: 2, rev: 9 },
  ]);
});

test('nothing is done of a request that is not of the right form, has too many items or comes from who may not', async () => {
  const id = await filed();
  const tooMany = Array.from({ length: MOST_IN_BULK + 1 }, () => assign(id, 1));
  for (const body of [{ commands: tooMany }, { commands: [] }, { commands: [{ ...assign(id, 1), key: 'short' }] }])
    expect((await served.call(t.operator, 'POST', '/issues/bulk', body)).status).toBe(400);
  // Timers' own actions are nobody's to send.
  const expire = await bulk([{ key: newKey(), id, action: 'expire' }]);
  expect(expire[0]).toMatchObject({ outcome: 'refused', problem: { code: 'not_found' } });
  for (const who of [carla, { ...t.operator, kiosk: true }])
    expect((await served.call(who, 'POST', '/issues/bulk', { commands: [assign(id, 1)] })).status).toBe(403);
  expect((await t.issues.card(id)).version).toBe(1);
});
