import { uuidv7 } from '@dispatch/shared/ids/uuid';
import type { Problem } from '@dispatch/shared/errors';
import type { ChangeSet } from '@dispatch/shared/planning/change-set';
import { figuresOf } from '@dispatch/shared/planning/improve';
import type { PlanRun, RunResult } from '@dispatch/shared/planning/plan-run';
import type { NewRun } from '@dispatch/shared/planning/plan-run.schema';
import { planOf } from '@dispatch/shared/planning/world';
import { USUAL_PATTERN } from '@dispatch/shared/shifts/schedule';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Asker } from '../../../platform/http/route.ts';
import { ORGANISATION } from '../../../testing/accounts.ts';
import {
  aContractor,
  aDistrict,
  aHousehold,
  newKey,
  silent,
  testIssues,
  type TestIssues,
} from '../../../testing/factories.ts';
import { serve, type Served } from '../../../testing/served.ts';
import { createPlanning, createTravel } from '../index.ts';
import type { HostOptions } from './improve.host.ts';

type Planning = ReturnType<typeof createPlanning>;
let t: TestIssues;
let planning: Planning;
let http: Served;
let crew: (Asker & { contractorId: string })[];
let jobs: string[];
const HOUR = 3_600_000;

const planningWith = (host: HostOptions = {}): Planning => {
  const { database, clock, issues } = t;
  return createPlanning({
    database,
    clock,
    issues,
    organisation: () => Promise.resolve(ORGANISATION),
    travel: createTravel({ url: undefined, log: silent, clock }),
    log: silent,
    host,
    limit: () => Promise.resolve(),
  });
};

beforeAll(async () => {
  t = await testIssues();
  planning = planningWith();
  http = await serve(planning.routes ?? []);
  const week = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({
    weekday,
    from: '08:00',
    until: '22:00',
    rests: [],
    onCall: false,
  }));
  const pattern = JSON.stringify({ ...USUAL_PATTERN, week });
  crew = [
    await aContractor(t.database, { name: 'West Wind', home_lat: 0, home_lon: 0, pattern }),
    await aContractor(t.database, { name: 'East End', home_lat: 0, home_lon: 0.3, pattern }),
  ];
});
afterAll(async () => {
  await http.close();
  await planning.runs.close();
  await t.close();
});

/** Jobs in the west and in the east, each given to the contractor of the other side, one that nobody has, one new. */
beforeEach(async () => {
  await t.database.pool.query(`update issues set status = 'closed', outcome = 'cancelled', contractor_id = null,
    assignment_state = null, assignment_id = null, offer_until = null, closed_at = now() where status <> 'closed'`);
  jobs = [];
  for (let index = 0; index < 6; index += 1) {
    const id = await filedAt(index % 2 === 0 ? 0.01 * index : 0.3 + 0.01 * index);
    const { contractorId } = crew[(index + 1) % 2] as { contractorId: string };
    const from = t.clock() + (1 + index) * HOUR;
    const plan = { plannedAt: from, windowFrom: t.clock() + HOUR, windowTo: t.clock() + 1.5 * HOUR, windowBy: 'plan' };
    await run(id, 'assign', { contractorId, ...(index < 4 && plan) });
    jobs.push(id);
  }
  const nobodys = await filedAt(0.02);
  await run(nobodys, 'triage', {});
  jobs.push(nobodys, await filedAt(0.03));
});

async function filedAt(lon: number): Promise<string> {
  const household = await aHousehold(t.database, { lat: 0, lon });
  const input = { categoryId: t.categoryId, householdId: household.householdId };
  return (await t.issues.file({ who: t.operator, key: newKey(), app: 'test', input })).issueId;
}

async function run(id: string, action: string, input: object): Promise<void> {
  const { version } = await t.issues.card(id);
  const asked = { who: t.operator, issueId: id, action: action as 'assign', key: newKey(), app: 'test' };
  await t.issues.command({ ...asked, input: { version, ...input } as never });
}

