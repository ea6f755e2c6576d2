import type { Contractor } from '@dispatch/shared/board/reference';
import type { ReferenceChange } from '@dispatch/shared/protocol/events';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFeed } from '../../platform/feed/feed.ts';
import type { Emission } from '../../platform/feed/projection.ts';
import { createRelay, type Relay } from '../../platform/feed/relay.ts';
import { newKey, silent, testIssues, type TestIssues } from '../../testing/factories.ts';
import { admin, testTown, type TestTown } from '../../testing/town.ts';

/** Two nodes on one database: one writes, the other only reads the feed. */
let t: TestIssues;
let here: TestTown;
let there: TestTown;
let relay: Relay;
let sent: Emission[] = [];
let waiting: (() => void) | null = null;

beforeAll(async () => {
  t = await testIssues();
  here = testTown(t.database, t.clock);
  there = testTown(t.database, t.clock);
  relay = createRelay({
    feed: createFeed(t.database),
    projections: there.projections,
    rooms: { has: (room) => room === 'staff', evict: () => undefined },
    emit: (emission) => {
      sent.push(emission);
      waiting?.();
    },
    fresh: () => undefined,
    anew: () => undefined,
    log: silent,
    pollMs: 60_000,
  });
  await relay.start();
});
afterAll(async () => {
  await relay.stop();
  await t.close();
});

/** Wakes the reading node and waits until it has sent so many messages. */
async function messages(count: number): Promise<Emission[]> {
  relay.wake();
  while (sent.length < count)
    await new Promise<void>((resolve) => {
      waiting = resolve;
    });
  const taken = sent;
  sent = [];
  return taken;
}

const polygon = (west: number) => ({
  type: 'Polygon' as const,
  coordinates: [
    [
      [west, 0],
      [west + 1, 0],
      [west + 1, 1],
      [west, 0],
    ],
  ],
});

describe('a change made on one node', () => {
  test('reaches the desks of another with the record as it is, and what the other keeps is dropped', async () => {
    expect(await there.districts.districtAt(0.2, 5.5)).toBeNull();
    const { id, row } = await here.districts.create(admin, { name: 'North', geometry: polygon(5) });
    const [message] = await messages(1);
    expect(message).toEqual({
      room: 'staff',
      event: 'reference',
      payload: [{ noun: 'district', id, row: JSON.parse(row) as unknown }],
    });
    expect(await there.districts.districtAt(0.2, 5.5)).toBe(id);
  });

  test('is sent once however often it changed', async () => {
    const { id } = await here.teams.create(admin, { name: 'Water' });
    await here.teams.change(admin, id, { name: 'Water and gas' });
    const [message] = await messages(1);
    expect((message?.payload as ReferenceChange[]).map(({ row }) => (row as { name: string }).name)).toEqual([
      'Water and gas',
    ]);
  });

  test('of promises and zone holds there too', async () => {
    const before = await there.promises.book();
    await here.promises.set(admin, {
      promises: [{ categoryId: null, urgency: 'low', respondMinutes: 7, resolveMinutes: null }],
      week: [{ weekday: 1, opens: '08:00', closes: '09:00' }],
      holidays: [],
    });
    await messages(1);
    const after = await there.promises.book();
    expect(after).not.toBe(before);
    expect(after.promiseOf(t.categoryId, 'low').respondMinutes).toBe(7);
  });

  test('that was refused is not sent', async () => {
    await here.teams.create(admin, { name: 'Roads' });
    await expect(here.teams.create(admin, { name: 'roads' })).rejects.toMatchObject({ code: 'taken' });
    const [message, more] = await messages(1);
    expect((message?.payload as ReferenceChange[]).length).toBe(1);
    expect(more).toBeUndefined();
  });

  test('of a contractor comes as a record and as a row of the strip, and an assignment moves its load', async () => {
    const { id } = await here.contractors.create(admin, { name: 'Ida Lund' });
    expect((await messages(2)).map(({ event }) => event).sort()).toEqual(['contractors', 'reference']);
    await here.contractors.setDuty(admin, id, true);
    await messages(2);
    const { issueId } = await t.issues.file({
      who: t.operator,
      key: newKey(),
      app: 'test',
      input: { categoryId: t.categoryId },
    });
    await t.issues.command({
      who: t.operator,
      issueId,
      action: 'assign',
      input: { version: 1, contractorId: id },
      key: newKey(),
      app: 'test',
    });
    const [message] = await messages(1);
    expect(message?.event).toBe('contractors');
    expect(message?.payload as Contractor[]).toMatchObject([{ id, state: 'free', openIssues: 1, loadMinutes: 60 }]);
  });
});
