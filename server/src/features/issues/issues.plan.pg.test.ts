import { dayStamp } from '@dispatch/shared/planning/day-stamp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Refusal } from '../../platform/refusal.ts';
import type { Asker } from '../../platform/http/route.ts';
import { aContractor, aHousehold, asker, newKey, testIssues, type TestIssues } from '../../testing/factories.ts';

let t: TestIssues;
let carla: Asker & { contractorId: string };
let bo: Asker & { contractorId: string };
let hanna: Asker & { householdId: string };
const system = asker({ kind: 'system' });
const HOUR = 3_600_000;

beforeAll(async () => {
  t = await testIssues();
  carla = await aContractor(t.database);
  bo = await aContractor(t.database, { name: 'Bo Builder' });
  hanna = await aHousehold(t.database);
});
afterAll(() => t.close());

async function filed(): Promise<string> {
  const input = { categoryId: t.categoryId, householdId: hanna.householdId };
  return (await t.issues.file({ who: t.operator, key: newKey(), app: 'test', input })).issueId;
}

async function run(who: Asker, issueId: string, action: string, input: object = {}) {
  const { version } = await t.issues.card(issueId);
  const given = { version, ...input } as never;
  return t.issues.command({ who, issueId, action: action as 'assign', input: given, key: newKey(), app: 'test' });
}

const refusal = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'done',
    (error: unknown) => (error instanceof Refusal ? error.code : String(error)),
  );

describe('a place in the day', () => {
  test('comes with the assignment, moves by plan, and goes with the contractor', async () => {
    const id = await filed();
    const at = t.clock() + HOUR;
    await run(t.operator, id, 'assign', { contractorId: carla.contractorId, plannedAt: at });
    expect((await t.issues.card(id)).plan).toMatchObject({ plannedAt: at });
    await run(carla, id, 'plan', { plannedAt: at + HOUR });
    expect((await t.issues.card(id)).plan).toMatchObject({ plannedAt: at + HOUR });
    await run(t.operator, id, 'reassign', { contractorId: bo.contractorId, plannedAt: at });
    expect((await t.issues.card(id)).plan).toMatchObject({ plannedAt: at });
    await run(t.operator, id, 'withdraw');
    expect((await t.issues.card(id)).plan).toBeNull();
  });

  test('is taken back by undo', async () => {
    const id = await filed();
    await run(t.operator, id, 'assign', { contractorId: carla.contractorId, plannedAt: t.clock() });
    await run(t.operator, id, 'reassign', { contractorId: bo.contractorId, plannedAt: t.clock() + HOUR });
    await run(t.operator, id, 'undo');
    const card = await t.issues.card(id);
    expect([card.contractorId, card.plan?.plannedAt]).toEqual([carla.contractorId, t.clock()]);
  });

  test('decided on a day that has changed is refused, and nothing is written', async () => {
    const [first, second] = [await filed(), await filed()];
    const ida = await aContractor(t.database, { name: 'Ida' });
    const { contractorId } = ida;
    const empty = dayStamp([]);
    const plannedAt = t.clock() + HOUR;
    await run(t.operator, first, 'assign', { contractorId, plannedAt, day: empty });
    expect(await refusal(run(t.operator, second, 'assign', { contractorId, plannedAt, day: empty }))).toBe(
      'day_changed',
    );
    expect((await t.issues.card(second)).contractorId).toBeNull();
    await run(t.operator, second, 'assign', { contractorId, plannedAt, day: dayStamp([{ id: first, plannedAt }]) });
    expect((await t.issues.card(second)).contractorId).toBe(contractorId);
  });

  test('of ten who decide on the same free day at once, one gets it', async () => {
    const { contractorId } = await aContractor(t.database, { name: 'Uwe' });
    const ids = await Promise.all(Array.from({ length: 10 }, filed));
    const input = { contractorId, plannedAt: t.clock() + HOUR, day: dayStamp([]) };
    const ends = await Promise.all(ids.map((id) => refusal(run(t.operator, id, 'offer', input))));
    expect(ends.toSorted()).toEqual([...Array.from({ length: 9 }, () => 'day_changed'), 'done']);
  });
});

