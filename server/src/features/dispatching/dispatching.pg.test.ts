import { USUAL_DISPATCHING, type Dispatching } from '@dispatch/shared/dispatching/dispatching';
import type { Candidates } from '@dispatch/shared/planning/candidates';
import { stampsOf } from '@dispatch/shared/planning/day-stamp';
import { planOf } from '@dispatch/shared/planning/world';
import { rank } from '@dispatch/shared/planning/rank';
import { USUAL_PATTERN, type WeekShift } from '@dispatch/shared/shifts/schedule';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { FeedEvent } from '../../platform/feed/projection.ts';
import type { Asker } from '../../platform/http/route.ts';
import type { Refusal } from '../../platform/refusal.ts';
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
import { createPlanning, createTravel, type PlanReader } from '../planning/index.ts';
import { createDispatching } from './index.ts';

type Crew = Asker & { contractorId: string };

let t: TestIssues;
let reader: PlanReader;
let http: Served;
let operator: Asker;
let dispatching: ReturnType<typeof createDispatching>;
let settings: Dispatching;
let hanna: Asker & { householdId: string };
const system = asker({ kind: 'system' });

beforeAll(async () => {
  t = await testIssues();
  const { database, clock, issues } = t;
  const organisation = () => Promise.resolve({ ...ORGANISATION, dispatching: settings });
  const limit = () => Promise.resolve();
  const travel = createTravel({ url: undefined, log: silent, clock });
  const planning = createPlanning({ database, clock, issues, organisation, travel, log: silent, limit });
  ({ reader } = planning);
  http = await serve(planning.routes ?? []);
  operator = asker({ kind: 'operator', userId: await aUser(database, { role: 'operator' }) });
  const { changes } = planning;
  dispatching = createDispatching({ pool: database.pool, issues, reader, changes, organisation, system, log: silent });
  hanna = await aHousehold(database, { lat: 0.01, lon: 0.01 });
});
afterAll(async () => {
  await http.close();
  await t.close();
});
beforeEach(() => {
  settings = { ...USUAL_DISPATCHING, rules: [{ districtId: null, categoryId: null, mode: 'on', tries: 3 }] };
});
// each test has its own crew, and the issues of the others are over
afterEach(async () => {
  const { knex } = t.database;
  await knex('contractors').update({ active: false });
  const nobody = { assignment_id: null, assignment_state: null, contractor_id: null };
  await knex('issues').update({ status: 'closed', outcome: 'cancelled', ...nobody });
});

const everyDay = (from: string, until: string, onCall = false): WeekShift[] =>
  [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from, until, rests: [], onCall }));

/** At work from 8 to 18, on duty; the clock of the tests stands at 11:00 of Berlin. */
const crew = (name: string, more: Record<string, unknown> = {}, week = everyDay('08:00', '18:00')): Promise<Crew> =>
  aContractor(t.database, {
    name,
    home_lat: 0,
    home_lon: 0,
    on_duty: true,
    duty_changed_at: new Date(t.clock() - 3_600_000),
    pattern: JSON.stringify({ ...USUAL_PATTERN, week }),
    ...more,
  });

async function filed(more: object = {}): Promise<string> {
  const input = { categoryId: t.categoryId, householdId: hanna.householdId, ...more };
  return (await t.issues.file({ who: t.operator, key: newKey(), app: 'test', input })).issueId;
}

async function run(who: Asker, issueId: string, action: string, input: object = {}) {
  const { version } = await t.issues.card(issueId);
  const given = { version, ...input } as never;
  return t.issues.command({ who, issueId, action: action as 'offer', input: given, key: newKey(), app: 'test' });
}

const look = (id: string) => dispatching.service.look(id);
const askedNow = async (id: string) => (await t.issues.card(id)).contractorId;
const reasonsOf = async (id: string) =>
  (await t.issues.detail(id)).events.findLast(({ action }) => action === 'give_up')?.text?.split('\n');

