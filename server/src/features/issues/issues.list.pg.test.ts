import { uuidv7 } from '@dispatch/shared/ids/uuid';
import {
  EVERYTHING,
  matcher,
  NONE,
  queryOf,
  UNPLACED_DISTRICT,
  type IssueFilter,
} from '@dispatch/shared/issues/filter';
import { issueQuery, SORTS, type IssueQuery, type Sort } from '@dispatch/shared/issues/schema';
import { STAGES } from '@dispatch/shared/issues/stage';
import { HOLD_REASONS, STATUSES, URGENCIES } from '@dispatch/shared/issues/status';
import type { IssueCard } from '@dispatch/shared/issues/views';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { aCategory, aContractor, aDistrict, testIssues, type TestIssues } from '../../testing/factories.ts';

let t: TestIssues;
let categories: string[];
let districts: string[];
let contractors: string[];
let teams: string[];
beforeAll(async () => {
  t = await testIssues();
  categories = [t.categoryId, await aCategory(t.database)];
  districts = [await aDistrict(t.database), await aDistrict(t.database)];
  contractors = [
    (await aContractor(t.database)).contractorId,
    (await aContractor(t.database)).contractorId,
  ] as string[];
  teams = [uuidv7(), uuidv7()];
  await t.database.knex('teams').insert(teams.map((id) => ({ id, name: id })));
});
afterAll(() => t.close());
afterEach(async () => {
  await t.database.pool.query('truncate issues cascade');
});

/** Issues straight into the table, with what each test is about. */
async function insert(rows: readonly Record<string, unknown>[]): Promise<string[]> {
  const ids = rows.map(() => uuidv7());
  await t.database.knex('issues').insert(
    rows.map((row, index) => ({
      id: ids[index],
      number: t.database.knex.raw(`nextval('issue_numbers')`),
      ref: ids[index],
      status: 'new',
      category_id: t.categoryId,
      urgency: 'normal',
      title: 'Leak',
      filed_at: new Date(t.clock()),
      changed_at: new Date(t.clock()),
      ...row,
    })),
  );
  return ids;
}

async function allPages(query: IssueQuery, limit: number): Promise<IssueCard[]> {
  const cards: IssueCard[] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page = await t.issues.list({ ...query, limit, ...(cursor !== undefined && { cursor }) }, null);
    cards.push(...page.items);
    cursor = page.next;
  }
  return cards;
}

const KEYS: Record<Sort, (card: IssueCard) => number | string | null> = {
  filed: (card) => card.filedAt,
  changed: (card) => card.changedAt,
  ref: (card) => card.ref,
  urgency: (card) => URGENCIES.indexOf(card.urgency),
  title: (card) => card.title.toLowerCase(),
  place: (card) => card.place?.toLowerCase() ?? null,
  resolveBy: (card) => card.resolveBy,
};