const newRun = (more: Partial<NewRun> = {}): NewRun => ({
  id: uuidv7(),
  districtIds: null,
  days: 1,
  seconds: 20,
  seed: 7,
  iterations: 400,
  ...more,
});

async function searched(more: Partial<NewRun> = {}, by: Planning = planning): Promise<PlanRun> {
  const { id } = await by.runs.start(t.operator, newRun(more));
  await by.runs.idle();
  return by.runs.read(id);
}

async function found(more: Partial<NewRun> = {}): Promise<{ id: string; result: RunResult }> {
  const { id, result, fault } = await searched(more);
  if (!result) throw new Error(fault ?? 'no result');
  return { id, result };
}

const apply = (id: string, more: object = {}) =>
  http.call<ChangeSet & Problem>(
    t.operator,
    'POST',
    `/plan/runs/${id}/apply`,
    { changeId: uuidv7(), ...more },
    newKey(),
  );

describe('a run', () => {
  test('finds less driving, plans what nobody has, and leaves alone what has not been looked at', async () => {
    const { body: begun, status } = await http.call<PlanRun>(t.operator, 'POST', '/plan/runs', newRun());
    expect(status).toBe(201);
    expect(begun).toMatchObject({ by: 'Olga Operator', result: null, fault: null });
    await planning.runs.idle();
    const { body } = await http.call<PlanRun>(t.operator, 'GET', `/plan/runs/${begun.id}`);
    const { state, result, progress } = body;
    expect(state).toBe('done');
    expect(progress?.before).toEqual(result?.before);
    expect(result?.after.travel).toBeLessThan((result?.before.travel ?? 0) / 2);
    expect(result?.after.unplanned).toBe(0);
    const ids = result?.moves.map(({ id }) => id) ?? [];
    expect(ids).toEqual(expect.arrayContaining(jobs.slice(0, 7)));
    expect(ids).not.toContain(jobs[7]);
    const listed = await http.call<PlanRun[]>(t.operator, 'GET', '/plan/runs');
    expect(listed.body[0]).toEqual({ ...body, result: null });
  });

  test('with the same seed and iterations finds the same, with another seed perhaps not', async () => {
    const plain = ({ moves, after, days }: RunResult): unknown => ({ moves, after, days });
    const [one, same] = [await found({ seed: 11 }), await found({ seed: 11 })];
    expect(plain(same.result)).toEqual(plain(one.result));
    expect((await found({ seed: 12 })).result.seed).toBe(12);
  });

  test('says for each move from where to where and why, and tells households whose range changes', async () => {
    const { result } = await found();
    const names = new Map(crew.map(({ contractorId }, index) => [contractorId, index]));
    for (const move of result.moves) {
      expect(move.why).toMatch(/^[A-Z\d].*\.$/);
      const card = await t.issues.card(move.id);
      expect(move.version).toBe(card.version);
      // West in the west, east in the east.
      expect(names.get(move.to.contractorId)).toBe((card.lon ?? 0) < 0.2 ? 0 : 1);
      const { tell, windowFrom, windowTo, windowBy } = move.input;
      const kept =
        card.windowFrom === null || (move.to.start >= card.windowFrom && move.to.start <= (card.windowTo ?? 0));
      expect(tell === undefined).toBe(kept);
      if (tell === undefined) continue;
      expect(tell).toMatch(/^(West|East) now comes (to you, )?at about .* instead of .*, because .*\.$/);
      expect(windowBy).toBe('plan');
      expect(move.to.start).toBeGreaterThanOrEqual(windowFrom ?? Infinity);
      expect(move.to.start).toBeLessThanOrEqual(windowTo ?? 0);
      expect((windowTo ?? 0) - (windowFrom ?? 0)).toBe(0.5 * HOUR);
    }
    expect(result.moves.find(({ id }) => id === jobs[6])).toMatchObject({
      from: null,
      why: 'Nobody has it yet.',
      action: 'assign',
    });
    expect(result.moves.filter(({ input }) => input.tell !== undefined).length).toBeGreaterThan(0);
  });

  test('is for contractors of the districts chosen, and for what nobody has there', async () => {
    const west = await aDistrict(t.database);
    await t.database
      .knex('contractors')
      .where({ id: crew[0]?.contractorId })
      .update({ district_ids: [west] });
    await t.database
      .knex('contractors')
      .where({ id: crew[1]?.contractorId })
      .update({ district_ids: [await aDistrict(t.database)] });
    try {
      const { result } = await found({ districtIds: [west] });
      const touched = result.moves.flatMap(({ from, to }) => [from?.contractorId, to.contractorId]);
      expect(touched).not.toContain(crew[1]?.contractorId);
      expect(result.moves.map(({ id }) => id)).not.toContain(jobs[6]);
    } finally {
      await t.database.knex('contractors').update({ district_ids: [] });
    }
  });
});