describe('what comes in', () => {
  test('is offered to the best of the ranking, with the time it was ranked for and the reason kept', async () => {
    const near = await crew('Near');
    await crew('Far', { home_lat: 0.3 });
    const id = await filed();
    const { candidates } = rank(planOf(await reader.read({ issueIds: [id] })), id);
    await look(id);
    const card = await t.issues.card(id);
    expect([card.stage, card.contractorId]).toEqual(['offered', near.contractorId]);
    expect(candidates[0]?.contractor).toBe(near.contractorId);
    expect(card.plan?.plannedAt).toBe(Math.round((candidates[0]?.arrival ?? 0) * 60_000));
    const { events } = await t.issues.detail(id);
    expect(events.at(-1)).toMatchObject({ action: 'offer', actor: { kind: 'system' } });
    expect(events.at(-1)?.text).toMatch(/^Near can be there at/);
  });

  test('goes to the next when the first passes or does not answer, and after so many to a dispatcher', async () => {
    settings.rules = [{ districtId: null, categoryId: null, mode: 'on', tries: 2 }];
    const [first, second] = [await crew('First'), await crew('Second', { home_lat: 0.1 })];
    await crew('Third', { home_lat: 0.2 });
    const id = await filed();
    await look(id);
    expect(await askedNow(id)).toBe(first.contractorId);
    await run(first, id, 'pass', { reason: 'Flat tyre' });
    await look(id);
    expect(await askedNow(id)).toBe(second.contractorId);
    await run(system, id, 'expire');
    await look(id);
    const card = await t.issues.card(id);
    expect([card.stage, card.waits?.stuckAt]).toEqual(['to_assign', t.clock()]);
    expect((await reasonsOf(id))?.[0]).toBe('2 were asked, as many as the rule allows.');
    await look(id);
    expect(await askedNow(id)).toBeNull();
  });

  test('that nobody fits lands with a dispatcher, with the reason of each', async () => {
    await crew('Untrained', { skills: [] });
    await crew('Elsewhere', { district_ids: ['00000000-0000-4000-8000-000000000001'] });
    await t.database
      .knex('categories')
      .update({ skills: ['gas'] })
      .where({ id: t.categoryId });
    const id = await filed();
    await look(id);
    await t.database.knex('categories').update({ skills: [] }).where({ id: t.categoryId });
    expect((await t.issues.card(id)).waits?.stuckAt).toBe(t.clock());
    expect((await reasonsOf(id))?.every((line) => line.includes('lacks the skill gas'))).toBe(true);
  });

  test('is left alone where the rule does not say so, and while a dispatcher has it in hand', async () => {
    await crew('Anyone');
    settings.rules = [{ districtId: null, categoryId: t.categoryId, mode: 'suggest', tries: 3 }];
    const id = await filed();
    await look(id);
    expect(await askedNow(id)).toBeNull();
    settings.rules = [{ districtId: null, categoryId: null, mode: 'on', tries: 3 }];
    const operator = { ...t.operator };
    await t.issues.note({
      who: operator,
      issueId: id,
      action: 'claim',
      input: { on: true },
      key: newKey(),
      app: 'test',
    });
    await look(id);
    expect(await askedNow(id)).toBeNull();
  });
});

test('asks in the order, and with the words, that the API tells', async () => {
  settings.rules = [{ districtId: null, categoryId: null, mode: 'on', tries: 5 }];
  const people = [await crew('Uma', { home_lat: 0.2 }), await crew('Vic'), await crew('Wim', { home_lat: 0.1 })];
  const id = await filed();
  const told = (await http.call<Candidates>(operator, 'GET', `/issues/${id}/candidates`)).body;
  const asked: (string | null)[] = [];
  const reasons: (string | null | undefined)[] = [];
  for (const _ of people) {
    await look(id);
    const contractorId = await askedNow(id);
    asked.push(contractorId);
    reasons.push((await t.issues.detail(id)).events.at(-1)?.text);
    const person = people.find((one) => one.contractorId === contractorId);
    if (person) await run(person, id, 'pass', { reason: 'No' });
  }
  expect(asked).toEqual(told.candidates.map(({ contractorId }) => contractorId));
  expect(reasons).toEqual(told.candidates.map(({ text }) => text));
});

describe('off duty', () => {
  test('nobody is asked: what can wait waits for the shift, the sweep asks when it has begun', async () => {
    const late = await crew('Late', { on_duty: false }, everyDay('14:00', '22:00'));
    const id = await filed();
    await look(id);
    await dispatching.service.sweep();
    expect(await t.issues.card(id)).toMatchObject({ contractorId: null, waits: null });
    t.clock.advance(3 * 3_600_000 + 60_000);
    await t.database.knex('contractors').where({ id: late.contractorId }).update({ on_duty: true });
    await dispatching.service.sweep();
    expect(await askedNow(id)).toBe(late.contractorId);
    t.clock.advance(-3 * 3_600_000 - 60_000);
  });

  test('what is urgent does not wait, and whoever is on call is asked for emergencies alone', async () => {
    const onCall = await crew('Night', { on_duty: false }, everyDay('00:00', '00:00', true));
    await crew('Later', { on_duty: false }, everyDay('22:00', '23:59'));
    const [urgent, emergency] = [await filed({ urgency: 'high' }), await filed({ urgency: 'emergency' })];
    await look(urgent);
    await look(emergency);
    expect((await t.issues.card(urgent)).waits?.stuckAt).toBe(t.clock());
    expect((await reasonsOf(urgent))?.[0]).toMatch(/^Later is off duty until 22:00\.$/);
    expect(await askedNow(emergency)).toBe(onCall.contractorId);
  });

  test('an offer is taken back and goes on when its contractor goes off duty, unless a dispatcher made it', async () => {
    const [leaves, stays] = [await crew('Leaves'), await crew('Stays', { home_lat: 0.1 })];
    const [own, byHand] = [await filed(), await filed()];
    await look(own);
    await run(t.operator, byHand, 'offer', { contractorId: leaves.contractorId });
    expect(await askedNow(own)).toBe(leaves.contractorId);
    await t.database.knex('contractors').where({ id: leaves.contractorId }).update({ on_duty: false });
    await dispatching.service.sweep();
    expect([await askedNow(own), await askedNow(byHand)]).toEqual([stays.contractorId, leaves.contractorId]);
    const { assignments } = await t.issues.detail(own);
    expect(assignments.map(({ state }) => state)).toEqual(['withdrawn', 'offered']);
  });
});

