import type { PromiseSet } from '@dispatch/shared/promises/promise';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newKey, testIssues, type TestIssues } from '../../testing/factories.ts';
import { serve, type Served } from '../../testing/served.ts';
import { admin, operator, testTown, type TestTown } from '../../testing/town.ts';

let t: TestIssues;
let town: TestTown;
let http: Served;

beforeAll(async () => {
  t = await testIssues({ promises: () => town.promises.book() });
  town = testTown(t.database, t.clock);
  http = await serve(town.routes);
});
afterAll(async () => {
  await http.close();
  await t.close();
});

const at = (text: string): number => Date.parse(text);
const nowhere = { has: () => false, evict: () => undefined };
const read = async (): Promise<PromiseSet> => (await http.call<PromiseSet>(operator, 'GET', '/promises')).body;
const set = (): Omit<PromiseSet, 'version'> => ({
  promises: [
    { categoryId: null, urgency: 'normal', respondMinutes: 60, resolveMinutes: 540 },
    { categoryId: null, urgency: 'emergency', respondMinutes: 15, resolveMinutes: 120 },
    { categoryId: t.categoryId, urgency: 'high', respondMinutes: null, resolveMinutes: 90 },
  ],
  week: [
    { weekday: 1, opens: '08:00', closes: '12:00' },
    { weekday: 1, opens: '13:00', closes: '24:00' },
    { weekday: 2, opens: '08:00', closes: '17:00' },
  ],
  holidays: [{ day: '2026-12-25', name: 'Christmas' }],
  aroundTheClock: ['emergency'],
});