describe('applying a run', () => {
  test('makes the town what was reviewed, as one change set, and undoing it brings all back', async () => {
    const before = await Promise.all(jobs.map((id) => t.issues.card(id)));
    const { id, result } = await found();
    const { body: change } = await apply(id);
    expect(change).toMatchObject({ kind: 'day', summary: { runId: id, travelBefore: result.before.travel } });
    expect((await planning.runs.read(id)).changeId).toBe(change.id);
    const after = figuresOf(planOf({ ...(await planning.reader.read()), matrix: null }));
    expect(after.travel).toBeCloseTo(result.after.travel, 3);
    // Ranges that would have been missed were told anew.
    expect(after.missed).toBeLessThan(result.after.missed);
    for (const { id: job, to, input } of result.moves)
      expect(await t.issues.card(job)).toMatchObject({
        contractorId: to.contractorId,
        plan: { plannedAt: input.plannedAt },
      });
    const { body: undone } = await http.call<ChangeSet>(
      t.operator,
      'POST',
      `/plan/changes/${change.id}/undo`,
      {},
      newKey(),
    );
    expect(undone.undo).toMatchObject({ left: [] });
    const now = await Promise.all(jobs.map((job) => t.issues.card(job)));
    const place = before.map(({ contractorId, plan, windowFrom, stage }) => ({
      contractorId,
      at: plan?.plannedAt,
      windowFrom,
      stage,
    }));
    expect(
      now.map(({ contractorId, plan, windowFrom, stage }) => ({
        contractorId,
        at: plan?.plannedAt,
        windowFrom,
        stage,
      })),
    ).toEqual(place);
  });

  test('after something has changed names it, and goes on without it when told so', async () => {
    const { id, result } = await found();
    const first = result.moves.find(({ action }) => action === 'reassign');
    await run(first?.id ?? '', 'reassign', { contractorId: first?.to.contractorId });
    const refused = await apply(id);
    expect(refused).toMatchObject({
      status: 409,
      body: { code: 'change_refused', commands: [{ id: first?.id, problem: { code: 'conflict' } }] },
    });
    expect(refused.body.days).toHaveLength(2);
    for (const { last } of refused.body.days ?? [])
      expect(last).toMatchObject({ issueId: first?.id, action: 'reassign' });
    // Left out, the day it is in has changed all the same: that too has to be said.
    expect((await apply(id, { without: [first?.id] })).body.code).toBe('change_refused');
    const { status, body } = await apply(id, { without: [first?.id], days: 'any' });
    expect(status).toBe(200);
    expect(body.jobs).toHaveLength(result.moves.length - 1);
    const all = result.moves.map((move) => move.id);
    expect((await apply(id, { without: all, days: 'any' })).body.code).toBe('nothing_to_apply');
  });

  test('may ask contractors to take what nobody has, and gives the rest', async () => {
    const { id, result } = await found();
    const { body } = await apply(id, { ask: true });
    expect(body.jobs.filter(({ action }) => action === 'offer')).toMatchObject([{ id: jobs[6] }]);
    expect(body.jobs).toHaveLength(result.moves.length);
    expect(await t.issues.card(jobs[6] ?? '')).toMatchObject({ stage: 'offered' });
  });

  test('that has no result is refused', async () => {
    const { id } = await searched(
      {},
      planningWith({ worker: new URL('./crashes.worker.fixture.ts', import.meta.url) }),
    );
    expect((await apply(id)).body.code).toBe('no_result');
    expect((await apply(uuidv7())).status).toBe(404);
  });
});