describe('at once', () => {
  test('two operators and auto-dispatch on one free hour: each sees what the others did before it decides', async () => {
    const only = await crew('Only', {}, everyDay('11:00', '13:10').slice(0, 1));
    const { contractorId } = only;
    const ids = await Promise.all(Array.from({ length: 6 }, () => filed()));
    const seen = await reader.read();
    const day = stampsOf([contractorId], seen.cards)[contractorId];
    const plannedAt = t.clock() + 1_800_000;
    const byHand = ids.slice(0, 2).map((id) => run(t.operator, id, 'assign', { contractorId, plannedAt, day }));
    const byItself = ids.slice(2).map((id) => look(id));
    const ends = await Promise.allSettled([...byHand, ...byItself]);
    for (const end of ends) if (end.status === 'rejected') expect((end.reason as Refusal).code).toBe('day_changed');
    const cards = await Promise.all(ids.map((id) => t.issues.card(id)));
    const given = cards.filter((card) => card.contractorId === contractorId);
    // an hour each, with the drives two fit into the shift: whoever came later was told so
    expect(given.length).toBeGreaterThan(0);
    expect(given.length).toBeLessThanOrEqual(2);
    const plan = planOf(await reader.read());
    for (const { stops, table, duty } of plan.tours)
      if (duty.contractor.id === contractorId) expect([stops.length <= 2, table.overrun]).toEqual([true, 0]);
  });
});

describe('a day that no longer holds', () => {
  const fallsIll = ({ contractorId }: Crew) =>
    t.database
      .knex('contractors')
      .where({ id: contractorId })
      .update({ on_duty: false, pattern: JSON.stringify({ ...USUAL_PATTERN, week: [] }) });

  test('is mended by asking others where that is switched on, within the limits', async () => {
    const [ill, well] = [await crew('Ill'), await crew('Well', { home_lat: 0.02 })];
    const id = await filed();
    await run(t.operator, id, 'assign', { contractorId: ill.contractorId, plannedAt: t.clock() + 3_600_000 });
    await fallsIll(ill);
    await dispatching.service.mend();
    expect(await askedNow(id)).toBe(ill.contractorId);
    settings.replan = 'on';
    await dispatching.service.mend();
    const card = await t.issues.card(id);
    expect([card.stage, card.contractorId]).toEqual(['offered', well.contractorId]);
    await dispatching.service.mend();
    expect((await t.issues.card(id)).version).toBe(card.version);
  });

  test('leaves alone what a dispatcher has pinned', async () => {
    const ill = await crew('Ill');
    await crew('Well');
    const id = await filed();
    await run(t.operator, id, 'assign', { contractorId: ill.contractorId, plannedAt: t.clock() + 3_600_000 });
    await run(t.operator, id, 'pin', { pinnedTo: ill.contractorId });
    await fallsIll(ill);
    settings.replan = 'on';
    await dispatching.service.mend();
    expect(await askedNow(id)).toBe(ill.contractorId);
  });
});

test('jobs follow from what leaves an issue without anybody, and from none while nothing is done by itself', async () => {
  const event = (action: string, more: Partial<FeedEvent> = {}): FeedEvent =>
    ({
      issueId: action,
      action,
      actorKind: 'operator',
      contractorAfter: null,
      onBoardAfter: true,
      ...more,
    }) as FeedEvent;
  const events = [
    event('file'),
    event('pass', { actorKind: 'contractor' }),
    event('withdraw'),
    event('undo'),
    event('offer', { contractorAfter: 'bo' }),
    event('edit', { contractorAfter: 'bo' }),
    event('cancel', { onBoardAfter: false }),
    event('give_up', { actorKind: 'system' }),
  ];
  const jobs = await dispatching.jobs.jobsFor?.(events);
  expect(jobs?.map(({ payload }) => payload['issueId'])).toEqual(['file', 'pass', 'edit']);
  settings = { ...settings, rules: [], replan: 'on' };
  expect((await dispatching.jobs.jobsFor?.(events))?.map(({ task }) => task)).toEqual(['dispatching:mend']);
  settings.replan = 'suggest';
  expect(await dispatching.jobs.jobsFor?.(events)).toEqual([]);
});
