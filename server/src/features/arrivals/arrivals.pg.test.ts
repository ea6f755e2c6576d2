import { USUAL_DISPATCHING } from '@dispatch/shared/dispatching/dispatching';
import { USUAL_PATTERN } from '@dispatch/shared/shifts/schedule';
import { uuidv7 } from '@dispatch/shared/ids/uuid';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
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
import { serve } from '../../testing/served.ts';
import { createPlanning, createTravel } from '../planning/index.ts';
import { createArrivals } from './index.ts';

type Crew = Asker & { contractorId: string };
const MINUTE = 60_000;

let t: TestIssues;
let planning: ReturnType<typeof createPlanning>;
let arrivals: ReturnType<typeof createArrivals>;
let hanna: Asker & { householdId: string };
let ranges: boolean;
const system = asker({ kind: 'system' });

beforeAll(async () => {
  t = await testIssues();
  const { database, clock, issues } = t;
  const organisation = () => Promise.resolve({ ...ORGANISATION, dispatching: { ...USUAL_DISPATCHING, ranges } });
  const travel = createTravel({ url: undefined, log: silent, clock });
  const limit = () => Promise.resolve();
  planning = createPlanning({ database, clock, issues, organisation, travel, log: silent, limit });
  const settings = { undoSeconds: 20 };
  const { reader } = planning;
  arrivals = createArrivals({
    pool: database.pool,
    issues,
    reader,
    organisation,
    clock,
    system,
    settings,
    log: silent,
  });
  hanna = await aHousehold(database, { lat: 0.01, lon: 0.01 });
});
afterAll(async () => {
  await planning.stop?.();
  await t.close();
});
beforeEach(() => {
  ranges = true;
});
// each test has its own crew
afterEach(() => t.database.knex('contractors').update({ active: false }));

