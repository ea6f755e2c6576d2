import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FeedEvent } from '../../platform/feed/projection.ts';
import { aContractor, asker, newKey, silent, testIssues, type TestIssues } from '../../testing/factories.ts';
import { createOffers } from './index.ts';

let t: TestIssues;
let carla: Awaited<ReturnType<typeof aContractor>>;
let offers: ReturnType<typeof createOffers>;

beforeAll(async () => {
  t = await testIssues();
  carla = await aContractor(t.database);
  const system = asker({ kind: 'system' });
  offers = createOffers({ database: t.database, issues: t.issues, system, clock: t.clock, log: silent });
});
afterAll(() => t.close());

const MINUTE = 60_000;
const DAY = 86_400_000;

async function filed(): Promise<string> {
  const { issueId } = await t.issues.file({
    who: t.operator,
    key: newKey(),
    app: 'test',
    input: { categoryId: t.categoryId },
  });
  return issueId;
}

async function act(who: TestIssues['operator'], issueId: string, action: string, input: object = {}): Promise<void> {
  const { version } = await t.issues.card(issueId);
  await t.issues.command({
    who,
    issueId,
    action: action as 'offer',
    input: { version, ...input } as never,
    key: newKey(),
    app: 'test',
  });
}

async function resolved(): Promise<string> {
  const id = await filed();
  await act(t.operator, id, 'assign', { contractorId: carla.contractorId });
  for (const action of ['depart', 'arrive', 'finish']) await act(carla, id, action);
  return id;
}

const sweep = async (): Promise<void> => offers.jobs.tasks?.['offers:sweep']?.({});
const event = (issueId: string): FeedEvent => ({ issueId, contractorAfter: carla.contractorId }) as FeedEvent;

describe('offers', () => {
  test('an offer gets a job at the time it runs out, one per issue', async () => {
    const id = await filed();
    await act(t.operator, id, 'offer', { contractorId: carla.contractorId });
    const { offerUntil } = await t.issues.card(id);
    expect(await offers.jobs.jobsFor?.([event(id), event(id)])).toEqual([
      {
        task: 'offers:expire',
        payload: { issueId: id },
        runAt: new Date(offerUntil ?? 0),
        jobKey: `offers:expire:${id}`,
      },
    ]);
  });

  test('one that was answered gets none', async () => {
    const id = await filed();
    await act(t.operator, id, 'offer', { contractorId: carla.contractorId });
    await act(carla, id, 'accept');
    expect(await offers.jobs.jobsFor?.([event(id)])).toEqual([]);
  });

  test('its job ends an offer whose time has passed, and leaves one that was made anew', async () => {
    const id = await filed();
    await act(t.operator, id, 'offer', { contractorId: carla.contractorId });
    const expire = async (): Promise<void> => offers.jobs.tasks?.['offers:expire']?.({ issueId: id });
    await expire();
    expect((await t.issues.card(id)).stage).toBe('offered');
    t.clock.advance(31 * MINUTE);
    await expire();
    expect(await t.issues.card(id)).toMatchObject({ stage: 'to_assign', contractorId: null, offerUntil: null });
    await act(t.operator, id, 'offer', { contractorId: carla.contractorId });
    await expire();
    expect((await t.issues.card(id)).stage).toBe('offered');
    const { assignments } = await t.issues.detail(id);
    expect(assignments.map((assignment) => assignment.state).sort()).toEqual(['expired', 'offered']);
  });

  test('the sweep finds what no job has ended', async () => {
    const ids = await Promise.all([filed(), filed(), filed()]);
    for (const id of ids) await act(t.operator, id, 'offer', { contractorId: carla.contractorId });
    await sweep();
    expect((await t.issues.card(ids[0])).stage).toBe('offered');
    t.clock.advance(31 * MINUTE);
    await sweep();
    for (const id of ids) expect((await t.issues.card(id)).stage).toBe('to_assign');
  });
});

describe('silence', () => {
  test('closes what is resolved when the time to confirm is over, as unanswered', async () => {
    const id = await resolved();
    t.clock.advance(3 * DAY - MINUTE);
    await sweep();
    expect((await t.issues.card(id)).stage).toBe('resolved');
    t.clock.advance(2 * MINUTE);
    await sweep();
    expect(await t.issues.card(id)).toMatchObject({ stage: 'closed', outcome: 'unanswered' });
  });

  test('settles what is confirmed when it can no longer be reopened', async () => {
    const id = await resolved();
    await act(t.operator, id, 'confirm');
    t.clock.advance(14 * DAY + MINUTE);
    await sweep();
    expect(await t.issues.card(id)).toMatchObject({ stage: 'closed', outcome: 'fixed' });
    const { events } = await t.issues.detail(id);
    expect(events.map((each) => [each.action, each.actor.kind]).at(-1)).toEqual(['settle', 'system']);
  });

  test('an issue that cannot be moved does not keep the others waiting', async () => {
    const [stuck, free] = [await resolved(), await resolved()];
    t.clock.advance(4 * DAY);
    const fragile = createOffers({
      database: t.database,
      system: asker({ kind: 'system' }),
      clock: t.clock,
      log: silent,
      issues: {
        command: (asked) =>
          asked.issueId === stuck ? Promise.reject(new Error('broken row')) : t.issues.command(asked),
      },
    });
    await fragile.jobs.tasks?.['offers:sweep']?.({});
    expect((await t.issues.card(stuck)).stage).toBe('resolved');
    expect((await t.issues.card(free)).stage).toBe('closed');
  });
});
