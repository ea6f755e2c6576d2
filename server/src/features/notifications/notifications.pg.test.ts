import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FeedEvent } from '../../platform/feed/projection.ts';
import type { NewJob } from '../../platform/jobs/door.ts';
import { createMail, type Mail } from '../../platform/mail/mail.ts';
import { aContractor, aHousehold, newKey, silent, testIssues, type TestIssues } from '../../testing/factories.ts';
import { createNotifications } from './index.ts';

let t: TestIssues;
let mail: Mail;
let carla: Awaited<ReturnType<typeof aContractor>>;
let hanna: Awaited<ReturnType<typeof aHousehold>>;
let notifications: ReturnType<typeof createNotifications>;

beforeAll(async () => {
  t = await testIssues();
  carla = await aContractor(t.database, { name: 'Carla Contractor' });
  hanna = await aHousehold(t.database);
  mail = createMail({
    database: t.database,
    clock: t.clock,
    log: silent,
    addJobs: () => Promise.resolve(),
    transport: null,
    from: 'a@example.org',
  });
  notifications = createNotifications({
    database: t.database,
    mail,
    issues: t.issues,
    organisation: () => Promise.resolve({ name: 'Town works', phone: null, timeZone: 'Europe/Berlin' }),
    publicUrl: 'https://board.example.org',
    settings: { undoSeconds: 20 },
  });
});
afterAll(() => t.close());

