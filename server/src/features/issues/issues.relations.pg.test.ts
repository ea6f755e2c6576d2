import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Asker } from '../../platform/http/route.ts';
import { Refusal } from '../../platform/refusal.ts';
import { aContractor, aHousehold, asker, newKey, testIssues, type TestIssues } from '../../testing/factories.ts';

let t: TestIssues;
let carla: Asker & { contractorId: string };
let bo: Asker & { contractorId: string };
let hanna: Asker & { householdId: string };

beforeAll(async () => {
  t = await testIssues();
  carla = await aContractor(t.database);
  bo = await aContractor(t.database, { name: 'Bo Builder' });
  hanna = await aHousehold(t.database);
});
afterAll(() => t.close());

async function filed(more: object = {}, who: Asker = t.operator): Promise<string> {
  const input = { categoryId: t.categoryId, ...(who === t.operator && { householdId: hanna.householdId }), ...more };
  return (await t.issues.file({ who, key: newKey(), app: 'test', input })).issueId;
}

async function run(who: Asker, issueId: string, action: string, input: object = {}, key = newKey()) {
  const { version } = await t.issues.card(issueId);
  return t.issues.command({
    who,
    issueId,
    action: action as 'assign',
    input: { version, ...input } as never,
    key,
    app: 'test',
  });
}

const note = (who: Asker, issueId: string, action: 'relate' | 'unrelate', input: object, key = newKey()) =>
  t.issues.note({ who, issueId, action, input: input as never, key, app: 'test' });

async function refused(promise: Promise<unknown>): Promise<Refusal> {
  const error: unknown = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(Refusal);
  return error as Refusal;
}

const relatedOf = async (id: string) => (await t.issues.detail(id)).related.map(({ id: other, how }) => [other, how]);