describe('a run that does not end well', () => {
  const fixture = (name: string): URL => new URL(`./${name}.worker.fixture.ts`, import.meta.url);

  test('has failed with a sentence; the board goes on, and the next run is run', async () => {
    const looping = planningWith({ worker: fixture('loops'), patienceMs: 200 });
    const served = await serve(looping.routes ?? []);
    const { id } = await looping.runs.start(t.operator, newRun({ seconds: 1 }));
    const next = await looping.runs.start(t.operator, newRun({ seconds: 1 }));
    expect(next.state).toBe('waiting');
    const answers: number[] = [];
    for (let asked = 0; asked < 20; asked += 1)
      answers.push((await served.call(t.operator, 'GET', '/plan/changes')).status);
    await run(jobs[7] ?? '', 'triage', {});
    expect(new Set(answers)).toEqual(new Set([200]));
    await looping.runs.idle();
    for (const one of [id, next.id])
      expect(await looping.runs.read(one)).toMatchObject({
        state: 'failed',
        fault: expect.stringMatching(/did not end/) as string,
      });
    await served.close();
    expect((await searched()).state).toBe('done');
  });

  test('stopped by hand keeps the best so far, also from another node', async () => {
    const other = planningWith();
    const { id } = await planning.runs.start(t.operator, newRun({ iterations: 10_000_000, seconds: 60 }));
    const waiting = await planning.runs.start(t.operator, newRun());
    await until(async () => ((await other.runs.read(id)).progress?.iterations ?? 0) > 0);
    expect(await other.runs.stop(waiting.id)).toMatchObject({ state: 'waiting' });
    await other.runs.stop(id);
    await planning.runs.idle();
    const run = await other.runs.read(id);
    expect(run).toMatchObject({ state: 'done', result: { stopped: true } });
    expect(run.result?.after.travel).toBeLessThan(run.result?.before.travel ?? 0);
    expect(await other.runs.read(waiting.id)).toMatchObject({
      state: 'failed',
      fault: expect.stringMatching(/before its turn/) as string,
    });
  });

  test('whose node is gone has failed', async () => {
    const asked = newRun();
    await t.database.knex('plan_runs').insert({
      id: asked.id,
      state: 'running',
      asked: JSON.stringify(asked),
      at: new Date(),
      node: 'gone',
      heard_at: new Date(Date.now() - 40_000),
    });
    const { body } = await http.call<PlanRun>(t.operator, 'GET', `/plan/runs/${asked.id}`);
    expect(body).toMatchObject({ state: 'failed', fault: expect.stringMatching(/has stopped/) as string });
  });

  test('because its node stops says so', async () => {
    const stopping = planningWith();
    const { id } = await stopping.runs.start(t.operator, newRun({ iterations: 10_000_000, seconds: 60 }));
    await until(async () => (await planning.runs.read(id)).state === 'running');
    await stopping.runs.close();
    expect(await planning.runs.read(id)).toMatchObject({
      state: 'failed',
      fault: expect.stringMatching(/has stopped/) as string,
    });
  });

  test('that would be one too many is refused', async () => {
    const busy = planningWith({ worker: fixture('loops') });
    const starts = [];
    for (let index = 0; index < 13; index += 1)
      starts.push(
        await busy.runs.start(t.operator, newRun()).then(
          () => 'waits',
          (error: unknown) => (error as { code: string }).code,
        ),
      );
    expect(starts.filter((start) => start === 'too_many_runs').length).toBeGreaterThan(0);
    await busy.runs.close();
  });
});

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds()));
}
