import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Room } from '@dispatch/shared/protocol/events';
import type { FeedEvent } from '../../platform/feed/projection.ts';
import type { Asker } from '../../platform/http/route.ts';
import { Refusal } from '../../platform/refusal.ts';
import { aContractor, aHousehold, asker, newKey, testIssues, type TestIssues } from '../../testing/factories.ts';
import { issuesProjection, UNDOABLE } from './issues.projection.ts';

const DAY = 86_400_000;
let t: TestIssues;
let carla: Asker & { contractorId: string };
let hanna: Asker & { householdId: string };
let nora: Asker & { householdId: string };

beforeAll(async () => {
  t = await testIssues();
  carla = await aContractor(t.database);
  hanna = await aHousehold(t.database);
  nora = await aHousehold(t.database, { address: '2 Secret Street' });
});
afterAll(() => t.close());

async function filed(who: Asker = hanna, more: object = {}): Promise<string> {
  const input = { categoryId: t.categoryId, description: 'Private words.', ...more };
  return (await t.issues.file({ who, key: newKey(), app: 'test', input })).issueId;
}

async function run(who: Asker, issueId: string, action: string, input: object = {}) {
  const { version } = await t.issues.card(issueId);
  return t.issues.command({
    who,
    issueId,
    action: action as 'assign',
    input: { version, ...input } as never,
    key: newKey(),
    app: 'test',
  });
}

async function finish(id: string): Promise<void> {
  await run(t.operator, id, 'assign', { contractorId: carla.contractorId });
  for (const action of ['depart', 'arrive', 'finish']) await run(carla, id, action);
}

async function refusal(promise: Promise<unknown>): Promise<string> {
  const error: unknown = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(Refusal);
  return (error as Refusal).code;
}

const deeds = async (id: string): Promise<string[]> => (await t.issues.detail(id)).events.map(({ action }) => action);

