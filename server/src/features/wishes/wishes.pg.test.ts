import type { Candidates } from '@dispatch/shared/planning/candidates';
import { rank } from '@dispatch/shared/planning/rank';
import { planOf } from '@dispatch/shared/planning/world';
import { USUAL_DISPATCHING } from '@dispatch/shared/dispatching/dispatching';
import { USUAL_PATTERN } from '@dispatch/shared/shifts/schedule';
import { strengthOf } from '@dispatch/shared/wishes/favour';
import type { HouseholdWishes, Visitor } from '@dispatch/shared/wishes/wish';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { FeedEvent } from '../../platform/feed/projection.ts';
import type { Asker } from '../../platform/http/route.ts';
import { ORGANISATION } from '../../testing/accounts.ts';
import {
  aContractor,
  aHousehold,
  asker,
  newKey,
  silent,
  testIssues,
  type TestIssues,
} from '../../testing/factories.ts';
import { serve, type Served } from '../../testing/served.ts';
import { createDispatching } from '../dispatching/index.ts';
import { createPlanning, createTravel } from '../planning/index.ts';
import { createWishes } from './index.ts';

type Crew = Asker & { contractorId: string };
type Home = Asker & { householdId: string };

let t: TestIssues;
let http: Served;
let wishes: ReturnType<typeof createWishes>;
let planning: ReturnType<typeof createPlanning>;
let dispatching: ReturnType<typeof createDispatching>;
const system = asker({ kind: 'system' });

beforeAll(async () => {
  t = await testIssues();
  const { database, clock, issues } = t;
  const limit = () => Promise.resolve();
  const { pool } = database;
  wishes = createWishes({ pool, issues, clock, system, settings: { undoSeconds: 20 }, limit });
  const rules = [{ districtId: null, categoryId: null, mode: 'on' as const, tries: 3 }];
  const organisation = () => Promise.resolve({ ...ORGANISATION, dispatching: { ...USUAL_DISPATCHING, rules } });
  planning = createPlanning({
    database,
    clock,
    issues,
    organisation,
    travel: createTravel({ url: undefined, log: silent, clock }),
    log: silent,
    limit,
    favoursFor: (id) => wishes.service.favoursFor(id),
  });
  const { reader, changes } = planning;
  dispatching = createDispatching({ pool, issues, reader, changes, organisation, system, log: silent });
  http = await serve([...(wishes.routes ?? []), ...(planning.routes ?? [])]);
});
afterAll(async () => {
  await http.close();
  await planning.stop?.();
  await t.close();
});
// each test has its own crew
afterEach(() => t.database.knex('contractors').update({ active: false }));

const week = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({
  weekday,
  from: '08:00',
  until: '18:00',
  rests: [],
  onCall: false,
}));
const crew = (name: string, more: Record<string, unknown> = {}): Promise<Crew> =>
  aContractor(t.database, {
    name,
    home_lat: 0,
    home_lon: 0,
    on_duty: true,
    duty_changed_at: new Date(t.clock() - 3_600_000),
    pattern: JSON.stringify({ ...USUAL_PATTERN, week }),
    ...more,
  });
const home = (): Promise<Home> => aHousehold(t.database, { lat: 0.01, lon: 0.01 });

async function filed(household: Home, more: object = {}): Promise<string> {
  const input = { categoryId: t.categoryId, householdId: household.householdId, ...more };
  return (await t.issues.file({ who: t.operator, key: newKey(), app: 'test', input })).issueId;
}
async function run(who: Asker, issueId: string, action: string, input: object = {}) {
  const { version } = await t.issues.card(issueId);
  const given = { version, ...input } as never;
  return t.issues.command({ who, issueId, action: action as 'offer', input: given, key: newKey(), app: 'test' });
}
/** Assigned, driven to, done and, where a rating is given, confirmed with it. */
async function fixed(household: Home, by: Crew, rating?: number): Promise<string> {
  const id = await filed(household);
  await run(t.operator, id, 'assign', { contractorId: by.contractorId });
  for (const action of ['depart', 'arrive', 'finish']) await run(by, id, action);
  if (rating !== undefined) await run(household, id, 'confirm', { rating });
  return id;
}
const linkOf = (issueId: string, scope: 'act' | 'watch'): Asker => asker({ kind: 'link', issueId, scope });
const say = (who: Asker, path: string, by: Crew, wish: 'whitelist' | 'blacklist' | null) =>
  http.call<Visitor[] & HouseholdWishes & { code?: string }>(who, 'PUT', `${path}/${by.contractorId}`, { wish });
const candidates = async (id: string) =>
  (await http.call<Candidates>(t.operator, 'GET', `/issues/${id}/candidates`)).body;

