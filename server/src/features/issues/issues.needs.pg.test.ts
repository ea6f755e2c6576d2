import { CLAIM_MINUTES } from '@dispatch/shared/issues/calls';
import type { Action, NoteAction } from '@dispatch/shared/issues/lifecycle';
import { NEED_KINDS, needsOf } from '@dispatch/shared/issues/needs';
import type { Commands } from '@dispatch/shared/issues/schema';
import { COMMANDS } from '@dispatch/shared/issues/schema';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Asker } from '../../platform/http/route.ts';
import { Refusal } from '../../platform/refusal.ts';
import { aContractor, aHousehold, asker, aUser, newKey, testIssues, type TestIssues } from '../../testing/factories.ts';

let t: TestIssues;
let carla: Asker & { contractorId: string };
let hanna: Asker & { householdId: string };
let second: Asker;

beforeAll(async () => {
  t = await testIssues();
  carla = await aContractor(t.database);
  hanna = await aHousehold(t.database);
  second = asker({ kind: 'operator', userId: await aUser(t.database, { name: 'Otto Other' }) });
});
afterAll(() => t.close());

async function filed(more: object = {}): Promise<string> {
  const input = { categoryId: t.categoryId, title: 'Leak', householdId: hanna.householdId, ...more };
  return (await t.issues.file({ who: t.operator, input, key: newKey(), app: 'test' })).issueId;
}
async function run(who: Asker, issueId: string, action: Action, input: object = {}): Promise<void> {
  const { version } = await t.issues.card(issueId);
  await t.issues.command({ who, issueId, action, input: { version, ...input }, key: newKey(), app: 'test' });
}
async function note<A extends NoteAction>(who: Asker, issueId: string, action: A, input: Commands[A]): Promise<void> {
  await t.issues.note({ who, issueId, action, input, key: newKey(), app: 'test' });
}
const waits = async (id: string) => (await t.issues.card(id)).waits;
const kinds = async (id: string) => needsOf(await t.issues.card(id), t.clock()).map(({ kind }) => kind);

describe('who was asked', () => {
  test('each who passes or lets the time run out counts, until someone has it', async () => {
    const id = await filed();
    await run(t.operator, id, 'offer', { contractorId: carla.contractorId });
    expect(await kinds(id)).toEqual([]);
    await run(carla, id, 'pass', { reason: 'Too far for me today' });
    expect(await kinds(id)).toEqual(['passed']);
    await run(t.operator, id, 'offer', { contractorId: carla.contractorId });
    t.clock.advance(3_600_000);
    await run(asker({ kind: 'system' }), id, 'expire');
    expect((await waits(id))?.passes).toBe(2);
    await run(t.operator, id, 'assign', { contractorId: carla.contractorId });
    expect(await waits(id)).toBeNull();
  });

  test('a pass that is undone does not count', async () => {
    const id = await filed();
    await run(t.operator, id, 'offer', { contractorId: carla.contractorId });
    await run(carla, id, 'pass', { reason: 'A slip of the finger' });
    await run(carla, id, 'undo');
    expect(await waits(id)).toBeNull();
  });
});

describe('what the household says', () => {
  test('not fixed waits until someone is found for it again', async () => {
    const id = await filed();
    await run(t.operator, id, 'assign', { contractorId: carla.contractorId });
    for (const action of ['depart', 'arrive', 'finish'] as const) await run(carla, id, action);
    await run(hanna, id, 'dispute', { reason: 'It still drips' });
    expect(await waits(id)).toMatchObject({ disputedAt: t.clock() });
    expect(await kinds(id)).toContain('disputed');
    await run(t.operator, id, 'offer', { contractorId: carla.contractorId });
    expect(await waits(id)).toBeNull();
  });

  test('a message waits for a public answer, a call, or word that none is needed', async () => {
    for (const answer of [
      (id: string) => note(t.operator, id, 'comment', { kind: 'public', text: 'Tomorrow.' }),
      (id: string) => note(carla, id, 'comment', { kind: 'public', text: 'I am on my way.' }),
      (id: string) => note(t.operator, id, 'call', { to: 'household', outcome: 'reached' }),
      (id: string) => note(t.operator, id, 'heard', {}),
      (id: string) => run(t.operator, id, 'ask', { question: 'At what time?' }),
    ]) {
      const id = await filed();
      await run(t.operator, id, 'assign', { contractorId: carla.contractorId });
      await note(hanna, id, 'comment', { kind: 'public', text: 'When do you come?' });
      const asked = t.clock();
      t.clock.advance(1_000);
      await note(hanna, id, 'comment', { kind: 'public', text: 'Hello?' });
      await note(t.operator, id, 'comment', { kind: 'internal', text: 'Impatient.' });
      expect((await waits(id))?.unansweredAt).toBe(asked);
      await answer(id);
      expect((await waits(id))?.unansweredAt ?? null).toBeNull();
    }
  });
});

