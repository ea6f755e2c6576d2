import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Refusal } from '../../platform/refusal.ts';
import { aContractor, aHousehold, asker, newKey, testIssues, type TestIssues } from '../../testing/factories.ts';
import type { Asker } from '../../platform/http/route.ts';

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

async function filed(who: Asker = t.operator): Promise<string> {
  const done = await t.issues.file({
    who,
    key: newKey(),
    app: 'test',
    input: {
      categoryId: t.categoryId,
      description: 'Water drips from the ceiling.',
      ...(who === t.operator && { householdId: hanna.householdId }),
    },
  });
  return done.issueId;
}

async function run(who: Asker, issueId: string, action: string, input: object = {}, key = newKey()) {
  const version = (await t.issues.card(issueId)).version;
  return t.issues.command({
    who,
    issueId,
    action: action as 'assign',
    input: { version, ...input } as never,
    key,
    app: 'test',
  });
}

async function refusal(promise: Promise<unknown>): Promise<Refusal> {
  const error: unknown = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(Refusal);
  return error as Refusal;
}

describe('the life of an issue', () => {
  test('goes from filed to confirmed, each step a version, and comes back when the household says so', async () => {
    const id = await filed(hanna);
    await run(t.operator, id, 'triage', { urgency: 'high' });
    await run(t.operator, id, 'offer', { contractorId: carla.contractorId });
    await run(carla, id, 'accept');
    await run(carla, id, 'depart');
    await run(carla, id, 'arrive');
    await run(carla, id, 'hold', { hold: 'parts', reason: 'Valve is missing' });
    t.clock.advance(60 * 60_000);
    const before = await t.issues.card(id);
    await run(carla, id, 'resume');
    expect((await t.issues.card(id)).resolveBy).toBe((before.resolveBy ?? 0) + 60 * 60_000);
    await run(carla, id, 'finish', { note: 'New valve.' });
    const disputed = await run(hanna, id, 'dispute', { reason: 'It drips again.' });
    expect(disputed.card).toMatchObject({
      stage: 'to_assign',
      urgency: 'emergency',
      reopened: 1,
      version: 10,
      contractorId: null,
      doneBy: carla.contractorId,
    });
    const detail = await t.issues.detail(id);
    expect(detail.events.map((event) => event.action)).toEqual([
      'file',
      'triage',
      'offer',
      'accept',
      'depart',
      'arrive',
      'hold',
      'resume',
      'finish',
      'dispute',
    ]);
    expect(detail.assignments.map((assignment) => assignment.state)).toEqual(['done']);
  });

  test('the public view tells the steps and no private field', async () => {
    const id = await filed(hanna);
    await run(t.operator, id, 'assign', { contractorId: carla.contractorId });
    const view = await t.issues.publicView(id);
    expect(view.steps.map(({ step }) => step)).toEqual(['filed', 'accepted']);
    expect(view.contractor).toBe('Carla');
    expect(JSON.stringify(view)).not.toContain('drips');
  });
});

describe('one answer per command', () => {
  test('the same key gives the stored answer, once in the history', async () => {
    const id = await filed();
    const key = newKey();
    const input = { version: 1, contractorId: carla.contractorId };
    const ask = () => t.issues.command({ who: t.operator, issueId: id, action: 'assign', input, key, app: 'test' });
    const first = await ask();
    const again = await ask();
    expect(again).toMatchObject({ replayed: true, version: first.version });
    expect((await t.issues.detail(id)).events).toHaveLength(2);
  });

  test('the same key twice at once has one effect', async () => {
    const id = await filed();
    const key = newKey();
    const ask = () =>
      t.issues.command({
        who: t.operator,
        issueId: id,
        action: 'assign',
        input: { version: 1, contractorId: carla.contractorId },
        key,
        app: 'test',
      });
    const answers = await Promise.all([ask(), ask(), ask()]);
    expect(answers.filter((answer) => !answer.replayed)).toHaveLength(1);
    expect((await t.issues.card(id)).version).toBe(2);
  });

  test('filing twice at once under one key files one issue', async () => {
    const key = newKey();
    const ask = () =>
      t.issues.file({
        who: hanna,
        key,
        app: 'test',
        input: { categoryId: t.categoryId, description: 'Twice at once.' },
      });
    const [one, two] = await Promise.all([ask(), ask()]);
    expect(one.issueId).toBe(two.issueId);
  });

  test('a key used for another command is refused', async () => {
    const id = await filed();
    const key = newKey();
    await run(t.operator, id, 'triage', {}, key);
    expect((await refusal(run(t.operator, id, 'triage', { urgency: 'low' }, key))).code).toBe('key_reused');
  });

  test('a refusal stores nothing: the same key may be tried again', async () => {
    const id = await filed();
    const key = newKey();
    expect((await refusal(run(t.operator, id, 'resume', {}, key))).code).toBe('wrong_status');
    await run(t.operator, id, 'triage', {}, key);
  });
});