describe('a window', () => {
  test('is a person’s word unless it says that it follows the plan', async () => {
    const id = await filed();
    const [windowFrom, windowTo] = [t.clock() + HOUR, t.clock() + 2 * HOUR];
    await run(t.operator, id, 'plan', { windowFrom, windowTo });
    expect((await t.issues.card(id)).plan).toBeNull();
    expect((await t.issues.publicView(id)).windowBy).toBe('person');
    await run(system, id, 'plan', { windowFrom, windowTo, windowBy: 'plan' });
    expect((await t.issues.card(id)).plan).toEqual({ windowBy: 'plan' });
    await run(t.operator, id, 'plan', { windowFrom: null, windowTo: null });
    expect((await t.issues.card(id)).plan).toBeNull();
  });

  test('that moves tells the household in public, beside the reason for the staff', async () => {
    const id = await filed();
    await run(t.operator, id, 'assign', { contractorId: carla.contractorId });
    const tell = 'Bo now comes to you, because of an emergency.';
    await run(t.operator, id, 'reassign', { contractorId: bo.contractorId, tell, reason: 'Carla is needed elsewhere' });
    const { messages } = await t.issues.publicView(id);
    expect(messages.map(({ text, from }) => [text, from])).toEqual([[tell, 'office']]);
    const { comments } = await t.issues.detail(id);
    expect(comments.map(({ kind }) => kind).sort()).toEqual(['public', 'reason']);
  });
});

describe('pins and wishes', () => {
  test('a pin to a contractor goes with the assignment, a time stays for the next', async () => {
    const id = await filed();
    const pinnedAt = t.clock() + HOUR;
    await run(t.operator, id, 'assign', { contractorId: carla.contractorId });
    await run(t.operator, id, 'pin', { pinnedTo: carla.contractorId, pinnedAt });
    expect((await t.issues.card(id)).plan).toEqual({ pinnedTo: carla.contractorId, pinnedAt });
    await run(carla, id, 'pass', { reason: 'Flat tyre' });
    expect((await t.issues.card(id)).plan).toEqual({ pinnedAt, passedBy: [carla.contractorId] });
    await run(t.operator, id, 'pin', { pinnedAt: null });
    expect(await refusal(run(carla, id, 'pin', { pinnedAt }))).toBe('not_allowed');
    const nobody = '00000000-0000-4000-8000-000000000000';
    expect(await refusal(run(t.operator, id, 'pin', { pinnedTo: nobody }))).toBe('no_such_contractor');
  });

  test('a household says when it suits, and that any day will do', async () => {
    const id = await filed();
    const [availableFrom, availableTo] = [t.clock() + HOUR, t.clock() + 3 * HOUR];
    await run(hanna, id, 'wish', { availableFrom, availableTo, flexible: true });
    expect((await t.issues.card(id)).plan).toEqual({ availableFrom, availableTo, flexible: true });
    await run(hanna, id, 'wish', { availableFrom: null, availableTo: null, flexible: false });
    expect((await t.issues.card(id)).plan).toBeNull();
  });

  test('those who passed, or did not answer, are named until it is done', async () => {
    const id = await filed();
    await run(t.operator, id, 'offer', { contractorId: carla.contractorId });
    await run(carla, id, 'pass', { reason: 'No' });
    await run(t.operator, id, 'offer', { contractorId: bo.contractorId });
    await run(system, id, 'expire');
    const passed = (await t.issues.card(id)).plan?.passedBy ?? [];
    expect(passed.toSorted()).toEqual([carla.contractorId, bo.contractorId].sort());
  });
});

test('a search that ended without anybody waits for a person until somebody is asked', async () => {
  const id = await filed();
  await run(system, id, 'give_up', { reason: 'Carla is off duty.' });
  expect((await t.issues.card(id)).waits?.stuckAt).toBe(t.clock());
  await run(t.operator, id, 'offer', { contractorId: carla.contractorId });
  expect((await t.issues.card(id)).waits).toBeNull();
});