describe('a household', () => {
  test('names those who have been there, by first name, signed in or by the link of its issue', async () => {
    const [hanna, ana, bo] = [await home(), await crew('Ana Berger'), await crew('Bo Chen')];
    const open = await filed(hanna);
    const seen = async (who: Asker) => (await http.call<Visitor[]>(who, 'GET', `/issues/${open}/visitors`)).body;
    expect(await seen(hanna)).toEqual([]);
    await fixed(hanna, ana);
    expect(await seen(linkOf(open, 'act'))).toEqual([
      { id: ana.contractorId, name: 'Ana', wish: null, lastAt: t.clock() },
    ]);
    expect((await say(hanna, `/issues/${open}/visitors`, ana, 'whitelist')).body).toMatchObject([
      { name: 'Ana', wish: 'whitelist' },
    ]);
    expect((await say(hanna, `/issues/${open}/visitors`, bo, 'blacklist')).body.code).toBe('no_such_contractor');
    expect((await t.issues.card(open)).plan?.whitelist).toEqual([ana.contractorId]);
    const link = await say(linkOf(open, 'act'), `/issues/${open}/visitors`, ana, null);
    expect([link.status, (await t.issues.card(open)).plan?.whitelist]).toEqual([200, undefined]);
  });

  test('speaks for itself alone: others and those who only watch are refused', async () => {
    const [hanna, other, ana] = [await home(), await home(), await crew('Ana Berger')];
    const [own, theirs] = [await fixed(hanna, ana), await fixed(other, ana)];
    const path = `/issues/${theirs}/visitors`;
    expect((await say(hanna, path, ana, 'blacklist')).status).toBe(404);
    expect((await say(linkOf(own, 'act'), path, ana, 'blacklist')).status).toBe(404);
    expect((await say(linkOf(theirs, 'watch'), path, ana, 'blacklist')).status).toBe(403);
    expect((await say(ana, path, ana, 'whitelist')).status).toBe(403);
  });

  test('each unfinished issue tells it in its history, and the card says so; finished ones stay as they are', async () => {
    const [hanna, ana] = [await home(), await crew('Ana Berger')];
    const done = await fixed(hanna, ana);
    const [first, second] = [await filed(hanna), await filed(hanna)];
    const revs = async () => Promise.all([done, first, second].map(async (id) => (await t.issues.card(id)).rev));
    const before = await revs();
    await say(hanna, `/issues/${first}/visitors`, ana, 'blacklist');
    const after = await revs();
    expect(after.map((rev, at) => rev > (before[at] ?? 0))).toEqual([false, true, true]);
    const { events, card } = await t.issues.detail(second);
    expect(events.at(-1)).toMatchObject({ action: 'wishes', version: 1, actor: { kind: 'household' } });
    expect(card.plan?.blacklist).toEqual([ana.contractorId]);
    await say(hanna, `/issues/${first}/visitors`, ana, 'blacklist');
    expect(await revs()).toEqual(after);
  });
});

test('a dispatcher names anyone for any household, and sees who said so and when', async () => {
  const [hanna, ana] = [await home(), await crew('Ana Berger')];
  const path = `/households/${hanna.householdId}/wishes`;
  const { body } = await say(t.operator, path, ana, 'whitelist');
  expect(body).toEqual({
    wishes: [
      {
        contractorId: ana.contractorId,
        name: 'Ana Berger',
        wish: 'whitelist',
        at: t.clock(),
        by: { kind: 'operator', name: 'Olga Operator' },
      },
    ],
    favours: [],
  });
  expect((await say(t.operator, '/households/01890000-0000-7000-8000-000000000000/wishes', ana, null)).status).toBe(
    404,
  );
  expect((await say(hanna, path, ana, null)).status).toBe(403);
});

describe('whoever is not wanted', () => {
  test('is never a candidate and never asked by itself, the one asked for before the nearer one', async () => {
    const [hanna, near, far] = [await home(), await crew('Near One'), await crew('Far One', { home_lat: 0.06 })];
    const id = await filed(hanna);
    expect((await candidates(id)).candidates[0]?.contractorId).toBe(near.contractorId);
    await say(t.operator, `/households/${hanna.householdId}/wishes`, far, 'whitelist');
    const preferred = await candidates(id);
    expect(preferred.candidates.map(({ contractorId }) => contractorId)).toEqual([far.contractorId, near.contractorId]);
    expect(preferred.candidates[0]?.favour).toMatchObject({ whitelisted: true, text: 'asked for by the household' });
    await say(t.operator, `/households/${hanna.householdId}/wishes`, near, 'blacklist');
    const { candidates: able, refusals } = await candidates(id);
    expect(able.map(({ contractorId }) => contractorId)).toEqual([far.contractorId]);
    expect(refusals.map(({ reason }) => reason.rule)).toEqual(['blacklisted']);
    await dispatching.service.look(id);
    expect((await t.issues.card(id)).contractorId).toBe(far.contractorId);
  });

  test('and has it already keeps it, and a dispatcher is told', async () => {
    const [hanna, ana] = [await home(), await crew('Ana Berger')];
    const id = await filed(hanna);
    await run(t.operator, id, 'assign', { contractorId: ana.contractorId });
    await say(t.operator, `/households/${hanna.householdId}/wishes`, ana, 'blacklist');
    expect((await t.issues.card(id)).contractorId).toBe(ana.contractorId);
    const list = await t.issues.list({ needs: ['unwanted'] }, null);
    expect(list.items.map((card) => card.id)).toEqual([id]);
    expect(await t.issues.needCounts()).toMatchObject({ unwanted: 1 });
  });

  test('an own offer to it goes on to the next', async () => {
    const [hanna, ana, bo] = [await home(), await crew('Ana Berger'), await crew('Bo Chen', { home_lat: 0.1 })];
    const id = await filed(hanna);
    await dispatching.service.look(id);
    expect((await t.issues.card(id)).contractorId).toBe(ana.contractorId);
    await say(t.operator, `/households/${hanna.householdId}/wishes`, ana, 'blacklist');
    const event = {
      issueId: id,
      action: 'wishes',
      actorKind: 'operator',
      contractorAfter: ana.contractorId,
      onBoardAfter: true,
    };
    expect(await dispatching.jobs.jobsFor?.([event as FeedEvent])).toHaveLength(1);
    await dispatching.service.look(id);
    expect((await t.issues.card(id)).contractorId).toBe(bo.contractorId);
  });
});