describe('calling back', () => {
  const callback = () =>
    filed({ callback: true, contact: { phone: '030 555 0199', name: 'Hanna' }, householdId: hanna.householdId });

  test('attempts in vain are counted, put off, and end when someone is reached', async () => {
    const id = await callback();
    expect(await kinds(id)).toEqual(['callback']);
    await note(t.operator, id, 'call', { to: 'household', outcome: 'no_answer' });
    const againAt = t.clock() + 900_000;
    await note(t.operator, id, 'call', { to: 'household', outcome: 'left_message', againAt, note: 'On the machine' });
    expect(await waits(id)).toMatchObject({ callTries: 2, callAt: againAt });
    expect(await kinds(id)).toEqual([]);
    t.clock.advance(900_000);
    expect(await kinds(id)).toEqual(['callback']);
    await note(t.operator, id, 'call', { to: 'household', outcome: 'reached', note: 'A pipe in the cellar' });
    expect(await kinds(id)).toEqual([]);
    expect(await waits(id)).toBeNull();
    expect((await t.issues.detail(id)).calls).toMatchObject([
      { outcome: 'no_answer', by: 'Olga Operator', againAt: null },
      { outcome: 'left_message', note: 'On the machine', againAt },
      { outcome: 'reached', note: 'A pipe in the cellar' },
    ]);
  });

  test('who asks to be called later is called then, and the tries begin anew', async () => {
    const id = await callback();
    await note(t.operator, id, 'call', { to: 'household', outcome: 'no_answer' });
    const againAt = t.clock() + 60_000;
    await note(t.operator, id, 'call', { to: 'household', outcome: 'call_again', againAt });
    expect(await waits(id)).toMatchObject({ callTries: 0, callAt: againAt });
  });

  test('from the second time on the household reads when it was tried, and nothing else of it', async () => {
    const id = await callback();
    const at = [t.clock()];
    await note(t.operator, id, 'call', { to: 'household', outcome: 'no_answer', note: 'Secret words' });
    expect((await t.issues.publicView(id)).triedToCall).toEqual([]);
    t.clock.advance(60_000);
    at.push(t.clock());
    await note(t.operator, id, 'call', { to: 'household', outcome: 'left_message' });
    const seen = await t.issues.publicView(id);
    expect(seen.triedToCall).toEqual(at);
    expect(JSON.stringify(seen)).not.toContain('Secret words');
    await note(t.operator, id, 'call', { to: 'household', outcome: 'reached' });
    expect((await t.issues.publicView(id)).triedToCall).toEqual([]);
  });

  test('a later call needs its time, and reached has none', () => {
    const call = (input: object) => COMMANDS.call.safeParse({ to: 'household', ...input }).success;
    expect(call({ outcome: 'call_again' })).toBe(false);
    expect(call({ outcome: 'call_again', againAt: 5 })).toBe(true);
    expect(call({ outcome: 'reached', againAt: 5 })).toBe(false);
    expect(call({ outcome: 'no_answer', againAt: 5, to: 'contractor' })).toBe(false);
  });
});

