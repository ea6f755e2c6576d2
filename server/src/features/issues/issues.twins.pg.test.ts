import { uuidv7 } from '@dispatch/shared/ids/uuid';
import { stageOf } from '@dispatch/shared/issues/stage';
import { STATUSES, type Status } from '@dispatch/shared/issues/status';
import { isOverdue, type Due } from '@dispatch/shared/promises/due';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newKey, testIssues, type TestIssues } from '../../testing/factories.ts';

/** What SQL decides for a list or a board, screens decide again as time passes: both must say the same. */
let t: TestIssues;
beforeAll(async () => {
  t = await testIssues();
});
afterAll(() => t.close());

test('issue_stage() says what stageOf says, for every status, triage and assignment', async () => {
  for (const status of STATUSES)
    for (const triaged of [true, false])
      for (const assignment of [null, 'offered', 'accepted']) {
        const { rows } = await t.database.pool.query<{ stage: string }>('select issue_stage($1, $2, $3) as stage', [
          status,
          triaged,
          assignment,
        ]);
        expect(rows[0]?.stage).toBe(stageOf({ status, triaged, offered: assignment === 'offered' }));
      }
});

/** Issues with these promises, straight into the table; @returns their ids in order. */
async function withPromises(dues: readonly Due[]): Promise<string[]> {
  const rows = dues.map((due) => {
    const id = uuidv7();
    const held = ['open', 'en_route', 'in_progress'].includes(due.status);
    return { id, held, ...due };
  });
  const { issueId } = await t.issues.file({
    who: t.operator,
    key: newKey(),
    app: 'test',
    input: { categoryId: t.categoryId },
  });
  const contractor = uuidv7();
  await t.database.knex('contractors').insert({ id: contractor, name: 'Carla', initials: 'C', colour: '#000000' });
  const time = (ms: number | null): Date | null => (ms === null ? null : new Date(ms));
  await t.database.knex('issues').insert(
    rows.map(({ id, held, status, respondBy, respondedAt, resolveBy, pausedAt }) => ({
      id,
      number: t.database.knex.raw(`nextval('issue_numbers')`),
      ref: id,
      status,
      outcome: status === 'closed' ? 'fixed' : null,
      category_id: t.database.knex.raw('(select category_id from issues where id = ?)', issueId),
      urgency: 'normal',
      title: 'Due',
      filed_at: time(0),
      changed_at: time(0),
      respond_by: time(respondBy),
      responded_at: time(respondedAt),
      resolve_by: time(resolveBy),
      paused_at: time(pausedAt),
      ...(held && { assignment_id: id, assignment_state: 'accepted', contractor_id: contractor }),
    })),
  );
  return rows.map(({ id }) => id);
}

test('the filter `overdue` finds what isOverdue calls overdue, to the millisecond', async () => {
  const now = t.clock();
  // Around now, so that a millisecond decides often.
  const moment = fc.option(fc.integer({ min: now - 2, max: now + 2 }));
  const due = fc.record({
    status: fc.constantFrom<Status>(...STATUSES),
    respondBy: moment,
    respondedAt: moment,
    resolveBy: moment,
    pausedAt: fc.option(fc.constant(now), { freq: 3 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(due, { minLength: 60, maxLength: 60 }), async (dues) => {
      await t.database.pool.query('truncate issues cascade');
      const ids = await withPromises(dues);
      const listed = async (overdue: 'true' | 'false'): Promise<Set<string>> =>
        new Set((await t.issues.list({ overdue, limit: 200 }, null)).items.map(({ id }) => id));
      const [late, rest] = [await listed('true'), await listed('false')];
      for (const [index, one] of dues.entries()) {
        expect([late.has(ids[index] ?? ''), rest.has(ids[index] ?? '')], JSON.stringify(one)).toEqual([
          isOverdue(one, now),
          !isOverdue(one, now),
        ]);
      }
    }),
    { numRuns: 12 },
  );
});

test('pages follow each other exactly, also where times differ by less than a millisecond', async () => {
  await t.database.pool.query('truncate issues cascade');
  const ids = await withPromises(
    Array.from({ length: 12 }, () => ({
      status: 'new',
      respondBy: null,
      respondedAt: null,
      resolveBy: null,
      pausedAt: null,
    })),
  );
  const spread = `update issues set filed_at = '2026-05-01'::timestamptz + array_position($1::uuid[], id) / 3 * interval '300 microseconds' where id = any($1)`;
  await t.database.pool.query(spread, [ids]);
  const all = (await t.issues.list({ limit: 200 }, null)).items.map(({ id }) => id);
  for (const limit of [1, 2, 5]) {
    const paged: string[] = [];
    for (let cursor: string | null | undefined; cursor !== null;) {
      const page = await t.issues.list({ limit, ...(cursor !== undefined && { cursor }) }, null);
      paged.push(...page.items.map(({ id }) => id));
      cursor = page.next;
    }
    expect(paged).toEqual(all);
  }
  for (const cursor of ['x', `1.${'-'.repeat(36)}`, '1.', `99999999999999999999.${ids[0] ?? ''}`])
    await expect(t.issues.list({ cursor }, null)).rejects.toMatchObject({ code: 'invalid' });
});

test('a word that happens to read as a reference is looked for as a word too', async () => {
  await t.issues.file({
    who: t.operator,
    key: newKey(),
    app: 'test',
    input: { categoryId: t.categoryId, title: 'PUMP 0000 leaks' },
  });
  expect((await t.issues.list({ text: '0000' }, null)).items.map(({ title }) => title)).toEqual(['PUMP 0000 leaks']);
});