const week = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({
  weekday,
  from: '00:00',
  until: '23:59',
  rests: [],
  onCall: false,
}));
const crew = (name: string): Promise<Crew> =>
  aContractor(t.database, {
    name,
    home_lat: 0,
    home_lon: 0,
    pattern: JSON.stringify({ ...USUAL_PATTERN, week }),
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
const assigned = async (by: Crew, plannedAt: number, more: object = {}): Promise<string> => {
  const id = await filed();
  await run(t.operator, id, 'assign', { contractorId: by.contractorId, plannedAt, ...more });
  return id;
};
const inMinutes = (minutes: number): number => t.clock() + minutes * MINUTE;
/** After everything can no longer be undone. */
async function look(): Promise<void> {
  t.clock.advance(21_000);
  await arrivals.service.look();
}
const windowOf = async (id: string) => {
  const { windowFrom, windowTo, plan } = await t.issues.card(id);
  return { from: windowFrom, to: windowTo, by: plan?.windowBy };
};
const toldTo = async (id: string) => (await t.issues.publicView(id)).messages.map(({ text }) => text);
/** What the plan says now, Unix ms. */
const lastEvent = async (id: string) => (await t.issues.detail(id)).events.at(-1);

describe('a planned visit', () => {
  test('gets a range around its planned start, by the plan, once it can no longer be undone', async () => {
    const ana = await crew('Ana Berger');
    const id = await assigned(ana, inMinutes(60));
    await arrivals.service.look();
    expect((await windowOf(id)).from).toBeNull();
    await look();
    const { from, to, by } = await windowOf(id);
    expect(by).toBe('plan');
    // the first of the day is driven to at once; ten minutes before to thirty after, outward to five minutes
    expect((from ?? 0) % (5 * MINUTE)).toBe(0);
    expect(((to ?? 0) - (from ?? 0)) / MINUTE).toBeGreaterThanOrEqual(40);
    expect(((to ?? 0) - (from ?? 0)) / MINUTE).toBeLessThanOrEqual(50);
    expect(await toldTo(id)).toEqual([]);
    expect(await lastEvent(id)).toMatchObject({ action: 'plan', actor: { kind: 'system' } });
    const { version } = await t.issues.card(id);
    await look();
    expect((await t.issues.card(id)).version).toBe(version);
  });

  test('that a person has given a window, that may be on any day, or that is under way is left alone', async () => {
    const ana = await crew('Ana Berger');
    const given = { windowFrom: inMinutes(60), windowTo: inMinutes(120) };
    const person = await assigned(ana, inMinutes(60), given);
    const flexible = await assigned(ana, inMinutes(120));
    await run(t.operator, flexible, 'wish', { flexible: true });
    const driven = await assigned(ana, inMinutes(10));
    await run(ana, driven, 'depart');
    await look();
    // a card says who gave it only where it follows the plan
    expect(await windowOf(person)).toEqual({ from: given.windowFrom, to: given.windowTo, by: undefined });
    expect((await windowOf(flexible)).from).toBeNull();
    expect((await windowOf(driven)).from).toBeNull();
  });

  test('is told nothing where the organisation does not want it', async () => {
    ranges = false;
    const id = await assigned(await crew('Ana Berger'), inMinutes(60));
    await look();
    expect((await windowOf(id)).from).toBeNull();
  });
});

describe('a visit that moves', () => {
  test('out of its range: the household is told the new time and why, once', async () => {
    const ana = await crew('Ana Berger');
    const id = await assigned(ana, inMinutes(60));
    await look();
    const before = await windowOf(id);
    // an emergency comes first
    const emergency = await filed({ urgency: 'emergency', place: 'Far', lat: 0.2, lon: 0.2 });
    await run(t.operator, emergency, 'assign', { contractorId: ana.contractorId, plannedAt: inMinutes(1) });
    await look();
    const after = await windowOf(id);
    expect(after.from).toBeGreaterThan(before.from ?? Infinity);
    const told = await toldTo(id);
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(
      /^Ana now comes at about \d\d:\d\d instead of \d\d:\d\d, because an emergency had to come first\.$/,
    );
    await look();
    expect(await toldTo(id)).toEqual(told);
    expect(await t.issues.publicView(id)).toMatchObject({ windowFrom: after.from, contractor: 'Ana' });
  });

  test('to somebody else is told too, also after it was passed on', async () => {
    const [ana, bo] = [await crew('Ana Berger'), await crew('Bo Chen')];
    const id = await assigned(ana, inMinutes(60));
    await look();
    await run(ana, id, 'pass', { reason: 'Flat tyre' });
    expect((await windowOf(id)).from).toBeNull();
    await run(t.operator, id, 'assign', { contractorId: bo.contractorId });
    await look();
    expect((await windowOf(id)).by).toBe('plan');
    expect(await toldTo(id)).toEqual([expect.stringMatching(/^Bo now comes to you, at about .* because the visits/)]);
  });

  test('and of which somebody has told it already gets the range alone', async () => {
    const ana = await crew('Ana Berger');
    const [id, other] = [await assigned(ana, inMinutes(60)), await assigned(ana, inMinutes(200))];
    await look();
    t.clock.advance(1_000);
    // behind the other one
    const tell = 'Ana comes after another visit.';
    await run(t.operator, id, 'plan', { plannedAt: inMinutes(300), tell });
    const before = await windowOf(id);
    await look();
    expect((await windowOf(id)).from).not.toBe(before.from);
    expect(await toldTo(id)).toEqual([tell]);
    expect((await windowOf(other)).by).toBe('plan');
  });
});

describe('an arrival', () => {
  async function arriveAfter(minutes: number): Promise<{ id: string; eventId: number }> {
    const ana = await crew('Ana Berger');
    const id = await assigned(ana, inMinutes(5));
    await look();
    await run(ana, id, 'depart');
    t.clock.advance(minutes * MINUTE);
    await run(ana, id, 'arrive');
    return { id, eventId: (await lastEvent(id))?.id ?? 0 };
  }
  const rowOf = (id: string) =>
    t.database
      .knex('arrivals')
      .where({ issue_id: id })
      .first<{ kept: boolean; planned_at: number; at: number } | undefined>();

  test('is kept with what was told, once, and its range is forgotten', async () => {
    const { id, eventId } = await arriveAfter(5);
    await arrivals.service.arrived(eventId);
    await arrivals.service.arrived(eventId);
    const row = await rowOf(id);
    expect(row).toMatchObject({ kept: true, at: t.clock() });
    expect(Math.abs((row?.planned_at ?? 0) - t.clock())).toBeLessThan(30 * MINUTE);
    expect(await t.database.knex('arrival_ranges').where({ issue_id: id })).toEqual([]);
    expect(await arrivals.service.kept()).toEqual({ kept: 1, of: 1, days: 30 });
  });

  test('beyond the range was not kept; an undone one never was', async () => {
    const late = await arriveAfter(120);
    await arrivals.service.arrived(late.eventId);
    expect((await rowOf(late.id))?.kept).toBe(false);
    const slip = await arriveAfter(5);
    await run(t.operator, slip.id, 'undo');
    await arrivals.service.arrived(slip.eventId);
    expect(await rowOf(slip.id)).toBeUndefined();
    expect((await arrivals.service.kept()).of).toBe(2);
    t.clock.advance(31 * 24 * 3_600_000);
    expect((await arrivals.service.kept()).of).toBe(0);
    t.clock.advance(-31 * 24 * 3_600_000);
  });

  test('teaches the next range: late for twenty times, late it is told', async () => {
    const ana = await crew('Ana Berger');
    const past = (n: number) => ({
      event_id: -n - 1,
      issue_id: '',
      contractor_id: ana.contractorId,
      category_id: t.categoryId,
      planned_at: new Date(t.clock() - n * 24 * 3_600_000),
      window_from: new Date(0),
      window_to: new Date(1),
      window_by: 'plan',
      at: new Date(t.clock() - n * 24 * 3_600_000 + 60 * MINUTE),
      kept: false,
    });
    const issueId = await filed();
    await t.database
      .knex('arrivals')
      .insert(Array.from({ length: 20 }, (_, n) => ({ ...past(n + 1), issue_id: issueId })));
    const id = await assigned(ana, inMinutes(60));
    await look();
    const { from, to } = await windowOf(id);
    expect((from ?? 0) - t.clock()).toBeGreaterThan(55 * MINUTE);
    expect(((to ?? 0) - (from ?? 0)) / MINUTE).toBeLessThanOrEqual(10);
    await t.database.knex('arrivals').delete();
  });
});

test('jobs follow what moves a day, ten seconds together, and not what the looks do themselves', async () => {
  const at = Date.UTC(2026, 5, 1, 9);
  const event = (action: string, more: Partial<FeedEvent> = {}): FeedEvent =>
    ({
      id: 7,
      issueId: uuidv7(),
      action,
      at,
      actorKind: 'operator',
      contractorAfter: 'ana',
      contractorBefore: null,
      ...more,
    }) as FeedEvent;
  const jobs = async (...events: FeedEvent[]) =>
    (await arrivals.jobs.jobsFor?.(events))?.map(({ task, runAt }) => [task, ((runAt?.getTime() ?? 0) - at) / 1_000]);
  expect(await jobs(event('assign'), event('accept', { at: at + 3_000 }))).toEqual([['arrivals:look', 30]]);
  expect(await jobs(event('plan', { actorKind: 'system' }), event('comment'), event('wishes'))).toEqual([]);
  expect(await jobs(event('triage', { contractorAfter: null }))).toEqual([]);
  expect(await jobs(event('arrive'))).toEqual([
    ['arrivals:look', 30],
    ['arrivals:arrived', 20],
  ]);
});

test('how often it was kept is for everyone to read', async () => {
  const http = await serve(arrivals.routes ?? []);
  expect(await http.call(null, 'GET', '/arrivals/kept')).toMatchObject({ status: 200, body: { of: 0, days: 30 } });
  await http.close();
});