describe('"I take this"', () => {
  const refused = async (work: Promise<unknown>): Promise<string> => {
    const error = await work.catch((thrown: unknown) => thrown);
    return error instanceof Refusal ? `${error.code}: ${error.message}` : 'done';
  };

  test('keeps a colleague from doing the same, who may take it over in so many words', async () => {
    const id = await filed();
    await note(t.operator, id, 'claim', { on: true });
    expect((await waits(id))?.claim).toEqual({
      userId: t.operator.userId,
      name: 'Olga Operator',
      until: t.clock() + CLAIM_MINUTES * 60_000,
    });
    expect(await refused(note(second, id, 'claim', { on: true }))).toContain('claimed');
    await note(second, id, 'claim', { on: true, over: true });
    expect((await waits(id))?.claim?.userId).toBe(second.userId);
  });

  test('ends by itself, when it is given up, and with the step it was for', async () => {
    const [late, given, called, assigned] = [await filed(), await filed(), await filed(), await filed()];
    for (const id of [late, given, called, assigned]) await note(t.operator, id, 'claim', { on: true });
    await note(t.operator, given, 'claim', { on: false });
    await note(t.operator, called, 'call', { to: 'household', outcome: 'no_answer' });
    await run(second, assigned, 'assign', { contractorId: carla.contractorId });
    for (const id of [given, called, assigned]) expect((await waits(id))?.claim ?? null).toBeNull();
    t.clock.advance(CLAIM_MINUTES * 60_000);
    expect(await refused(note(second, late, 'claim', { on: true }))).toBe('done');
  });

  test('is for dispatchers', async () => {
    const id = await filed();
    await run(t.operator, id, 'assign', { contractorId: carla.contractorId });
    expect(await refused(note(carla, id, 'claim', { on: true }))).toContain('not_allowed');
    expect(await refused(note(hanna, id, 'heard', {}))).toContain('not_allowed');
  });
});

test('the list’s filter finds what the rule says of each card, for every reason', async () => {
  const emergency = { urgency: 'emergency' };
  const asked = await filed(emergency);
  await run(t.operator, asked, 'offer', { contractorId: carla.contractorId });
  await filed(emergency);
  const called = await filed({ callback: true, contact: { phone: '1' } });
  await note(t.operator, called, 'call', { to: 'household', outcome: 'no_answer', againAt: t.clock() + 1_000 });
  const marked = await filed();
  await note(t.operator, marked, 'mark', { call: 'contractor', on: true });
  await note(t.operator, await filed({ callback: true, contact: { phone: '1' } }), 'claim', { on: true });
  await note(t.operator, await filed(), 'mark', { call: 'household', on: true });
  const disputed = await filed();
  await run(t.operator, disputed, 'assign', { contractorId: carla.contractorId });
  for (const action of ['depart', 'arrive', 'finish'] as const) await run(carla, disputed, action);
  await run(hanna, disputed, 'dispute', { reason: 'No' });
  await note(hanna, disputed, 'comment', { kind: 'public', text: 'Well?' });
  const passed = await filed();
  await run(t.operator, passed, 'offer', { contractorId: carla.contractorId });
  await run(carla, passed, 'pass', { reason: 'No' });
  await run(asker({ kind: 'system' }), await filed(), 'give_up', { reason: 'Carla is off duty.' });
  const wish = { wish: 'blacklist', by_kind: 'household', at: new Date(t.clock()) };
  const [household, contractor] = [await aHousehold(t.database), await aContractor(t.database)];
  await t.database
    .knex('household_wishes')
    .insert({ household_id: household.householdId, contractor_id: contractor.contractorId, ...wish });
  const unwanted = await filed({ householdId: household.householdId });
  await run(t.operator, unwanted, 'assign', { contractorId: contractor.contractorId });
  const closed = await filed();
  await note(hanna, closed, 'comment', { kind: 'public', text: 'Well?' });
  await run(t.operator, closed, 'reject', { reason: 'Not ours' });
  for (const ms of [0, 2_000, 24 * 3_600_000]) {
    t.clock.advance(ms);
    const { items: all } = await t.issues.list({ limit: 200 }, null);
    for (const kind of NEED_KINDS) {
      const expected = all.filter((card) => needsOf(card, t.clock()).some((need) => need.kind === kind));
      const { items } = await t.issues.list({ needs: [kind], limit: 200 }, null);
      expect({ kind, ids: items.map(({ id }) => id) }).toEqual({ kind, ids: expected.map(({ id }) => id) });
      if (ms > 3_600_000) expect({ kind, some: items.length > 0 }).toEqual({ kind, some: true });
    }
  }
});