describe('the set of promises', () => {
  test('is nothing promised, weekdays from 8 to 17, and emergencies around the clock until someone sets it', async () => {
    const { promises, week, holidays, aroundTheClock } = await read();
    expect({ promises, holidays, aroundTheClock }).toEqual({
      promises: [],
      holidays: [],
      aroundTheClock: ['emergency'],
    });
    expect(week).toEqual([1, 2, 3, 4, 5].map((weekday) => ({ weekday, opens: '08:00', closes: '17:00' })));
    const book = await town.promises.book();
    expect(book.promiseOf(t.categoryId, 'normal')).toEqual({ respondMinutes: null, resolveMinutes: null });
  });

  test('is replaced as a whole and comes back as it was sent', async () => {
    const { status, body } = await http.call<PromiseSet>(admin, 'PUT', '/promises', set());
    expect(status).toBe(200);
    expect(body).toEqual({ ...set(), version: body.version });
    expect(await read()).toEqual(body);
    const less = await http.call<PromiseSet>(admin, 'PUT', '/promises', {
      ...set(),
      promises: [],
      holidays: [],
      aroundTheClock: [],
    });
    expect(less.body).toMatchObject({ promises: [], holidays: [], aroundTheClock: [] });
    expect(less.body.version).not.toBe(body.version);
  });

  test('closed days may be given without times', async () => {
    const week = [
      { weekday: 1, opens: '09:00', closes: '10:00' },
      { weekday: 7, opens: null, closes: null },
    ];
    expect((await http.call<PromiseSet>(admin, 'PUT', '/promises', { ...set(), week })).body.week).toEqual([week[0]]);
  });

  test('a set that someone changed meanwhile is not overwritten', async () => {
    const { version } = (await http.call<PromiseSet>(admin, 'PUT', '/promises', set())).body;
    const mine = { ...set(), holidays: [], version };
    expect(await http.call(admin, 'PUT', '/promises', mine)).toMatchObject({ status: 200 });
    expect(await http.call(admin, 'PUT', '/promises', { ...mine, promises: [] })).toMatchObject({
      status: 409,
      body: { code: 'stale_record' },
    });
    expect((await read()).promises).toHaveLength(3);
  });

  test('of two that arrive at once with the same version one is refused', async () => {
    const { version } = (await http.call<PromiseSet>(admin, 'PUT', '/promises', set())).body;
    const holidays = (day: string) => ({ ...set(), version, holidays: [{ day, name: 'A' }] });
    const answers = await Promise.all(
      ['2027-01-01', '2027-01-02', '2027-01-03'].map((day) => http.call(admin, 'PUT', '/promises', holidays(day))),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    expect((await read()).holidays).toHaveLength(1);
  });

  test('wrong sets are refused field by field and change nothing', async () => {
    const before = await read();
    const faults = async (more: object): Promise<string[]> => {
      const { body } = await http.call<{ fields: { field: string }[] }>(admin, 'PUT', '/promises', {
        ...set(),
        ...more,
      });
      return body.fields.map(({ field }) => field);
    };
    const row = { categoryId: null, urgency: 'low', respondMinutes: 60, resolveMinutes: 30 };
    expect(await faults({ week: [] })).toEqual(['week']);
    expect(await faults({ week: [{ weekday: 1, opens: '10:00', closes: '09:00' }] })).toEqual(['week.0']);
    const closed = { weekday: 1, opens: null, closes: null };
    expect(await faults({ week: [closed, { weekday: 2, opens: '10:00', closes: '09:00' }] })).toEqual(['week.1']);
    expect(await faults({ holidays: [{ day: '2026-02-30', name: 'No' }] })).toEqual(['holidays.0.day']);
    expect(await faults({ promises: [row] })).toEqual(['promises.0.resolveMinutes']);
    expect(
      await faults({
        promises: [
          { ...row, resolveMinutes: 90 },
          { ...row, resolveMinutes: 99 },
        ],
      }),
    ).toEqual(['promises.1.urgency']);
    expect(
      await faults({ promises: [{ ...row, resolveMinutes: 90, categoryId: '01890000-0000-7000-8000-000000000000' }] }),
    ).toEqual(['promises.0.categoryId']);
    expect(await read()).toEqual(before);
  });

  test('dispatchers read it, admins set it, nobody else sees it', async () => {
    expect(await http.call(operator, 'PUT', '/promises', set())).toMatchObject({ status: 403 });
    expect(await http.call(null, 'GET', '/promises')).toMatchObject({ status: 401 });
  });
});

describe('the book of promises', () => {
  beforeEach(() => town.promises.set(admin, set()));

  test('gives issues the times of the calendar in the zone of the organisation', async () => {
    // The clock stands at Monday 1 June 2026, 11:00 in Berlin; the break is from 12 to 13
    const { issueId } = await t.issues.file({
      who: t.operator,
      key: newKey(),
      app: 'test',
      input: { categoryId: t.categoryId, urgency: 'normal' },
    });
    expect(await t.issues.card(issueId)).toMatchObject({
      respondBy: at('2026-06-01T10:00Z'),
      resolveBy: at('2026-06-01T19:00Z'),
    });
    await town.organisation.set(admin, { timeZone: 'America/New_York' });
    for (const projection of town.projections)
      await projection({ events: [], reference: [{ id: 1, noun: 'organisation', nounId: 'organisation' }] }, nowhere);
    const book = await town.promises.book();
    expect(book.addMinutes('normal', t.clock(), 60)).toBe(at('2026-06-01T13:00Z'));
  });

  test('is the same object until something changes, on this node at once and on another after its notice', async () => {
    const other = testTown(t.database, t.clock);
    const [mine, theirs] = [await town.promises.book(), await other.promises.book()];
    expect(await town.promises.book()).toBe(mine);
    await town.promises.set(admin, {
      ...set(),
      promises: [{ categoryId: null, urgency: 'low', respondMinutes: 7, resolveMinutes: null }],
    });
    expect((await town.promises.book()).promiseOf(t.categoryId, 'low').respondMinutes).toBe(7);
    expect(await other.promises.book()).toBe(theirs);
    for (const projection of other.projections)
      await projection({ events: [], reference: [{ id: 1, noun: 'organisation', nounId: 'promises' }] }, nowhere);
    expect((await other.promises.book()).promiseOf(t.categoryId, 'low').respondMinutes).toBe(7);
  });

  test('an issue keeps what was promised to it', async () => {
    const { issueId } = await t.issues.file({
      who: t.operator,
      key: newKey(),
      app: 'test',
      input: { categoryId: t.categoryId, urgency: 'emergency' },
    });
    const { resolveBy } = await t.issues.card(issueId);
    expect(resolveBy).toBe(t.clock() + 120 * 60_000);
    await town.promises.set(admin, { ...set(), promises: [] });
    expect((await t.issues.card(issueId)).resolveBy).toBe(resolveBy);
  });
});