async function file(input: object = {}, who = t.operator): Promise<string> {
  const { issueId } = await t.issues.file({
    who,
    key: newKey(),
    app: 'test',
    input: { categoryId: t.categoryId, ...input },
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

/** The jobs that follow from the whole history of an issue. */
async function jobsOf(issueId: string): Promise<NewJob[]> {
  const { rows } = await t.database.pool.query<FeedEvent>(
    `select id, issue_id as "issueId", version, action, at, contractor_before as "contractorBefore", contractor_after as "contractorAfter"
     from issue_events where issue_id = $1 order by id`,
    [issueId],
  );
  return (await notifications.jobs.jobsFor?.(rows)) ?? [];
}

async function run(jobs: readonly NewJob[]): Promise<void> {
  for (const { task, payload } of jobs) await notifications.jobs.tasks?.[task]?.(payload);
}

async function mailsAfter(issueId: string): Promise<{ to: string; subject: string; text: string }[]> {
  await t.database.pool.query('delete from mails');
  await run(await jobsOf(issueId));
  return (await mail.outbox(50)).map(({ to, subject, text }) => ({ to, subject, text })).reverse();
}

describe('a visit that moves', () => {
  test('is mailed once with the new time and why, and not when a later change has ended it', async () => {
    const id = await file({ householdId: hanna.householdId, contact: { email: 'moved@example.org' } });
    await act(t.operator, id, 'assign', { contractorId: carla.contractorId });
    const windowFrom = Date.UTC(2026, 5, 1, 12, 10);
    const tell = 'Carla now comes at about 14:20 instead of 13:00, because an emergency had to come first.';
    const window = { windowFrom, windowTo: windowFrom + 1_800_000, windowBy: 'plan' };
    await act(t.operator, id, 'plan', { ...window, tell });
    const moved = (await mailsAfter(id)).filter(({ subject }) => subject.startsWith('Your appointment has moved'));
    expect(moved.map(({ to }) => to)).toEqual(['moved@example.org']);
    expect(moved[0]?.text).toContain(`${tell}\n\nArrival between Monday 1 June, 14:10 and 14:40.`);
    await t.database.pool.query('delete from notices');
    await act(carla, id, 'depart');
    const later = (await mailsAfter(id)).map(({ subject }) => subject);
    expect(later.some((subject) => subject.startsWith('Your appointment'))).toBe(false);
  });
});

describe('mail about an issue', () => {
  test('goes to the contact it was filed with, with a link that opens it', async () => {
    const id = await file({ contact: { name: 'Pat', email: 'Pat@example.org' } });
    const [filed] = await mailsAfter(id);
    expect(filed?.to).toBe('Pat@example.org');
    const token = /\/t\/([\w-]+)/.exec(filed?.text ?? '')?.[1] ?? '';
    expect(await t.issues.readLink(token)).toEqual({ issueId: id, scope: 'act' });
  });

  test('without a contact goes to the account that filed, else to everyone of the household', async () => {
    const { rows } = await t.database.pool.query<{ email: string }>('select email from users where id = $1', [
      hanna.userId,
    ]);
    const own = await file({}, hanna);
    expect((await mailsAfter(own)).map(({ to }) => to)).toEqual([rows[0]?.email]);
    await t.database.pool.query(
      `insert into household_members (id, household_id, name, email) values (gen_random_uuid(), $1, 'A', 'a@example.org'), (gen_random_uuid(), $1, 'B', 'A@EXAMPLE.org')`,
      [hanna.householdId],
    );
    const forThem = await file({ householdId: hanna.householdId });
    expect((await mailsAfter(forThem)).map(({ to }) => to.toLowerCase())).toEqual(['a@example.org']);
  });

  test('is written once per event and address, however often its job is tried', async () => {
    const id = await file({ contact: { email: 'once@example.org' } });
    const jobs = await jobsOf(id);
    await t.database.pool.query('delete from mails');
    await Promise.all([run(jobs), run(jobs), run(jobs)]);
    expect(await mail.outbox(50)).toHaveLength(1);
  });

  test('waits for the undo time, counted from the event; offers do not', async () => {
    const id = await file();
    await act(t.operator, id, 'offer', { contractorId: carla.contractorId });
    await act(carla, id, 'accept');
    const jobs = await jobsOf(id);
    expect(jobs.map(({ payload, runAt }) => [payload['notice'], runAt?.getTime()])).toEqual([
      ['filed', undefined],
      ['offered', undefined],
      ['accepted', t.clock() + 20_000],
    ]);
    expect(new Set(jobs.map(({ jobKey }) => jobKey)).size).toBe(jobs.length);
  });

  test('is dropped when what it tells was undone', async () => {
    const id = await file({ contact: { email: 'calm@example.org' } });
    await act(t.operator, id, 'cancel', { reason: 'Wrong one' });
    await act(t.operator, id, 'undo');
    expect((await mailsAfter(id)).map(({ subject }) => subject)).toEqual([
      expect.stringContaining('We have your report'),
    ]);
  });

  test('follows an issue to the question whether it is fixed, and tells no private word', async () => {
    const id = await file({
      contact: { name: 'Private Person', email: 'p@example.org', phone: '030 555 0199' },
      description: 'Private words',
      place: 'Private Street 1',
    });
    await act(t.operator, id, 'assign', { contractorId: carla.contractorId });
    const accepted = await mailsAfter(id);
    for (const action of ['depart', 'arrive', 'finish']) await act(carla, id, action);
    const fixed = await mailsAfter(id);
    expect(accepted.map(({ subject }) => subject.split(' (')[0])).toEqual([
      'We have your report',
      'Someone is taking care of it',
      'New on your list',
    ]);
    // En route and the list are history by now; the first mails have been written before.
    expect(fixed.map(({ subject }) => subject.split(' (')[0])).toEqual(['Is it fixed?']);
    expect(fixed[0]?.text).toContain('#answer');
    for (const { text, subject } of [...accepted, ...fixed]) {
      expect(text + subject).not.toMatch(/Private|0199|Contractor,/);
      expect(text + subject).not.toContain('Carla Contractor');
    }
  });

  test('a contractor without an account, or switched off, is not written to', async () => {
    const bo = await aContractor(t.database, { name: 'Bo' });
    await t.database.pool.query(`update users set status = 'deactivated' where id = $1`, [bo.userId]);
    const id = await file();
    await act(t.operator, id, 'offer', { contractorId: bo.contractorId });
    expect(await mailsAfter(id)).toEqual([]);
  });

  test('reaches everyone whose report was merged into the issue, each with the link of their own report', async () => {
    const kept = await file({ contact: { email: 'kept@example.org' } });
    const report = await file({ contact: { email: 'report@example.org' } });
    const same = await file({ contact: { email: 'Kept@example.org' } });
    const [keptRef, reportRef] = [(await t.issues.card(kept)).ref, (await t.issues.card(report)).ref];
    for (const id of [report, same]) await act(t.operator, id, 'merge', { into: kept });
    await act(t.operator, kept, 'assign', { contractorId: carla.contractorId });
    for (const action of ['depart', 'arrive', 'finish']) await act(carla, kept, action);
    await t.issues.note({
      who: t.operator,
      issueId: kept,
      action: 'comment',
      input: { kind: 'public', text: 'Private words', toAll: true },
      key: newKey(),
      app: 'test',
    });
    const mails = await mailsAfter(kept);
    const theirs = mails.filter(({ to }) => to === 'report@example.org');
    expect(theirs.map(({ subject }) => subject)).toEqual([
      `The work is done (Water leak, ${reportRef})`,
      `The office has written to you (Water leak, ${reportRef})`,
    ]);
    for (const { text } of theirs) {
      expect(text).toContain(keptRef);
      expect(text).not.toMatch(/Private|kept@/);
      const token = /\/t\/([\w-]+)/.exec(text)?.[1] ?? '';
      expect(await t.issues.readLink(token)).toEqual({ issueId: report, scope: 'act' });
    }
    // Who reported it twice hears it once.
    const subjects = mails.filter(({ to }) => to.toLowerCase() === 'kept@example.org').map(({ subject }) => subject);
    expect(new Set(subjects).size).toBe(subjects.length);
  });

  test('tells of a part that was split off, unless the split was undone', async () => {
    const whole = await file({ contact: { email: 'pat@example.org' } });
    await act(t.operator, whole, 'split', { parts: [{ title: 'Gate' }] });
    const [part] = (await t.issues.detail(whole)).related;
    const [mail, ...more] = await mailsAfter(part!.id);
    expect(mail).toMatchObject({
      to: 'pat@example.org',
      subject: `Part of your report is followed up by itself (Water leak, ${part!.ref})`,
    });
    expect(more).toEqual([]);
    const other = await file({ contact: { email: 'pat@example.org' } });
    await act(t.operator, other, 'split', { parts: [{ title: 'Lamp' }] });
    await act(t.operator, other, 'undo');
    expect(await mailsAfter((await t.issues.detail(other)).related[0]!.id)).toEqual([]);
  });
});
