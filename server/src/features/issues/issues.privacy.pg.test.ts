import type { Action } from '@dispatch/shared/issues/lifecycle';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Asker } from '../../platform/http/route.ts';
import { Refusal } from '../../platform/refusal.ts';
import { aContractor, aHousehold, asker, newKey, testIssues, type TestIssues } from '../../testing/factories.ts';
import { serve, type Served } from '../../testing/served.ts';
import { issuesRoutes } from './issues.routes.ts';

let t: TestIssues;
let served: Served;
let carla: Asker & { contractorId: string };
let bo: Asker & { contractorId: string };
let hanna: Asker & { householdId: string };

beforeAll(async () => {
  t = await testIssues();
  served = await serve(issuesRoutes(t.issues, t.deps.limits, t.deps.log));
  carla = await aContractor(t.database);
  bo = await aContractor(t.database, { name: 'Bo Builder' });
  hanna = await aHousehold(t.database);
});
afterAll(async () => {
  await served.close();
  await t.close();
});

const filed = async (): Promise<string> =>
  (
    await t.issues.file({
      who: hanna,
      key: newKey(),
      app: 'test',
      input: { categoryId: t.categoryId, description: 'Water drips.' },
    })
  ).issueId;

function send(who: Asker, issueId: string, action: Action, input: object, key = newKey()) {
  return t.issues.command({ who, issueId, action, input: input, key, app: 'test' });
}

/** The command over HTTP. */
function post(who: Asker, issue: string, action: Action, input: object, key = newKey()) {
  return served.call(who, 'POST', `/issues/${issue}/${action}`, input, key);
}

async function refusal(promise: Promise<unknown>): Promise<Refusal> {
  const error: unknown = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(Refusal);
  return error as Refusal;
}

describe('a contractor', () => {
  test('learns nothing of an issue it never had, whatever it tries', async () => {
    const id = await filed();
    await send(t.operator, id, 'assign', { version: 1, contractorId: carla.contractorId });
    for (const [action, input] of [
      ['accept', {}],
      ['pass', { reason: 'x' }],
      ['plan', {}],
      ['undo', {}],
      ['cancel', { reason: 'x' }],
    ] as const)
      expect((await refusal(send(bo, id, action, { version: 1, ...input }))).code, action).toBe('not_found');
    const { ref } = await t.issues.card(id);
    const answer = await post(bo, ref, 'accept', { version: 1 });
    expect(answer).toMatchObject({ status: 404, body: { code: 'not_found' } });
    expect(JSON.stringify(answer.body)).not.toContain('Mill Lane');
  });

  test('who lost an issue is told who took it away, and no longer what it is like', async () => {
    const id = await filed();
    await send(t.operator, id, 'assign', { version: 1, contractorId: carla.contractorId });
    await send(t.operator, id, 'reassign', { version: 2, contractorId: bo.contractorId });
    const { status, body } = await post(carla, id, 'depart', { version: 2 });
    expect(status).toBe(409);
    expect(body).toMatchObject({ conflict: { by: 'Olga Operator', action: 'reassign', card: null } });
  });

  test('who repeats the command that gave the issue away gets its answer without the card', async () => {
    const id = await filed();
    await send(t.operator, id, 'assign', { version: 1, contractorId: carla.contractorId });
    const key = newKey();
    await post(carla, id, 'pass', { version: 2, reason: 'Too far.' }, key);
    const { status, body } = await post(carla, id, 'pass', { version: 2, reason: 'Too far.' }, key);
    expect(status).toBe(200);
    expect(body).toEqual({ version: 3, rev: expect.any(Number) as number, replayed: true });
  });

  test('whose record is gone sees and changes nothing', async () => {
    const id = await filed();
    const gone = asker({ kind: 'contractor', userId: carla.userId ?? '' });
    expect((await refusal(send(gone, id, 'plan', { version: 1, windowFrom: 1, windowTo: 2 }))).code).toBe('not_found');
    expect(await served.call(gone, 'GET', '/issues')).toMatchObject({ status: 200, body: { items: [] } });
  });
});

describe('a household', () => {
  test('is told that the office was faster, not the name of who', async () => {
    const id = await filed();
    await send(t.operator, id, 'assign', { version: 1, contractorId: carla.contractorId });
    await send(carla, id, 'depart', { version: 2 });
    await send(carla, id, 'arrive', { version: 3 });
    const { status, body } = await post(hanna, id, 'cancel', { version: 1, reason: 'It stopped.' });
    expect(status).toBe(409);
    expect(body).toMatchObject({ conflict: { by: null, card: null } });
  });

  test('gets the same answer for an issue of others and for none', async () => {
    const id = await filed();
    const stranger = await aHousehold(t.database);
    const { ref } = await t.issues.card(id);
    for (const body of [{ version: 1, reason: 'x' }, { wrong: true }]) {
      const one = await post(stranger, ref, 'cancel', body);
      const none = await post(stranger, 'J-9999', 'cancel', body);
      expect([one.status, one.body['code']]).toEqual([none.status, none.body['code']]);
    }
  });

  test('never hears a reason that was given among the staff', async () => {
    const id = await filed();
    await send(t.operator, id, 'assign', { version: 1, contractorId: carla.contractorId });
    await send(carla, id, 'pass', { version: 2, reason: 'Dog bites.' });
    await send(t.operator, id, 'reject', { version: 3, reason: 'They lie.' });
    const view = JSON.stringify(await t.issues.publicView(id));
    expect(view).not.toContain('bites');
    expect(view).not.toContain('lie');
  });
});

test('the history holds no words, names or places', async () => {
  const id = await filed();
  await send(t.operator, id, 'edit', {
    version: 1,
    title: 'Secret title',
    place: 'Secret lane',
    lat: 0.123456,
    lon: 0.654321,
    description: 'Secret words',
  });
  await send(t.operator, id, 'ask', { version: 2, question: 'Secret question?' });
  await t.issues.note({
    who: hanna,
    issueId: id,
    action: 'comment',
    input: { kind: 'public', text: 'Secret reply' },
    key: newKey(),
    app: 'test',
  });
  await t.issues.note({
    who: t.operator,
    issueId: id,
    action: 'call',
    input: { to: 'household', outcome: 'reached', note: 'Secret note' },
    key: newKey(),
    app: 'test',
  });
  const { rows } = await t.database.pool.query<{ text: string }>(
    'select e::text as text from issue_events e where issue_id = $1',
    [id],
  );
  for (const { text } of rows) expect(text).not.toMatch(/Secret|0\.123456|0\.654321|Hanna/);
});