describe('conflicts', () => {
  test('a decision on an older assignment names who was faster', async () => {
    const id = await filed();
    await run(t.operator, id, 'assign', { contractorId: carla.contractorId });
    const error = await refusal(
      t.issues.command({
        who: t.operator,
        issueId: id,
        action: 'assign',
        input: { version: 1, contractorId: bo.contractorId },
        key: newKey(),
        app: 'test',
      }),
    );
    expect(error.code).toBe('conflict');
    expect(error.conflict).toMatchObject({
      by: 'Olga Operator',
      action: 'assign',
      version: 2,
      groups: ['status', 'assignment'],
    });
  });

  test('a change of the facts does not collide with an assignment', async () => {
    const id = await filed();
    await run(t.operator, id, 'edit', { title: 'Ceiling drips' });
    const done = await t.issues.command({
      who: t.operator,
      issueId: id,
      action: 'assign',
      input: { version: 1, contractorId: bo.contractorId },
      key: newKey(),
      app: 'test',
    });
    expect(done.version).toBe(3);
  });

  test('two operators at once: one gets it, the other a conflict', async () => {
    const id = await filed();
    const by = (contractorId: string) =>
      t.issues.command({
        who: t.operator,
        issueId: id,
        action: 'assign',
        input: { version: 1, contractorId },
        key: newKey(),
        app: 'test',
      });
    const results = await Promise.allSettled([by(carla.contractorId), by(bo.contractorId)]);
    expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  test('a queued command follows the one before it by its key', async () => {
    const id = await filed();
    await run(t.operator, id, 'assign', { contractorId: carla.contractorId });
    const first = newKey();
    await run(carla, id, 'depart', {}, first);
    const next = await t.issues.command({
      who: carla,
      issueId: id,
      action: 'arrive',
      input: { after: first },
      key: newKey(),
      app: 'test',
    });
    expect(next.card?.status).toBe('in_progress');
    const error = await refusal(
      t.issues.command({
        who: carla,
        issueId: id,
        action: 'finish',
        input: { after: newKey() },
        key: newKey(),
        app: 'test',
      }),
    );
    expect(error.code).toBe('predecessor_missing');
  });
});

describe('undo', () => {
  test('takes the latest change back as a new version, the assignment with it', async () => {
    const id = await filed();
    await run(t.operator, id, 'assign', { contractorId: carla.contractorId });
    await run(t.operator, id, 'reassign', { contractorId: bo.contractorId });
    const undone = await run(t.operator, id, 'undo');
    expect(undone.card).toMatchObject({ contractorId: carla.contractorId, stage: 'open', version: 4 });
    const states = (await t.issues.detail(id)).assignments.map(({ contractorId, state }) => [contractorId, state]);
    expect(states).toEqual([
      [carla.contractorId, 'accepted'],
      [bo.contractorId, 'withdrawn'],
    ]);
  });

  test('brings edited words back', async () => {
    const id = await filed();
    const { title } = await t.issues.card(id);
    await run(t.operator, id, 'edit', { title: 'Something else' });
    await run(t.operator, id, 'undo');
    expect((await t.issues.card(id)).title).toBe(title);
  });

  test('is over after 20 seconds', async () => {
    const id = await filed();
    await run(t.operator, id, 'triage');
    t.clock.advance(20_001);
    expect((await refusal(run(t.operator, id, 'undo'))).code).toBe('undo_over');
  });

  test('of someone else is for dispatchers only', async () => {
    const id = await filed();
    await run(t.operator, id, 'assign', { contractorId: carla.contractorId });
    expect((await refusal(run(carla, id, 'undo'))).code).toBe('not_allowed');
  });

  test('does not undo an undo', async () => {
    const id = await filed();
    await run(t.operator, id, 'triage');
    await run(t.operator, id, 'undo');
    expect((await refusal(run(t.operator, id, 'undo'))).code).toBe('not_undoable');
  });
});

describe('who may', () => {
  test('a household does not learn that another household’s issue exists', async () => {
    const id = await filed();
    const stranger = await aHousehold(t.database);
    expect((await refusal(run(stranger, id, 'cancel', { reason: 'Not mine' }))).code).toBe('not_found');
    expect((await refusal(t.issues.read(stranger, id))).code).toBe('not_found');
  });

  test('a watch link sees and does not act; an act link does', async () => {
    const id = await filed();
    const watch = asker({ kind: 'link', issueId: id, scope: 'watch' });
    const act = asker({ kind: 'link', issueId: id, scope: 'act' });
    expect((await refusal(run(watch, id, 'cancel', { reason: 'Done already' }))).code).toBe('not_allowed');
    expect((await run(act, id, 'cancel', { reason: 'Done already' })).card).toMatchObject({
      status: 'closed',
      outcome: 'cancelled',
    });
  });

  test('a revoked link opens nothing', async () => {
    const id = await filed();
    const token = (await t.issues.link(id, 'act')).slice('/t/'.length);
    expect(await t.issues.readLink(token)).toEqual({ issueId: id, scope: 'act' });
    expect(await t.issues.readLink(`${token.slice(0, -1)}A`)).toBeNull();
    await t.issues.revoke(id);
    expect(await t.issues.readLink(token)).toBeNull();
  });

  test('a wall display never acts', async () => {
    const id = await filed();
    expect((await refusal(run({ ...t.operator, kiosk: true }, id, 'triage'))).code).toBe('not_allowed');
  });
});

describe('things said', () => {
  test('raise no version and reach the public view only when public', async () => {
    const id = await filed();
    await t.issues.note({
      who: t.operator,
      issueId: id,
      action: 'comment',
      input: { kind: 'internal', text: 'Key is with the neighbour' },
      key: newKey(),
      app: 'test',
    });
    await t.issues.note({
      who: t.operator,
      issueId: id,
      action: 'comment',
      input: { kind: 'public', text: 'We come today.' },
      key: newKey(),
      app: 'test',
    });
    expect(await t.issues.card(id)).toMatchObject({ version: 1, comments: 2 });
    expect((await t.issues.publicView(id)).messages.map(({ text }) => text)).toEqual(['We come today.']);
  });

  test('a household cannot write internally', async () => {
    const id = await filed(hanna);
    const error = await refusal(
      t.issues.note({
        who: hanna,
        issueId: id,
        action: 'comment',
        input: { kind: 'internal', text: 'psst' },
        key: newKey(),
        app: 'test',
      }),
    );
    expect(error.code).toBe('not_allowed');
  });

  test('a call that reached someone takes the mark away', async () => {
    const id = await filed();
    await t.issues.note({
      who: t.operator,
      issueId: id,
      action: 'mark',
      input: { call: 'household', on: true },
      key: newKey(),
      app: 'test',
    });
    expect((await t.issues.card(id)).callHousehold).toBe(true);
    await t.issues.note({
      who: t.operator,
      issueId: id,
      action: 'call',
      input: { to: 'household', outcome: 'reached' },
      key: newKey(),
      app: 'test',
    });
    expect((await t.issues.card(id)).callHousehold).toBe(false);
  });

  test('a question stops the promise’s clock until it is answered', async () => {
    const id = await filed();
    const { resolveBy } = await t.issues.card(id);
    await run(t.operator, id, 'ask', { question: 'Is the gate open?' });
    t.clock.advance(30 * 60_000);
    expect((await t.issues.card(id)).pausedAt).not.toBeNull();
    await run(t.operator, id, 'answer', { text: 'Yes, it is.' });
    expect((await t.issues.card(id)).resolveBy).toBe((resolveBy ?? 0) + 30 * 60_000);
  });
});

describe('merging', () => {
  test('closes the duplicate and keeps both linked', async () => {
    const [one, two] = [await filed(), await filed()];
    const done = await run(t.operator, two, 'merge', { into: one });
    expect(done.card).toMatchObject({ status: 'closed', outcome: 'duplicate' });
    expect((await t.issues.detail(one)).related).toMatchObject([{ id: two, how: 'merged_from' }]);
    expect((await refusal(run(t.operator, one, 'merge', { into: one }))).code).toBe('cannot_merge');
  });
});

describe('the list', () => {
  test('pages by cursor without a gap, and finds by reference, words and misspelling', async () => {
    for (let i = 0; i < 5; i += 1) await filed();
    const { items: all } = await t.issues.list({ limit: 200 }, null);
    const paged: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await t.issues.list({ limit: 3, ...(cursor !== undefined && { cursor }) }, null);
      paged.push(...page.items.map((card) => card.id));
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    expect(paged).toEqual(all.map((card) => card.id));
    const [some] = all;
    expect((await t.issues.list({ text: some?.ref.toLowerCase() ?? '' }, null)).items.map((card) => card.id)).toEqual([
      some?.id,
    ]);
    expect((await t.issues.list({ text: 'ceiling' }, null)).items.length).toBeGreaterThan(0);
    expect((await t.issues.list({ text: 'Mil Lane' }, null)).items.length).toBeGreaterThan(0);
  });
});
