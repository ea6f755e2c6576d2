import { MOST_FILTERS, type NewFilter, type SavedFilter } from '@dispatch/shared/filters/schema';
import { uuidv7 } from '@dispatch/shared/ids/uuid';
import { EVERYTHING } from '@dispatch/shared/issues/filter';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Asker } from '../../platform/http/route.ts';
import { asker, aUser, testIssues, type TestIssues } from '../../testing/factories.ts';
import { serve, type Served } from '../../testing/served.ts';
import { createFilters, sharedFilters } from './index.ts';

let t: TestIssues;
let http: Served;
let told = 0;
let ana: Asker;
let ben: Asker;
let admin: Asker;

beforeAll(async () => {
  t = await testIssues();
  const { database, clock } = t;
  const limit = (): Promise<void> => Promise.resolve();
  const committed = (): void => {
    told += 1;
  };
  http = await serve(createFilters({ database, clock, committed, limit }).routes ?? []);
  const one = async (kind: 'operator' | 'admin', name: string): Promise<Asker> =>
    asker({ kind, userId: await aUser(database, { role: kind, name }) });
  [ana, ben, admin] = [await one('operator', 'Ana'), await one('operator', 'Ben'), await one('admin', 'Ada')];
});
afterAll(async () => {
  await http.close();
  await t.close();
});

const input = (more: Partial<NewFilter> = {}): NewFilter => ({
  id: uuidv7(),
  name: `Filter ${uuidv7()}`,
  filter: { ...EVERYTHING, urgency: ['high'], text: 'mill' },
  look: { columns: [{ id: 'ref', width: 90 }], sort: { column: 'age', order: 'desc' } },
  shared: false,
  ...more,
});
const save = async (who: Asker, more: Partial<NewFilter> = {}): Promise<SavedFilter> =>
  (await http.call<SavedFilter>(who, 'POST', '/filters', input(more))).body;
const seenBy = async (who: Asker): Promise<string[]> =>
  (await http.call<SavedFilter[]>(who, 'GET', '/filters')).body.map(({ id }) => id);

describe('a saved filter', () => {
  test('comes back as it was saved, with whose it is', async () => {
    const given = input();
    const { status, body } = await http.call<SavedFilter>(ana, 'POST', '/filters', given);
    expect(status).toBe(201);
    expect(body).toEqual({ ...given, ownerId: ana.userId, owner: 'Ana', version: 1 });
    expect((await http.call<SavedFilter[]>(ana, 'GET', '/filters')).body).toContainEqual(body);
  });

  test('sent twice is there once', async () => {
    const given = input();
    for (let i = 0; i < 2; i += 1) await http.call(ana, 'POST', '/filters', given);
    expect((await seenBy(ana)).filter((id) => id === given.id)).toHaveLength(1);
    expect(await http.call(ben, 'POST', '/filters', given)).toMatchObject({ status: 404 });
  });

  test('is nobody else’s to see or change until it is shared', async () => {
    const { id } = await save(ana);
    expect(await seenBy(ben)).not.toContain(id);
    for (const who of [ben, admin]) {
      expect(await http.call(who, 'PATCH', `/filters/${id}`, { version: 1, name: 'Mine' })).toMatchObject({
        status: 404,
      });
      expect(await http.call(who, 'DELETE', `/filters/${id}`)).toMatchObject({ status: 404 });
    }
    expect(await sharedFilters(t.database.pool, [id])).toBe('[]');
    const before = told;
    await http.call(ana, 'PATCH', `/filters/${id}`, { version: 1, shared: true });
    expect(told).toBe(before + 1);
    expect(await seenBy(ben)).toContain(id);
    expect(JSON.parse(await sharedFilters(t.database.pool, [id]))).toMatchObject([{ id, owner: 'Ana', version: 2 }]);
  });

  test('that is shared is changed by whose it is and by those who run the place', async () => {
    const { id } = await save(ana, { shared: true });
    expect(await http.call(ben, 'PATCH', `/filters/${id}`, { version: 1, name: 'Mine' })).toMatchObject({
      status: 403,
    });
    expect(await http.call(ben, 'DELETE', `/filters/${id}`)).toMatchObject({ status: 403 });
    expect(
      (await http.call<SavedFilter>(admin, 'PATCH', `/filters/${id}`, { version: 1, shared: false })).body,
    ).toMatchObject({
      shared: false,
      version: 2,
    });
    expect(await http.call(admin, 'PATCH', `/filters/${id}`, { version: 2, shared: true })).toMatchObject({
      status: 404,
    });
    expect(await http.call(ana, 'DELETE', `/filters/${id}`)).toMatchObject({ status: 204 });
    expect(await seenBy(ana)).not.toContain(id);
  });

  test('changed by two at once is changed by the first alone', async () => {
    const { id } = await save(ana, { shared: true });
    await http.call(ana, 'PATCH', `/filters/${id}`, { version: 1, filter: EVERYTHING });
    expect(await http.call(admin, 'PATCH', `/filters/${id}`, { version: 1, name: 'Late' })).toMatchObject({
      status: 409,
      body: { code: 'stale_record' },
    });
  });

  test('has a name that its owner uses once', async () => {
    await save(ana, { name: 'Night' });
    expect(await http.call(ana, 'POST', '/filters', input({ name: 'NIGHT' }))).toMatchObject({
      status: 409,
      body: { code: 'taken', fields: [{ field: 'name' }] },
    });
    expect((await save(ben, { name: 'Night' })).name).toBe('Night');
  });

  test('is refused when it is none, or one too many', async () => {
    for (const wrong of [{ name: ' ' }, { filter: { ...EVERYTHING, stage: ['nonsense'] } }, { look: { columns: [] } }])
      expect(await http.call(ana, 'POST', '/filters', { ...input(), ...wrong })).toMatchObject({ status: 400 });
    const eve = asker({ kind: 'operator', userId: await aUser(t.database, { name: 'Eve' }) });
    const tries = Array.from({ length: MOST_FILTERS + 2 }, () => http.call(eve, 'POST', '/filters', input()));
    const statuses = (await Promise.all(tries)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 201)).toHaveLength(MOST_FILTERS);
    expect(statuses.filter((status) => status === 400)).toHaveLength(2);
  });

  test('is for those who dispatch', async () => {
    const carla = asker({ kind: 'contractor', userId: await aUser(t.database), contractorId: uuidv7() });
    expect(await http.call(carla, 'GET', '/filters')).toMatchObject({ status: 403 });
    expect(await http.call(null, 'GET', '/filters')).toMatchObject({ status: 401 });
  });
});