describe('linking two issues', () => {
  test('shows on both, each from its own side, with an event on both and no new version', async () => {
    const [one, other] = [await filed(), await filed()];
    await note(t.operator, one, 'relate', { to: other, how: 'caused_by' });
    expect(await relatedOf(one)).toEqual([[other, 'caused_by']]);
    expect(await relatedOf(other)).toEqual([[one, 'causes']]);
    const [a, b] = [await t.issues.detail(one), await t.issues.detail(other)];
    expect(a.events.at(-1)).toMatchObject({
      action: 'relate',
      changes: { relation: [null, 'caused_by'], other: [null, b.card.ref] },
    });
    expect(b.events.at(-1)).toMatchObject({
      action: 'relate',
      changes: { relation: [null, 'causes'], other: [null, a.card.ref] },
    });
    expect([a.card.version, b.card.version]).toEqual([1, 1]);
    await note(t.operator, other, 'unrelate', { to: one });
    expect([await relatedOf(one), await relatedOf(other)]).toEqual([[], []]);
    expect((await t.issues.detail(one)).events.at(-1)).toMatchObject({
      action: 'unrelate',
      changes: { relation: ['caused_by', null] },
    });
  });

  test('is one link, whoever asks from which side, and one effect per key', async () => {
    const [one, other] = [await filed(), await filed()];
    const key = newKey();
    await note(t.operator, one, 'relate', { to: other, how: 'related' }, key);
    expect(await note(t.operator, one, 'relate', { to: other, how: 'related' }, key)).toMatchObject({ replayed: true });
    expect((await refused(note(t.operator, other, 'relate', { to: one, how: 'follows' }))).code).toBe(
      'already_related',
    );
    expect((await refused(note(t.operator, one, 'relate', { to: one, how: 'related' }))).code).toBe('invalid');
    await note(t.operator, one, 'unrelate', { to: other });
    expect((await refused(note(t.operator, one, 'unrelate', { to: other }))).code).toBe('not_related');
  });

  test('from both sides at once ends in one link', async () => {
    const [one, other] = [await filed(), await filed()];
    const ends = await Promise.allSettled([
      note(t.operator, one, 'relate', { to: other, how: 'related' }),
      note(t.operator, other, 'relate', { to: one, how: 'related' }),
    ]);
    expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  test('is for dispatchers only', async () => {
    const [one, other] = [await filed(), await filed()];
    await run(t.operator, one, 'assign', { contractorId: carla.contractorId });
    for (const who of [carla, hanna, asker({ kind: 'link', issueId: one, scope: 'act' })])
      expect((await refused(note(who, one, 'relate', { to: other, how: 'related' }))).code).toBe('not_allowed');
  });
});

describe('a follow-up', () => {
  test('filed by a tracking link has the same place, household and contact', async () => {
    const first = await filed({ place: 'Behind the mill', lat: 0.25, lon: 0.25, contact: { name: 'Pat', phone: '1' } });
    const link = asker({ kind: 'link', issueId: first, scope: 'act' });
    const next = await filed({ follows: first }, link);
    const { card, contacts } = await t.issues.detail(next);
    expect(card).toMatchObject({ place: 'Behind the mill', lat: 0.25, lon: 0.25, householdId: hanna.householdId });
    expect(contacts[0]).toMatchObject({ name: 'Pat', phone: '1' });
    expect(await relatedOf(next)).toEqual([[first, 'follows']]);
    expect(await relatedOf(first)).toEqual([[next, 'followed_by']]);
  });

  test('takes nothing of the old place when it says another one, and nothing for who may only watch', async () => {
    const first = await filed({ place: 'Behind the mill', lat: 0.25, lon: 0.25, contact: { phone: '1' } });
    const act = asker({ kind: 'link', issueId: first, scope: 'act' });
    expect(await t.issues.card(await filed({ follows: first, place: 'Elsewhere' }, act))).toMatchObject({
      place: 'Elsewhere',
      lat: null,
    });
    const watch = asker({ kind: 'link', issueId: first, scope: 'watch' });
    const { card, contacts } = await t.issues.detail(await filed({ follows: first }, watch));
    expect([card.place, card.householdId, contacts]).toEqual([null, null, []]);
  });
});

describe('splitting an issue', () => {
  const parts = [
    { title: 'Broken gate', description: 'The gate.' },
    { title: 'Lamp out', urgency: 'high' as const },
  ];

  test('makes issues for the same household, place and reporters, linked, told on both sides', async () => {
    const whole = await filed({
      title: 'Gate and lamp',
      description: 'Gate, lamp, leak.',
      contact: { email: 'pat@example.org' },
    });
    t.clock.advance(60_000);
    const done = await run(t.operator, whole, 'split', { title: 'Leak', description: 'The leak.', parts });
    expect(done.card).toMatchObject({ title: 'Leak', version: 2 });
    const detail = await t.issues.detail(whole);
    expect(detail.description).toBe('The leak.');
    expect(detail.related.map(({ title, how, stage }) => [title, how, stage])).toEqual([
      ['Broken gate', 'split_into', 'inbox'],
      ['Lamp out', 'split_into', 'inbox'],
    ]);
    const [gate, lamp] = await Promise.all(detail.related.map(({ id }) => t.issues.detail(id)));
    expect(gate?.card).toMatchObject({
      householdId: hanna.householdId,
      place: detail.card.place,
      filedAt: detail.card.filedAt,
    });
    expect(gate?.contacts[0]?.email).toBe('pat@example.org');
    expect([gate?.description, lamp?.card.urgency]).toEqual(['The gate.', 'high']);
    expect(gate?.events.map(({ action }) => action)).toEqual(['file', 'split_off']);
    expect(gate?.events[1]?.changes).toEqual({ other: [null, detail.card.ref] });
    expect(detail.events.at(-1)?.action).toBe('split');
  });

  test('twice under one key makes the parts once; on an old version it conflicts', async () => {
    const whole = await filed();
    const key = newKey();
    const input = { version: 1, parts };
    const ask = () => t.issues.command({ who: t.operator, issueId: whole, action: 'split', input, key, app: 'test' });
    await Promise.all([ask(), ask()]);
    expect(await relatedOf(whole)).toHaveLength(2);
    expect((await refused(run(t.operator, whole, 'split', { version: 1, parts }))).code).toBe('conflict');
  });

  test('is undone with its parts, and not once one has been gone on with', async () => {
    const whole = await filed({ title: 'All of it' });
    await run(t.operator, whole, 'split', { title: 'Rest', parts });
    await run(t.operator, whole, 'undo');
    const detail = await t.issues.detail(whole);
    expect(detail.card.title).toBe('All of it');
    expect(detail.related.map(({ stage }) => stage)).toEqual(['closed', 'closed']);
    const other = await filed();
    await run(t.operator, other, 'split', { parts });
    const [part] = await relatedOf(other);
    await run(t.operator, part![0]!, 'triage');
    expect((await refused(run(t.operator, other, 'undo'))).code).toBe('not_undoable');
  });
});

describe('swapping two issues', () => {
  async function held(by: { contractorId: string }, action = 'assign'): Promise<string> {
    const id = await filed();
    await run(t.operator, id, action, { contractorId: by.contractorId });
    return id;
  }
  const holder = async (id: string) => (await t.issues.card(id)).contractorId;

  test('exchanges their contractors at once, and once more brings them back', async () => {
    const [one, other] = [await held(carla), await held(bo)];
    await run(t.operator, one, 'swap', { with: other, withVersion: 2 });
    expect([await holder(one), await holder(other)]).toEqual([bo.contractorId, carla.contractorId]);
    expect((await t.issues.detail(other)).events.at(-1)?.action).toBe('swap');
    await run(t.operator, one, 'swap', { with: other, withVersion: 3 });
    expect([await holder(one), await holder(other)]).toEqual([carla.contractorId, bo.contractorId]);
    expect((await t.issues.detail(one)).assignments.filter(({ state }) => state === 'accepted')).toHaveLength(1);
  });

  test('leaves an offer an offer', async () => {
    const [one, other] = [await held(carla, 'offer'), await held(bo)];
    await run(t.operator, one, 'swap', { with: other, withVersion: 2 });
    expect(await t.issues.card(one)).toMatchObject({ stage: 'offered', contractorId: bo.contractorId });
    expect(await t.issues.card(other)).toMatchObject({ stage: 'open', contractorId: carla.contractorId });
  });

  test('does nothing to either when one does not fit', async () => {
    const [one, other, same] = [await held(carla), await held(bo), await held(carla)];
    expect((await refused(run(t.operator, one, 'swap', { with: same, withVersion: 2 }))).code).toBe('cannot_swap');
    expect((await refused(run(t.operator, one, 'swap', { with: one, withVersion: 2 }))).code).toBe('cannot_swap');
    expect((await refused(run(t.operator, one, 'swap', { with: await filed(), withVersion: 1 }))).code).toBe(
      'cannot_swap',
    );
    await run(bo, other, 'depart');
    expect((await refused(run(t.operator, one, 'swap', { with: other, withVersion: 2 }))).code).toBe('other_changed');
    expect((await refused(run(t.operator, one, 'swap', { with: other, withVersion: 3 }))).code).toBe('cannot_swap');
    expect([await holder(one), await holder(other)]).toEqual([carla.contractorId, bo.contractorId]);
    expect((await refused(run(carla, one, 'swap', { with: other, withVersion: 3 }))).code).toBe('not_allowed');
  });

  test('two opposite swaps at once: one is done, the other hears of it', async () => {
    const [one, other] = [await held(carla), await held(bo)];
    const ask = (from: string, to: string) =>
      t.issues.command({
        who: t.operator,
        issueId: from,
        action: 'swap',
        input: { version: 2, with: to, withVersion: 2 },
        key: newKey(),
        app: 'test',
      });
    const ends = await Promise.allSettled([ask(one, other), ask(other, one)]);
    expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await holder(one)).toBe(bo.contractorId);
  });
});

describe('a conflict of facts', () => {
  test('says which facts have changed since, what they were and are, and who changed each', async () => {
    const id = await filed({ title: 'Leak', description: 'Drips.' });
    const ben = { ...t.operator };
    await run(ben, id, 'edit', { title: 'Burst pipe', place: 'Cellar' });
    await run(ben, id, 'edit', { urgency: 'emergency', title: 'Burst main' });
    const { conflict } = await refused(run(t.operator, id, 'edit', { version: 1, title: 'Big leak' }));
    expect(conflict?.fields).toEqual([
      { field: 'title', was: 'Leak', now: 'Burst main', by: 'Olga Operator', at: t.clock() },
      { field: 'place', was: '1 Mill Lane', now: 'Cellar', by: 'Olga Operator', at: t.clock() },
      { field: 'urgency', was: 'normal', now: 'emergency', by: 'Olga Operator', at: t.clock() },
    ]);
  });

  test('leaves out what came back to what it was', async () => {
    const id = await filed({ title: 'Leak' });
    await run(t.operator, id, 'edit', { title: 'Other' });
    await run(t.operator, id, 'undo');
    const { conflict } = await refused(run(t.operator, id, 'edit', { version: 1, title: 'Mine' }));
    expect(conflict).toMatchObject({ action: 'undo', fields: [] });
  });
});
