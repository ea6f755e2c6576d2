import { afterAll, beforeAll, expect, test } from 'vitest';
import { aHousehold, asker, aUser, testIssues, type TestIssues } from '../../testing/factories.ts';
import { serve, type Served } from '../../testing/served.ts';
import type { Asker } from '../../platform/http/route.ts';
import { createPreferences } from './index.ts';

let t: TestIssues;
let http: Served;
let ana: Asker;
let ben: Asker;
let counted = 0;

beforeAll(async () => {
  t = await testIssues();
  const limit = (): Promise<void> => Promise.resolve(void (counted += 1));
  http = await serve(createPreferences({ pool: t.database.pool, clock: t.clock, limit }).routes ?? []);
  ana = asker({ kind: 'operator', userId: await aUser(t.database) });
  ben = asker({ kind: 'operator', userId: await aUser(t.database) });
});
afterAll(async () => {
  await http.close();
  await t.close();
});

const FILTER = { overdue: 'true' };
const LIST = { columns: [{ id: 'title', width: 300 }], sort: { column: 'filed', order: 'desc' } };
const NOTICES = { ways: { callback: 'sound' }, districts: [], teams: [], quiet: null, seenAt: 5 };

test('each person has its own, and parts that are not given stay', async () => {
  expect((await http.call(ana, 'GET', '/preferences')).body).toEqual({});
  await http.call(ana, 'PATCH', '/preferences', { filter: FILTER, arrangement: { strip: 200 } });
  await http.call(ana, 'PATCH', '/preferences', { notices: NOTICES });
  await http.call(ana, 'PATCH', '/preferences', { list: LIST });
  expect((await http.call(ana, 'GET', '/preferences')).body).toEqual({
    filter: FILTER,
    arrangement: { strip: 200 },
    list: LIST,
    notices: NOTICES,
  });
  expect((await http.call(ben, 'GET', '/preferences')).body).toEqual({});
  expect(counted).toBe(3);
});

test('what is no preference is refused', async () => {
  for (const body of [
    { filter: { overdue: true } },
    { notices: { ...NOTICES, ways: { weather: 'sound' } } },
    { arrangement: { text: 'x'.repeat(9_000) } },
    { list: { ...LIST, columns: [] } },
    { other: 1 },
  ])
    expect(await http.call(ana, 'PATCH', '/preferences', body)).toMatchObject({ status: 400 });
});

test('they belong to the desk: nobody else has any', async () => {
  expect(await http.call(await aHousehold(t.database), 'GET', '/preferences')).toMatchObject({ status: 403 });
  expect(await http.call({ ...ana, kiosk: true }, 'GET', '/preferences')).toMatchObject({ status: 403 });
});
