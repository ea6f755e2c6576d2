import type { Candidates } from '@dispatch/shared/planning/candidates';
import { USUAL_PATTERN } from '@dispatch/shared/shifts/schedule';
import { afterAll, beforeAll, expect, test } from 'vitest';
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
import { createPlanning, createTravel } from './index.ts';

let t: TestIssues;
let http: Served;
let hanna: Asker & { householdId: string };
let operator: Asker;
const HOUR = 3_600_000;

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
  operator = asker({ kind: 'operator', userId: await aUser(database, { role: 'operator' }) });
  hanna = await aHousehold(database, { lat: 0.01, lon: 0.01 });
});
afterAll(async () => {
  await http.close();
  await t.close();
});

const week = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({
  weekday,
  from: '08:00',
  until: '18:00',
  rests: [],
  onCall: false,
}));

const crew = (name: string, more: Record<string, unknown> = {}) =>
  aContractor(t.database, {
    name,
    home_lat: 0,
    home_lon: 0,
    pattern: JSON.stringify({ ...USUAL_PATTERN, week }),
    ...more,
  });

async function filed(): Promise<string> {
  const input = { categoryId: t.categoryId, householdId: hanna.householdId };
  return (await t.issues.file({ who: t.operator, key: newKey(), app: 'test', input })).issueId;
}

const asks = (who: Asker, id: string) =>
  http.call<Candidates & { code?: string }>(who, 'GET', `/issues/${id}/candidates`);
const ask = async (id: string): Promise<Candidates> => (await asks(operator, id)).body;

test('tells every contractor, the best first with what it costs, the others with why not', async () => {
  const near = await crew('Near');
  const far = await crew('Far', { home_lat: 0.2, home_lon: 0.2 });
  const off = await crew('Off', { pattern: JSON.stringify({ ...USUAL_PATTERN, week: [] }) });
  const id = await filed();
  const told = await ask(id);
  expect(told.candidates.map(({ name }) => name)).toEqual(['Near', 'Far']);
  const [best] = told.candidates;
  expect(best?.text).toMatch(/^Near can be there at \d\d:\d\d, \d+ min more driving, nobody else moves\.$/);
  expect(best?.arrival).toBeGreaterThan(t.clock());
  expect(best?.parts.map(({ part }) => part)).toContain('travel');
  expect(told.refusals).toMatchObject([{ contractorId: off.contractorId, reason: { rule: 'no_shift' } }]);
  expect(told.refusals[0]?.text).toBe('Off has no shift that is not over. Fits if a shift is added.');

  // What the answer gives is all that a command needs to be done as it was shown.
  const card = await t.issues.card(id);
  const input = { version: card.version, contractorId: near.contractorId, plannedAt: best?.plannedAt };
  const day = told.days[near.contractorId];
  await t.issues.command({
    who: t.operator,
    issueId: id,
    action: 'assign',
    input: { ...input, day },
    key: newKey(),
    app: 'test',
  });
  const next = await ask(await filed());
  const again = next.candidates.find(({ contractorId }) => contractorId === near.contractorId);
  // the first one is in the day now: the next comes after it, or it moves
  expect((again?.arrival ?? 0) > (best?.arrival ?? Infinity) || again?.moves[0]?.issueId === id).toBe(true);
  expect(next.days[far.contractorId]).toBe(told.days[far.contractorId]);
  expect(next.days[near.contractorId]).not.toBe(day);
});

test('whom the household asks for comes first, whom the system prefers next, whom it does not want never', async () => {
  const [wanted, preferred, unwanted] = [await crew('Wanted'), await crew('Preferred'), await crew('Unwanted')];
  const { knex } = t.database;
  const at = new Date(t.clock());
  const household_id = hanna.householdId;
  await knex('household_wishes').insert([
    { household_id, contractor_id: wanted.contractorId, wish: 'whitelist', by_kind: 'household', at },
    { household_id, contractor_id: unwanted.contractorId, wish: 'blacklist', by_kind: 'household', at },
  ]);
  await knex('household_favours').insert({
    ...{ household_id, category_id: t.categoryId, contractor_id: preferred.contractorId, strength: 1, at },
    ...{ fixed: 2, confirmed: 2, reopened: 0, rated: 2, rating: 5, visits: 2, punctual: 2 },
  });
  const { candidates, refusals } = await ask(await filed());
  expect(candidates.slice(0, 2).map(({ name }) => name)).toEqual(['Wanted', 'Preferred']);
  expect(refusals.find(({ name }) => name === 'Unwanted')?.reason).toEqual({ rule: 'blacklisted' });
});

test('is for dispatchers, and for issues that are still to be done', async () => {
  const id = await filed();
  expect((await asks(hanna, id)).status).toBe(403);
  const carla = await crew('Carla');
  const { contractorId } = carla;
  const run = async (action: 'assign' | 'depart', input: object) => {
    const { version } = await t.issues.card(id);
    const given = { version, ...input } as never;
    await t.issues.command({ who: t.operator, issueId: id, action, input: given, key: newKey(), app: 'test' });
  };
  await run('assign', { contractorId, plannedAt: t.clock() + HOUR });
  await run('depart', {});
  expect((await asks(operator, id)).body.code).toBe('wrong_status');
  const nothing = '00000000-0000-4000-8000-000000000000';
  expect((await asks(operator, nothing)).body.code).toBe('not_found');
});
