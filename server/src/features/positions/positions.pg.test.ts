import type { Action } from '@dispatch/shared/issues/lifecycle';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FeedBatch } from '../../platform/feed/projection.ts';
import type { Asker } from '../../platform/http/route.ts';
import { aContractor, newKey, silent, testIssues, type TestIssues } from '../../testing/factories.ts';
import { createPositions } from './index.ts';
import { positionFor, savePosition } from './positions.repo.ts';

let t: TestIssues;
let carla: Asker & { contractorId: string };
beforeAll(async () => {
  t = await testIssues();
  carla = await aContractor(t.database);
});
afterAll(() => t.close());

async function run(issueId: string, action: Action, input: object = {}): Promise<void> {
  const { version } = await t.issues.card(issueId);
  await t.issues.command({
    who: t.operator,
    issueId,
    action,
    input: { version, ...input },
    key: newKey(),
    app: 'test',
  });
}

async function assigned(): Promise<string> {
  const { issueId } = await t.issues.file({
    who: t.operator,
    key: newKey(),
    app: 'test',
    input: { categoryId: t.categoryId },
  });
  await run(issueId, 'assign', { contractorId: carla.contractorId });
  return issueId;
}

const here = (at: number) => ({ lat: 0.5, lon: 0.5, heading: null, at });
const kept = async () => (await t.database.pool.query('select from positions')).rowCount;

/** What the relay would send for everything since a cursor. */
async function sentSince(cursor: string) {
  const { projections = [] } = createPositions({ pool: t.database.pool, clock: t.clock, log: silent });
  const batch = (await t.deps.feed.since(cursor)) as FeedBatch;
  return (
    await Promise.all(projections.map((projection) => projection(batch, { has: () => true, evict: () => undefined })))
  ).flat();
}

describe('a contractor’s position', () => {
  test('is kept only on the way and at work, told to the household only on the way, and forgotten afterwards', async () => {
    const id = await assigned();
    expect(await savePosition(t.database.pool, carla.contractorId, here(1))).toBeNull();
    expect(await kept()).toBe(0);
    await run(id, 'depart');
    expect(await savePosition(t.database.pool, carla.contractorId, here(2))).toEqual([id]);
    expect(await positionFor(t.database.pool, id)).toMatchObject({ issueId: id, at: 2 });
    // What arrives late does not put it back.
    await savePosition(t.database.pool, carla.contractorId, { ...here(1), lat: 0 });
    expect(await positionFor(t.database.pool, id)).toMatchObject({ lat: 0.5, at: 2 });
    await run(id, 'arrive');
    expect(await savePosition(t.database.pool, carla.contractorId, here(3))).toEqual([]);
    expect(await positionFor(t.database.pool, id)).toBeNull();
    const cursor = await t.deps.feed.now();
    await run(id, 'finish');
    await sentSince(cursor);
    expect(await kept()).toBe(0);
  });

  test('is not called gone when something else is undone on the way', async () => {
    const id = await assigned();
    await run(id, 'depart');
    const cursor = await t.deps.feed.now();
    await run(id, 'edit', { title: 'Another title' });
    await run(id, 'undo');
    expect(await sentSince(cursor)).toEqual([]);
    const next = await t.deps.feed.now();
    await run(id, 'withdraw');
    expect(await sentSince(next)).toMatchObject([{ event: 'public_position', payload: { issueId: id, gone: true } }]);
  });
});
