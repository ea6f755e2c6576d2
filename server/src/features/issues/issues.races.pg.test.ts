import { uuidv7 } from '@dispatch/shared/ids/uuid';
import type { Action } from '@dispatch/shared/issues/lifecycle';
import type { Commands } from '@dispatch/shared/issues/schema';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Asker } from '../../platform/http/route.ts';
import { Refusal } from '../../platform/refusal.ts';
import { aContractor, aHousehold, asker, newKey, testIssues, type TestIssues } from '../../testing/factories.ts';
import { createIssues } from './index.ts';

let t: TestIssues;
let carla: Asker & { contractorId: string };
let bo: Asker & { contractorId: string };
let hanna: Asker & { householdId: string };
const system = asker({ kind: 'system' });

beforeAll(async () => {
  t = await testIssues();
  carla = await aContractor(t.database);
  bo = await aContractor(t.database, { name: 'Bo Builder' });
  hanna = await aHousehold(t.database);
});
afterAll(() => t.close());

const filed = async (): Promise<string> =>
  (await t.issues.file({ who: hanna, key: newKey(), app: 'test', input: { categoryId: t.categoryId } })).issueId;

function send<A extends Action>(
  who: Asker,
  issueId: string,
  action: A,
  input: Commands[A],
  key: string | null = newKey(),
) {
  return t.issues.command({ who, issueId, action, input, key, app: 'test' });
}

async function refusal(promise: Promise<unknown>): Promise<Refusal> {
  const error: unknown = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(Refusal);
  return error as Refusal;
}

describe('the system’s own timers', () => {
  test('do not end an offer that came after the one they were meant for', async () => {
    const id = await filed();
    const offered = await send(t.operator, id, 'offer', { version: 1, contractorId: carla.contractorId });
    await send(t.operator, id, 'withdraw', { version: offered.version });
    await send(t.operator, id, 'offer', { version: 3, contractorId: bo.contractorId });
    expect((await refusal(send(system, id, 'expire', { version: offered.version }, null))).code).toBe('conflict');
    expect(await t.issues.card(id)).toMatchObject({ stage: 'offered', contractorId: bo.contractorId });
  });

  test('and the acceptance they collide with leave one winner, whoever comes first', async () => {
    for (let round = 0; round < 5; round += 1) {
      const id = await filed();
      const { version } = await send(t.operator, id, 'offer', { version: 1, contractorId: carla.contractorId });
      const [accepted, expired] = await Promise.allSettled([
        send(carla, id, 'accept', { version }),
        send(system, id, 'expire', { version }, null),
      ]);
      expect([accepted.status, expired.status].sort()).toEqual(['fulfilled', 'rejected']);
      const card = await t.issues.card(id);
      expect(card.stage).toBe(accepted.status === 'fulfilled' ? 'open' : 'to_assign');
      const [lost] = [accepted, expired].filter((result) => result.status === 'rejected');
      expect((lost?.reason as Refusal).code).toBe('conflict');
    }
  });
});

describe('a move that is no longer possible because someone was faster', () => {
  test('is told as a conflict, whichever row of the table it would have been', async () => {
    const id = await filed();
    await send(t.operator, id, 'assign', { version: 1, contractorId: carla.contractorId });
    await send(carla, id, 'depart', { version: 2 });
    await send(carla, id, 'arrive', { version: 3 });
    // At version 2 passing was possible: the second row of `pass`, which depends on the status too.
    expect((await refusal(send(carla, id, 'pass', { version: 2, reason: 'Too far.' }))).conflict).toMatchObject({
      action: 'arrive',
      version: 4,
      groups: ['status'],
    });
    await send(carla, id, 'finish', { version: 4 });
    expect((await refusal(send(t.operator, id, 'withdraw', { version: 2 }))).code).toBe('conflict');
  });
});

