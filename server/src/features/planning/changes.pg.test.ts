import { uuidv7 } from '@dispatch/shared/ids/uuid';
import type { IssueState } from '@dispatch/shared/issues/issue';
import type { Problem } from '@dispatch/shared/errors';
import type { ChangeSet } from '@dispatch/shared/planning/change-set';
import { MOST_IN_CHANGE, type NewChange } from '@dispatch/shared/planning/change-set.schema';
import { dayStamp } from '@dispatch/shared/planning/day-stamp';
import fc from 'fast-check';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Asker } from '../../platform/http/route.ts';
import { ORGANISATION } from '../../testing/accounts.ts';
import {
  aContractor,
  aHousehold,
  asker,
  aUser,
  newKey,
  silent,
  testIssues,
  type TestIssues,
} from '../../testing/factories.ts';
import { serve, type Served } from '../../testing/served.ts';
import type { Refusal } from '../../platform/refusal.ts';
import { stateOf } from '../issues/issues.columns.ts';
import { lockDay } from '../issues/issues.day.ts';
import { createPlanning, createTravel, type ChangesService } from './index.ts';

let t: TestIssues;
let http: Served;
let changes: ChangesService;
let ben: Asker;
let crew: (Asker & { contractorId: string })[];
let hanna: Asker & { householdId: string };

beforeAll(async () => {
  t = await testIssues();
  const { database, clock, issues } = t;
  const planning = createPlanning({
    database,
    clock,
    issues,
    organisation: () => Promise.resolve(ORGANISATION),
    travel: createTravel({ url: undefined, log: silent, clock }),
    log: silent,
    limit: () => Promise.resolve(),
  });
  http = await serve(planning.routes ?? []);
  changes = planning.changes;
  ben = asker({ kind: 'operator', userId: await aUser(database, { role: 'operator', name: 'Ben Board' }) });
  crew = [await aContractor(database), await aContractor(database, { name: 'Bo' }), await aContractor(database)];
  hanna = await aHousehold(database);
});
afterAll(async () => {
  await http.close();
  await t.close();
});

const filed = async (): Promise<string> =>
  (await t.issues.file({ who: hanna, key: newKey(), app: 'test', input: { categoryId: t.categoryId } })).issueId;

type Command = NewChange['commands'][number];
const assign = (id: string, to = crew[0]!, version = 1): Command => ({
  id,
  action: 'assign',
  input: { version, contractorId: to.contractorId },
});
const changeOf = (commands: readonly Command[]): NewChange => ({
  id: uuidv7(),
  kind: 'day',
  commands: [...commands],
  days: {},
});
const apply = (change: NewChange, { who = t.operator, key = newKey() } = {}) =>
  http.call<ChangeSet & Problem>(who, 'POST', '/plan/changes', change, key);
const undo = (id: string, { who = t.operator, key = newKey() } = {}) =>
  http.call<ChangeSet & Problem>(who, 'POST', `/plan/changes/${id}/undo`, {}, key);

async function rowOf(id: string): Promise<Record<string, unknown>> {
  const { rows } = await t.database.pool.query<Record<string, unknown>>('select * from issues where id = $1', [id]);
  return rows[0]!;
}

/** The state but for ids that each issue has of its own. */
async function plainState(id: string): Promise<Omit<IssueState, 'assignmentId'> & { version: unknown; has: boolean }> {
  const row = await rowOf(id);
  const { assignmentId, ...state } = stateOf(row);
  return { ...state, version: row['version'], has: assignmentId !== null };
}

async function run(id: string, action: string, input: object, who: Asker = t.operator): Promise<void> {
  const { version } = await t.issues.card(id);
  await t.issues.command({
    who,
    issueId: id,
    action: action as 'assign',
    input: { version, ...input } as never,
    key: newKey(),
    app: 'test',
  });
}