describe('what the system prefers by itself', () => {
  test('follows from confirmed fixes, ratings and returns, with the numbers shown to staff', async () => {
    const [hanna, ana, bo] = [await home(), await crew('Ana Berger', { home_lat: 0.03 }), await crew('Bo Chen')];
    const open = await filed(hanna);
    for (const rating of [5, 4]) await fixed(hanna, ana, rating);
    const again = await fixed(hanna, bo);
    await run(hanna, again, 'dispute', { reason: 'It drips again' });
    await wishes.favours.count(again);
    const numbers = { fixed: 2, confirmed: 2, reopened: 0, rated: 2, rating: 4.5, visits: 0, punctual: 0 };
    const { body } = await http.call<HouseholdWishes>(t.operator, 'GET', `/households/${hanna.householdId}/wishes`);
    expect(body.favours).toMatchObject([
      { name: 'Ana Berger', categoryId: t.categoryId, ...numbers },
      { name: 'Bo Chen', fixed: 1, confirmed: 0, reopened: 1, strength: 0 },
    ]);
    const { candidates: able } = await candidates(open);
    // three kilometres further off, and still the first
    expect(able.map(({ contractorId }) => contractorId)).toEqual([ana.contractorId, bo.contractorId]);
    expect(able[0]?.favour).toEqual({
      whitelisted: false,
      strength: expect.closeTo(strengthOf(numbers), 5) as number,
      numbers,
      text: 'fixed 2 here, 2 confirmed, rated 4.5',
    });
    expect(able[0]?.parts.some(({ part, minutes }) => part === 'preference' && minutes < 0)).toBe(true);
    expect((await t.issues.detail(open)).events.at(-1)).toMatchObject({ action: 'wishes', actor: { kind: 'system' } });
  });

  test('the same order in API, auto-dispatch and plan; what is undone does not count', async () => {
    const [hanna, ana, bo] = [await home(), await crew('Ana Berger', { home_lat: 0.02 }), await crew('Bo Chen')];
    const done = await fixed(hanna, ana, 5);
    await fixed(hanna, ana, 5);
    await wishes.favours.count(done);
    const open = await filed(hanna);
    const world = await planning.reader.read({ issueIds: [open] });
    const order = rank(planOf(world), open).candidates.map(({ contractor }) => contractor);
    expect((await candidates(open)).candidates.map(({ contractorId }) => contractorId)).toEqual(order);
    expect(order).toEqual([ana.contractorId, bo.contractorId]);
    await dispatching.service.look(open);
    expect((await t.issues.card(open)).contractorId).toBe(ana.contractorId);
    await run(t.operator, done, 'undo');
    await run(t.operator, done, 'undo').catch(() => undefined);
    await wishes.favours.count(done);
    const [row] = (await wishes.service.of(hanna.householdId)).favours;
    expect([row?.fixed, row?.confirmed]).toEqual([2, 1]);
  });

  test('is counted once nothing of it can be undone any more, and by night where it never was', async () => {
    const [hanna, ana] = [await home(), await crew('Ana Berger')];
    await fixed(hanna, ana, 5);
    const at = t.clock();
    const event = (action: string) => ({ issueId: 'i', action, at }) as FeedEvent;
    const jobs = await wishes.jobs.jobsFor?.(['finish', 'confirm', 'edit'].map(event));
    expect(jobs?.map(({ runAt }) => runAt?.getTime())).toEqual([at + 21_000, at + 21_000]);
    await wishes.favours.sweep();
    expect((await wishes.service.of(hanna.householdId)).favours).toHaveLength(1);
  });
});