describe('one key', () => {
  test('for two commands at once on two issues has one effect; the other is refused', async () => {
    const ids = [await filed(), await filed()];
    const key = newKey();
    const results = await Promise.allSettled(ids.map((id) => send(t.operator, id, 'triage', { version: 1 }, key)));
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const lost = results.find((result) => result.status === 'rejected');
    expect(lost?.reason).toMatchObject({ code: 'key_reused' });
  });

  test('for two notes at once on two issues has one effect; the other is refused', async () => {
    const ids = [await filed(), await filed(), await filed(), await filed()];
    const key = newKey();
    const results = await Promise.allSettled(
      ids.map((issueId) =>
        t.issues.note({
          who: t.operator,
          issueId,
          action: 'mark',
          input: { call: 'household', on: true },
          key,
          app: 'test',
        }),
      ),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const result of results)
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'key_reused' });
  });

  test('for a filing and a command at once has one effect; the other is refused', async () => {
    const id = await filed();
    const key = newKey();
    const results = await Promise.allSettled([
      t.issues.file({ who: t.operator, key, app: 'test', input: { categoryId: t.categoryId } }),
      send(t.operator, id, 'triage', { version: 1 }, key),
    ]);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const result of results)
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'key_reused' });
  });

  test('of two people is two keys', async () => {
    const id = await filed();
    const key = newKey();
    await send(t.operator, id, 'triage', { version: 1 }, key);
    const done = await send(hanna, id, 'cancel', { version: 2, reason: 'It stopped.' }, key);
    expect(done).toMatchObject({ replayed: false, version: 3 });
  });

  test('gets its stored answer also after the issue has gone to someone else', async () => {
    const id = await filed();
    await send(t.operator, id, 'assign', { version: 1, contractorId: carla.contractorId });
    const key = newKey();
    const comment = () =>
      t.issues.note({
        who: carla,
        issueId: id,
        action: 'comment',
        input: { kind: 'internal', text: 'No key.' },
        key,
        app: 'test',
      });
    await comment();
    await send(t.operator, id, 'reassign', { version: 2, contractorId: bo.contractorId });
    expect(await comment()).toMatchObject({ replayed: true, version: 2 });
  });
});

describe('merging', () => {
  test('two issues into each other at once closes one of them and waits for nothing', async () => {
    for (let round = 0; round < 5; round += 1) {
      const [one, two] = [await filed(), await filed()];
      const results = await Promise.allSettled([
        send(t.operator, one, 'merge', { version: 1, into: two }),
        send(t.operator, two, 'merge', { version: 1, into: one }),
      ]);
      expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      const lost = results.find((result) => result.status === 'rejected');
      expect(lost?.reason).toMatchObject({ code: 'cannot_merge' });
    }
  });
});

test('many commands at once finish although the promises have to be read from the same pool first', async () => {
  const ids = await Promise.all(Array.from({ length: 24 }, filed));
  const { service } = createIssues({
    ...t.deps,
    promises: async () => {
      await t.database.pool.query('select 1');
      return t.deps.promises();
    },
    districts: async () => {
      await t.database.pool.query('select 1');
      return t.deps.districts();
    },
  });
  const done = await Promise.all([
    ...ids.map((issueId) =>
      service.command({
        who: t.operator,
        issueId,
        action: 'edit',
        input: { version: 1, lat: 0.2, lon: 0.2 },
        key: newKey(),
        app: 'test',
      }),
    ),
    ...ids.map(() =>
      service.file({
        who: t.operator,
        key: newKey(),
        app: 'test',
        input: { categoryId: t.categoryId, lat: 0.1, lon: 0.1 },
      }),
    ),
  ]);
  expect(done).toHaveLength(48);
});

describe('what a command names', () => {
  test('is refused by its field when there is no such record', async () => {
    const id = await filed();
    const nothing = uuidv7();
    const faults = [
      await refusal(send(t.operator, id, 'triage', { version: 1, teamId: nothing })),
      await refusal(send(t.operator, id, 'triage', { version: 1, districtId: nothing })),
      await refusal(send(t.operator, id, 'edit', { version: 1, householdId: nothing })),
      await refusal(
        t.issues.file({
          who: t.operator,
          key: newKey(),
          app: 'test',
          input: { categoryId: t.categoryId, follows: nothing },
        }),
      ),
    ];
    expect(faults.map(({ code, fields }) => [code, fields?.[0]?.field])).toEqual([
      ['invalid', 'teamId'],
      ['invalid', 'districtId'],
      ['invalid', 'householdId'],
      ['invalid', 'follows'],
    ]);
  });

  test('leaves a window that ends after it begins, also when only one end is given', async () => {
    const id = await filed();
    await send(t.operator, id, 'plan', { version: 1, windowFrom: 1000, windowTo: 2000 });
    expect((await refusal(send(t.operator, id, 'plan', { version: 2, windowFrom: 3000 }))).fields).toMatchObject([
      { field: 'windowTo' },
    ]);
  });
});