/** Until so many wait for a lock of this database. */
async function waiting(pool: pg.Pool, many: number): Promise<void> {
  for (;;) {
    const { rows } = await pool.query<{ n: number }>(
      `select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    if ((rows[0]?.n ?? 0) >= many) return;
  }
}

describe('a change set', () => {
  test('leaves every issue as its commands would have one by one', async () => {
    const before = fc.constantFrom('nobody', 'offered', 'assigned', 'departed');
    const command = fc.record({
      action: fc.constantFrom('assign', 'offer', 'reassign', 'plan', 'withdraw'),
      to: fc.nat(2),
      hours: fc.nat(5),
    });
    const seen = { applied: 0, refused: 0 };
    await fc.assert(
      fc.asyncProperty(fc.array(fc.record({ before, command }), { minLength: 1, maxLength: 6 }), async (jobs) => {
        const twins = [] as { one: string; other: string; action: Command['action']; input: Command['input'] }[];
        for (const job of jobs) {
          const [one, other] = [await filed(), await filed()];
          for (const id of [one, other]) {
            const contractorId = crew[0]!.contractorId;
            if (job.before === 'offered') await run(id, 'offer', { contractorId });
            if (job.before === 'assigned' || job.before === 'departed') await run(id, 'assign', { contractorId });
            if (job.before === 'departed') await run(id, 'depart', {});
          }
          const { version } = await t.issues.card(one);
          const { action, to, hours } = job.command;
          const contractorId = crew[to]!.contractorId;
          const from = t.clock() + hours * 3_600_000;
          const input = {
            version,
            ...(['assign', 'offer', 'reassign'].includes(action) && { contractorId }),
            ...(action === 'plan' && { windowFrom: from, windowTo: from + 3_600_000 }),
          };
          twins.push({ one, other, action: action, input });
        }
        const alone = [] as { id: string; code: string | null }[];
        for (const { one, action, input } of twins)
          alone.push(
            await t.issues
              .command({ who: t.operator, issueId: one, action, input: input, key: newKey(), app: 'test' })
              .then(() => ({ id: one, code: null }))
              .catch((error: unknown) => ({ id: one, code: (error as { code: string }).code })),
          );
        const untouched = await Promise.all(twins.map(({ other }) => rowOf(other)));
        const { status, body } = await apply(
          changeOf(twins.map(({ other, action, input }) => ({ id: other, action, input }))),
        );
        const refused = alone.filter(({ code }) => code !== null);
        if (refused.length > 0) {
          // What alone would have been refused is named, with the same reason; nothing at all is done.
          seen.refused += 1;
          expect(status).toBe(409);
          const named = twins.filter(({ one }) => refused.some(({ id }) => id === one));
          expect(body.commands?.map(({ id, problem }) => ({ id, code: problem.code }))).toEqual(
            named.map(({ other }, index) => ({ id: other, code: refused[index]!.code })),
          );
          expect(await Promise.all(twins.map(({ other }) => rowOf(other)))).toEqual(untouched);
          return;
        }
        seen.applied += 1;
        expect(status).toBe(200);
        for (const { one, other } of twins) expect(await plainState(other)).toEqual(await plainState(one));
      }),
      { numRuns: 60, seed: 5 },
    );
    expect(Math.min(seen.applied, seen.refused)).toBeGreaterThan(5);
  });

  test('C10 that cannot be applied whole names each job in the way and why, and writes nothing', async () => {
    const ids = await Promise.all([filed(), filed(), filed()]);
    await run(ids[1], 'assign', { contractorId: crew[1]!.contractorId }, ben);
    const change = changeOf(ids.map((id) => assign(id)));
    const { status, body } = await apply(change);
    expect(status).toBe(409);
    expect(body).toMatchObject({
      code: 'change_refused',
      commands: [{ id: ids[1], problem: { code: 'conflict', conflict: { by: 'Ben Board', action: 'assign' } } }],
    });
    expect((await t.issues.card(ids[0])).version).toBe(1);
    const listed = await http.call<ChangeSet[]>(t.operator, 'GET', '/plan/changes');
    expect(listed.body.map(({ id }) => id)).not.toContain(change.id);
    // The same again without it is applied, under the same id.
    const without = { ...change, commands: change.commands.filter(({ id }) => id !== ids[1]) };
    expect((await apply(without)).body.jobs).toHaveLength(2);
  });

  test('names a fault of its form by the command it is in', async () => {
    const id = await filed();
    const { status, body } = await apply(changeOf([{ id, action: 'assign', input: { version: 1, colour: 'red' } }]));
    expect(status).toBe(400);
    expect(body.fields?.map(({ field }) => field)).toEqual([
      'commands.0.input.contractorId',
      'commands.0.input.colour',
    ]);
    const twice = await apply(changeOf([assign(id), assign(id, crew[1])]));
    expect(twice.body.fields).toMatchObject([{ field: 'commands.1.id', code: 'twice' }]);
  });

  test('C10 sent twice, also at once, is applied once and answered alike', async () => {
    const ids = await Promise.all([filed(), filed()]);
    const change = changeOf(ids.map((id) => assign(id)));
    const key = newKey();
    const answers = await Promise.all([apply(change, { key }), apply(change, { key }), apply(change, { key })]);
    for (const { status, body } of answers) {
      expect(status).toBe(200);
      expect(body).toEqual(answers[0].body);
      expect(body.jobs).toEqual(ids.map((id) => ({ id, action: 'assign', version: 2 })));
    }
    for (const id of ids) expect((await t.issues.card(id)).version).toBe(2);
    expect((await apply({ ...change, kind: 'drag' }, { key })).body.code).toBe('key_reused');
    expect((await apply(change, { who: ben })).body.code).toBe('key_reused');
  });

  test('of the most commands there may be is one transaction', async () => {
    const { rows } = await t.database.pool.query<{ id: string }>(
      `insert into issues (id, ref, number, changed_at, title, description, category_id, urgency, filed_at, status, triaged, source, rev)
       select gen_random_uuid(), 'M-' || n, 900000 + n, now(), 'Many', '', $1, 'normal', now(), 'new', true, 'test', 0
       from generate_series(1, $2::int) n returning id`,
      [t.categoryId, MOST_IN_CHANGE],
    );
    const ids = rows.map(({ id }) => id);
    const commands = ids.map((id, index) => assign(id, crew[index % 3]));
    const { status, body } = await apply(changeOf(commands));
    expect(status).toBe(200);
    expect(body.jobs).toHaveLength(MOST_IN_CHANGE);
    const events = await t.database.pool.query<{ xids: number; n: number }>(
      'select count(distinct xmin::text)::int as xids, count(*)::int as n from issue_events where issue_id = any($1)',
      [ids],
    );
    expect(events.rows).toEqual([{ xids: 1, n: MOST_IN_CHANGE }]);
    const more = await apply(changeOf([...commands, assign(await filed())]));
    expect(more.body.fields).toMatchObject([{ field: 'commands' }]);
  });

  test('and another about the same jobs in another order never wait for each other', async () => {
    const ids = await Promise.all(Array.from({ length: 12 }, filed));
    const forth = changeOf(ids.map((id) => assign(id, crew[0])));
    const back = changeOf(ids.toReversed().map((id) => assign(id, crew[1])));
    const answers = await Promise.all([apply(forth), apply(back)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const lost = answers.find(({ status }) => status === 409)!;
    expect(lost.body.commands).toHaveLength(12);
    const holders = new Set(await Promise.all(ids.map(async (id) => (await t.issues.card(id)).contractorId)));
    expect(holders.size).toBe(1);
  });
});

describe('a day that several fill at once', () => {
  const plannedAt = Date.UTC(2026, 5, 1, 12);
  const into = (id: string, { contractorId }: { contractorId: string }, stamp: string): NewChange => ({
    ...changeOf([{ id, action: 'assign', input: { version: 1, contractorId, plannedAt } }]),
    days: { [contractorId]: stamp },
  });

  test('is filled by the first; the others are told who was there before them, and may decide anew', async () => {
    const system = asker({ kind: 'system' });
    for (let round = 0; round < 5; round += 1) {
      const one = await aContractor(t.database);
      const ids = await Promise.all([filed(), filed(), filed(), filed()]);
      const stamp = dayStamp([]);
      const [ours, bens, systems, single] = ids;
      const asked = [
        changes.apply({ who: t.operator, change: into(ours, one, stamp), key: newKey(), app: 'test' }),
        changes.apply({ who: ben, change: into(bens, one, stamp), key: newKey(), app: 'test' }),
        changes.apply({ who: system, change: into(systems, one, stamp), key: newKey(), app: 'system' }),
        t.issues.command({
          who: t.operator,
          issueId: single,
          action: 'assign',
          input: { version: 1, contractorId: one.contractorId, plannedAt, day: stamp },
          key: newKey(),
          app: 'test',
        }),
      ];
      const ends = await Promise.allSettled(asked);
      const won = ids.filter((_, index) => ends[index]?.status === 'fulfilled');
      expect(won).toHaveLength(1);
      const { ref } = await t.issues.card(won[0] ?? '');
      for (const end of ends) {
        if (end.status !== 'rejected') continue;
        const problem = (end.reason as Refusal).toProblem();
        expect(['change_refused', 'day_changed']).toContain(problem.code);
        expect(problem.days).toMatchObject([
          { contractorId: one.contractorId, last: { issueId: won[0], ref, action: 'assign' } },
        ]);
      }
      const again = dayStamp([{ id: won[0] ?? '', plannedAt }]);
      const next = ids.find((id) => id !== won[0]) ?? '';
      expect((await apply(into(next, one, again))).status).toBe(200);
    }
  });

  test('is joined one after the other, also by those who did not say how it looked', async () => {
    const one = await aContractor(t.database);
    const [first, second] = [await filed(), await filed()];
    const client = await t.database.pool.connect();
    await client.query('begin');
    await lockDay(client, one.contractorId);
    const order: string[] = [];
    const plain = run(first, 'assign', { contractorId: one.contractorId }).then(() => order.push('plain'));
    await waiting(t.database.pool, 1);
    const stamped = apply(into(second, one, dayStamp([])));
    await waiting(t.database.pool, 2);
    expect(order).toEqual([]);
    await client.query('rollback');
    client.release();
    await plain;
    expect(await stamped).toMatchObject({ status: 409, body: { days: [{ last: { issueId: first } }] } });
  });

  test('a stamp inside a command is refused: days stand beside them', async () => {
    const id = await filed();
    const input = { version: 1, contractorId: crew[0]?.contractorId, day: dayStamp([]) };
    const { body } = await apply(changeOf([{ id, action: 'assign', input }]));
    expect(body.fields).toMatchObject([{ field: 'commands.0.input.day' }]);
  });
});

describe('undoing a change set', () => {
  test('C10 brings back each job to which nothing else has happened, also long after, and names the others', async () => {
    const ids = await Promise.all([filed(), filed(), filed()]);
    await run(ids[2], 'assign', { contractorId: crew[1]!.contractorId });
    const before = await Promise.all(ids.map(plainState));
    const { body: change } = await apply(
      changeOf([
        assign(ids[0]),
        assign(ids[1]),
        { id: ids[2], action: 'reassign', input: { version: 2, contractorId: crew[0]!.contractorId } },
      ]),
    );
    t.clock.advance(3_600_000);
    await run(ids[1], 'depart', {}, crew[0]);
    const { status, body } = await undo(change.id, { who: ben });
    expect(status).toBe(200);
    expect(body.undo).toMatchObject({ by: 'Ben Board', undone: [ids[0], ids[2]] });
    expect(body.undo?.left).toMatchObject([
      { id: ids[1], problem: { code: 'conflict', conflict: { action: 'depart', by: 'Carla Contractor' } } },
    ]);
    const after = await Promise.all(ids.map(plainState));
    expect(after[0]).toEqual({ ...before[0]!, version: 3 });
    expect(after[2]).toEqual({ ...before[2]!, version: 4 });
    expect(after[1]).toMatchObject({ status: 'en_route', version: 3 });
  });

  test('happens once', async () => {
    const { body: change } = await apply(changeOf([assign(await filed())]));
    const key = newKey();
    const [first, again] = await Promise.all([undo(change.id, { key }), undo(change.id, { key })]);
    expect(first.body).toEqual(again.body);
    const other = await undo(change.id);
    expect(other).toMatchObject({ status: 422, body: { code: 'already_undone' } });
    expect((await undo(uuidv7())).status).toBe(404);
  });
});