describe('a merged report', () => {
  test('is told of in the history of the issue it came into, which counts its reporters', async () => {
    const [one, two, kept] = [await filed(hanna), await filed(hanna), await filed(nora)];
    await run(t.operator, one, 'merge', { into: kept });
    await run(t.operator, two, 'merge', { into: kept });
    expect((await t.issues.card(kept)).joined).toBe(2);
    const { events, related } = await t.issues.detail(kept);
    expect(events.filter(({ action }) => action === 'absorb').map(({ changes }) => changes)).toEqual([
      { other: [null, (await t.issues.card(one)).ref], joined: [0, 1] },
      { other: [null, (await t.issues.card(two)).ref], joined: [1, 2] },
    ]);
    expect(related.map(({ how }) => how)).toEqual(['merged_from', 'merged_from']);
  });

  test('shows its reporters how it goes there, and nothing of whose it is', async () => {
    const [report, kept] = [await filed(hanna), await filed(nora, { title: 'Secret title' })];
    await run(t.operator, report, 'merge', { into: kept });
    await t.issues.note({
      who: nora,
      issueId: kept,
      action: 'comment',
      input: { kind: 'public', text: 'Secret reply' },
      key: newKey(),
      app: 'test',
    });
    await finish(kept);
    const view = await t.issues.publicView(report);
    const { ref } = await t.issues.card(kept);
    expect(view).toMatchObject({ status: 'closed', outcome: 'duplicate', joined: { ref, status: 'resolved' } });
    expect(view.joined?.steps.map(({ step }) => step)).toEqual([
      'filed',
      'accepted',
      'en_route',
      'arrived',
      'resolved',
    ]);
    expect(Object.keys(view.joined ?? {}).sort()).toEqual(
      ['contractor', 'hold', 'outcome', 'ref', 'reopened', 'stage', 'status', 'steps'].sort(),
    );
    expect(JSON.stringify(view)).not.toMatch(/Secret|Private|Nora/);
    expect((await t.issues.publicView(kept)).joined).toBeNull();
  });

  test('hears what the office writes to everyone, and not what it writes to the other household', async () => {
    const [report, kept] = [await filed(hanna), await filed(nora)];
    await run(t.operator, report, 'merge', { into: kept });
    const write = (who: Asker, text: string, toAll: boolean) =>
      t.issues.note({
        who,
        issueId: kept,
        action: 'comment',
        input: { kind: 'public', text, toAll },
        key: newKey(),
        app: 'test',
      });
    await write(t.operator, 'Only for you.', false);
    await write(t.operator, 'The main is shut until noon.', true);
    expect(await refusal(write(nora, 'To all!', true))).toBe('not_allowed');
    expect((await t.issues.publicView(report)).messages.map(({ text }) => text)).toEqual([
      'The main is shut until noon.',
    ]);
  });

  test('follows on when the issue it came into is merged as well', async () => {
    const [report, middle, last] = [await filed(hanna), await filed(nora), await filed(nora)];
    await run(t.operator, report, 'merge', { into: middle });
    await run(t.operator, middle, 'merge', { into: last });
    expect((await t.issues.card(last)).joined).toBe(2);
    expect((await t.issues.publicView(report)).joined?.ref).toBe((await t.issues.card(last)).ref);
    await run(hanna, report, 'reopen', { reason: 'Not at mine.' });
    expect([(await t.issues.card(last)).joined, (await t.issues.card(middle)).joined]).toEqual([1, 0]);
  });

  test('comes back by undo, and the other issue says so', async () => {
    const [report, kept] = [await filed(hanna), await filed(nora)];
    await run(t.operator, report, 'merge', { into: kept });
    await run(t.operator, report, 'undo');
    expect(await t.issues.card(report)).toMatchObject({ stage: 'inbox', outcome: null });
    expect((await t.issues.card(kept)).joined).toBe(0);
    expect(await deeds(kept)).toEqual(['file', 'absorb', 'release']);
    expect((await t.issues.publicView(report)).joined).toBeNull();
  });

  test('may be opened again by its own reporters: it is its own issue then, the other one stays as it is', async () => {
    const [report, kept] = [await filed(hanna), await filed(nora)];
    await run(t.operator, report, 'merge', { into: kept });
    await finish(kept);
    const link = asker({ kind: 'link', issueId: report, scope: 'act' });
    await run(link, report, 'reopen', { reason: 'Mine still drips.' });
    expect(await t.issues.card(report)).toMatchObject({ status: 'new', reopened: 1 });
    expect(await t.issues.card(kept)).toMatchObject({ status: 'resolved', joined: 0 });
    expect(await refusal(run(link, kept, 'dispute', { reason: 'x' }))).toBe('not_found');
  });

  test('may not be opened again once the reopen period of the other one is over', async () => {
    const [report, kept] = [await filed(hanna), await filed(nora)];
    await run(t.operator, report, 'merge', { into: kept });
    await run(t.operator, kept, 'cancel', { reason: 'Gone.' });
    t.clock.advance(15 * DAY);
    expect(await refusal(run(hanna, report, 'reopen', { reason: 'x' }))).toBe('reopen_period_over');
  });

  test('is not put back by undo into an issue that has been closed meanwhile', async () => {
    const [report, kept] = [await filed(hanna), await filed(nora)];
    await run(t.operator, report, 'merge', { into: kept });
    await run(t.operator, report, 'reopen', { reason: 'Another leak.' });
    await run(t.operator, kept, 'merge', { into: report });
    expect(await refusal(run(t.operator, report, 'undo'))).toBe('cannot_merge');
  });

  test('keeps its drawer and its page live with the other issue', async () => {
    const [report, kept] = [await filed(hanna), await filed(nora)];
    await run(t.operator, report, 'merge', { into: kept });
    await run(t.operator, kept, 'triage', { urgency: 'high' });
    const { rows } = await t.database.pool.query<FeedEvent>(
      `select id, issue_id as "issueId", version, action, district_before as "districtBefore", district_after as "districtAfter",
         contractor_before as "contractorBefore", contractor_after as "contractorAfter", on_board_before as "onBoardBefore", on_board_after as "onBoardAfter"
       from issue_events where issue_id = $1 and action = 'triage'`,
      [kept],
    );
    const held = new Set<Room>([`issue:${report}:staff`, `issue:${report}:public`]);
    const emissions = await issuesProjection(t.database.pool, 20_000)(
      { events: rows, reference: [] },
      { has: (room) => held.has(room), evict: () => undefined },
    );
    expect(emissions.map(({ room, event }) => [room, event])).toEqual([
      [`issue:${report}:staff`, 'detail'],
      [`issue:${report}:public`, 'issue'],
    ]);
    expect(emissions[0]?.payload).toMatchObject({ related: [{ id: kept, how: 'merged_into', stage: 'to_assign' }] });
    expect(UNDOABLE).not.toContain('absorb');
  });

  test('many merges into one issue at once all count', async () => {
    const kept = await filed(nora);
    const reports = await Promise.all(Array.from({ length: 6 }, () => filed(hanna)));
    await Promise.all(reports.map((report) => run(t.operator, report, 'merge', { into: kept })));
    expect((await t.issues.card(kept)).joined).toBe(6);
    await Promise.all(reports.map((report) => run(t.operator, report, 'undo')));
    expect((await t.issues.card(kept)).joined).toBe(0);
  });
});

describe('what came with a step goes with it', () => {
  test('undoing a confirmation takes its rating back', async () => {
    const id = await filed();
    await finish(id);
    await run(hanna, id, 'confirm', { rating: 5, note: 'Thank you!' });
    await run(hanna, id, 'undo');
    const { rows } = await t.database.pool.query<{ rating: number | null }>('select rating from issues where id = $1', [
      id,
    ]);
    expect(rows).toEqual([{ rating: null }]);
    expect((await t.issues.publicView(id)).messages).toEqual([]);
  });

  test('undoing a finish takes its public note back among the staff', async () => {
    const id = await filed();
    await run(t.operator, id, 'assign', { contractorId: carla.contractorId });
    await run(carla, id, 'depart');
    await run(carla, id, 'arrive');
    await run(carla, id, 'finish', { note: 'New valve.' });
    expect((await t.issues.card(id)).comments).toBe(1);
    await run(carla, id, 'undo');
    expect((await t.issues.publicView(id)).messages).toEqual([]);
    const { card, comments } = await t.issues.detail(id);
    expect(card.comments).toBe(0);
    expect(comments).toMatchObject([{ kind: 'reason', text: 'New valve.' }]);
  });
});