describe('pages in another order', () => {
  test('hold every issue once and in order, with ties and with issues that have no value', async () => {
    // Few values, so that most issues share theirs and pages end among equals.
    const few = <T>(...values: T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
    const when = few(new Date(t.clock()), new Date(t.clock() + 1), new Date(t.clock() + 3_600_000));
    const row = fc.record({
      filed_at: when,
      changed_at: when,
      urgency: few(...URGENCIES),
      title: few('ampel', 'brunnen', 'Crossing', 'LAMP', `It's "50 %"`),
      place: few(null, 'ash lane 1', 'elm lane 2'),
      resolve_by: few(null, new Date(t.clock() + 7)),
    });
    await insert(fc.sample(row, { numRuns: 40, seed: 3 }));
    for (const sort of SORTS)
      for (const order of ['asc', 'desc'] as const) {
        const keys = (await allPages({ sort, order }, 200)).map(KEYS[sort]);
        const [some, none] = [keys.filter((key) => key !== null), keys.filter((key) => key === null)];
        expect(keys, `${sort} ${order}: without a value last`).toEqual([...some, ...none]);
        const sorted = some.toSorted((a, b) =>
          typeof a === 'string' ? (a < String(b) ? -1 : Number(a > String(b))) : a - Number(b),
        );
        expect(some, `${sort} ${order}`).toEqual(order === 'asc' ? sorted : sorted.reverse());
        const whole = (await allPages({ sort, order }, 200)).map(({ id }) => id);
        expect(new Set(whole).size).toBe(40);
        for (const limit of [1, 3, 7])
          expect(
            (await allPages({ sort, order }, limit)).map(({ id }) => id),
            `${sort} ${order} by ${String(limit)}`,
          ).toEqual(whole);
      }
  });

  test('are not continued in a third order, and not by a cursor made up', async () => {
    await insert([{}, {}]);
    const { next } = await t.issues.list({ sort: 'place', limit: 1 }, null);
    const cursor = next ?? '';
    expect((await t.issues.list({ sort: 'place', cursor }, null)).items).toHaveLength(1);
    const id = uuidv7();
    const madeUp = (...parts: unknown[]): string => Buffer.from(JSON.stringify(parts)).toString('base64url');
    for (const query of [
      { sort: 'title', cursor } as const,
      { sort: 'place', order: 'desc', cursor } as const,
      { cursor: madeUp('filed', 'desc', 'typed', '1', 'no id') },
      { cursor: madeUp('filed', 'desc', 'typed', "1'", id) },
      { cursor: madeUp('filed', 'desc', 'typed', null, id) },
      { cursor: madeUp('filed', 'desc', 'other', '1', id) },
      { cursor: madeUp('owner', 'desc', 'typed', '1', id) },
      { cursor: '' },
    ])
      await expect(t.issues.list(query, null)).rejects.toMatchObject({ code: 'invalid' });
  });
});

describe('a search', () => {
  test('finds badly misspelt streets when nothing else fits, page after page', async () => {
    const far = Array.from({ length: 5 }, (_, i) => ({ place: `Washington Street ${String(i)}` }));
    await insert([...far, { place: 'Lime Lane 3' }]);
    for (const text of ['Washingtun Stret', 'wasington', 'Wahsington stree'])
      expect((await allPages({ text }, 2)).map(({ place }) => place).sort(), text).toEqual(
        far.map(({ place }) => place),
      );
    expect(await allPages({ text: 'Kensington Gardens' }, 2)).toEqual([]);
  });

  test('that finds what was typed adds nothing that only looks like it', async () => {
    await insert([{ title: 'Broken lamp' }, { title: 'Broken ramp' }]);
    expect((await t.issues.list({ text: 'lamp' }, null)).items.map(({ title }) => title)).toEqual(['Broken lamp']);
  });
});

test('the query of a filter finds what the filter shows of the same issues', async () => {
  const now = t.clock();
  const HOUR = 3_600_000;
  const one = <T>(values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
  const orNull = <T>(values: readonly T[]): fc.Arbitrary<T | null> => fc.option(one(values));
  const row = fc
    .record({
      status: one(STATUSES),
      triaged: fc.boolean(),
      assignment_state: one([null, 'offered', 'accepted'] as const),
      category_id: one(categories),
      urgency: one(URGENCIES),
      district_id: orNull(districts),
      team_id: orNull(teams),
      contractor_id: one(contractors),
      done_by: orNull(contractors),
      hold: orNull(HOLD_REASONS),
      resolve_by: orNull([new Date(now - 1), new Date(now), new Date(now + 1)]),
      filed_at: one([0, 1, 23, 24, 25].map((hours) => new Date(now - hours * HOUR))),
      call_contractor: one([false, false, true]),
      call_household: one([false, false, true]),
      callback: fc.boolean(),
    })
    .map((given) => {
      const { status } = given;
      const held = ['open', 'en_route', 'in_progress'].includes(status);
      const state = held ? 'accepted' : status === 'new' && given.assignment_state === 'offered' ? 'offered' : null;
      const assigned = state !== null;
      return {
        ...given,
        assignment_state: state,
        assignment_id: assigned ? uuidv7() : null,
        contractor_id: assigned ? given.contractor_id : null,
        hold: held ? given.hold : null,
        outcome: status === 'closed' ? 'fixed' : null,
      };
    });
  const some = <T>(values: readonly T[]): fc.Arbitrary<T[]> =>
    fc.oneof(fc.subarray([...values], { maxLength: 0 }), fc.subarray([...values], { minLength: 1 }));
  const rarely = one([false, false, false, true]);
  const filters = fc.record({
    text: fc.constant(''),
    stage: some(STAGES),
    category: some(categories),
    urgency: some(URGENCIES),
    district: some([...districts, UNPLACED_DISTRICT]),
    team: some([...teams, NONE]),
    contractor: some([...contractors, NONE]),
    overdue: rarely,
    hold: rarely,
    needsYou: rarely,
    olderThan: one([null, null, 24]),
    youngerThan: one([null, null, 24]),
    filedFrom: one([null, null, now - 24 * HOUR]),
    filedTo: one([null, null, now - 24 * HOUR]),
    closed: fc.boolean(),
  }) satisfies fc.Arbitrary<IssueFilter>;
  await insert(fc.sample(row, { numRuns: 150, seed: 5 }));
  const cards = (await t.issues.list({ limit: 200 }, null)).items;
  let found = 0;
  await fc.assert(
    fc.asyncProperty(filters, async (filter) => {
      const matches = matcher(filter);
      const query = issueQuery.parse({ ...queryOf(filter), limit: 200 });
      const ids = (await t.issues.list(query, null)).items.map(({ id }) => id);
      found += ids.length;
      expect(ids).toEqual(cards.filter((card) => matches(card, now)).map(({ id }) => id));
    }),
    { numRuns: 150, examples: [[EVERYTHING], [{ ...EVERYTHING, closed: true }]] },
  );
  expect(found).toBeGreaterThan(200);
});
