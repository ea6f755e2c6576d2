import type { Role } from '@dispatch/shared/access/roles';
import type { Person } from '@dispatch/shared/people/person';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { testAccounts, type Browser, type TestAccounts } from '../../testing/accounts.ts';
import { aCategory } from '../../testing/factories.ts';

let t: TestAccounts;
type SignedIn = Browser & { id: string; email: string; password: string };
let owner: SignedIn;
let admin: SignedIn;
beforeAll(async () => {
  t = await testAccounts();
  [owner, admin] = [await t.signedIn('owner'), await t.signedIn('admin')];
});
afterAll(() => t.close());
beforeEach(() => {
  t.cuts.length = 0;
});

const patch = (by: Browser, id: string, body: object) => by.send('PATCH', `/users/${id}`, body);

describe('switching a person off', () => {
  test('ends every session and cuts every socket at once', async () => {
    const person = await t.signedIn('operator');
    const [session] = (await person.send('GET', '/sessions')).body as { id: string }[];
    expect((await patch(admin, person.id, { status: 'deactivated' })).body).toMatchObject({ status: 'deactivated' });
    expect(t.cuts).toContain(`session:${session?.id ?? ''}`);
    expect(t.cuts).toContain(`user:${person.id}`);
    expect((await person.send('GET', '/sessions')).status).toBe(401);
    expect((await t.browser().send('POST', '/session', { email: person.email, password: person.password })).code).toBe(
      'deactivated',
    );
  });

  test('can be taken back; the password is still the same', async () => {
    const person = await t.person('operator');
    await patch(admin, person.id, { status: 'deactivated' });
    expect((await patch(admin, person.id, { status: 'active' })).body).toMatchObject({ status: 'active' });
    expect(
      (await t.browser().send('POST', '/session', { email: person.email, password: person.password })).status,
    ).toBe(200);
  });

  test('takes a contractor off the board, but not while it has an issue', async () => {
    const state = async (id: string) =>
      (
        await t.database.pool.query<{ active: boolean; on_duty: boolean }>(
          'select active, on_duty from contractors where user_id = $1',
          [id],
        )
      ).rows[0];
    const [idle, busy] = [await t.person('operator'), await t.person('operator')];
    for (const { id } of [idle, busy]) await patch(admin, id, { role: 'contractor' });
    await t.database.knex('contractors').whereIn('user_id', [idle.id, busy.id]).update({ on_duty: true });
    const categoryId = await aCategory(t.database);
    const now = new Date();
    await t.database.pool.query(
      `insert into issues (id, number, ref, status, category_id, urgency, title, filed_at, changed_at, contractor_id, assignment_id, assignment_state)
       select gen_random_uuid(), nextval('issue_numbers'), 'J-T', 'open', $1, 'normal', 'Leak', $3, $3, c.id, gen_random_uuid(), 'accepted' from contractors c where c.user_id = $2`,
      [categoryId, busy.id, now],
    );
    for (const { id } of [idle, busy]) await patch(admin, id, { status: 'deactivated' });
    expect(await state(idle.id)).toEqual({ active: false, on_duty: false });
    expect(await state(busy.id)).toEqual({ active: true, on_duty: false });
    await patch(admin, idle.id, { status: 'active' });
    expect(await state(idle.id)).toEqual({ active: true, on_duty: false });
  });
});

describe('another role', () => {
  test('ends sessions and cuts sockets, and the next sign-in has it', async () => {
    const person = await t.signedIn('operator');
    await patch(admin, person.id, { role: 'admin' });
    expect(t.cuts).toContain(`user:${person.id}`);
    expect((await person.send('GET', '/users')).status).toBe(401);
    await person.send('POST', '/session', { email: person.email, password: person.password });
    expect((await person.send('GET', '/users')).status).toBe(200);
  });

  test('of oneself keeps this session, with the new rights', async () => {
    const second = await t.signedIn('owner');
    expect((await patch(second, second.id, { role: 'operator' })).status).toBe(200);
    expect(t.cuts).toContain(`user:${second.id}`);
    expect((await second.send('GET', '/session')).body).toMatchObject({ who: { kind: 'operator' } });
    expect((await second.send('GET', '/users')).status).toBe(403);
  });
});

describe('owners', () => {
  test('are neither made nor touched by admins', async () => {
    const person = await t.person('operator');
    expect((await patch(admin, person.id, { role: 'owner' })).code).toBe('not_allowed');
    expect((await patch(admin, admin.id, { role: 'owner' })).code).toBe('not_allowed');
    for (const change of [
      { name: 'X' },
      { email: 'mine@example.org' },
      { status: 'deactivated' },
      { role: 'operator' },
    ])
      expect((await patch(admin, owner.id, change)).code).toBe('not_allowed');
    expect((await patch(owner, person.id, { role: 'owner' })).body).toMatchObject({ role: 'owner' });
    await patch(owner, person.id, { role: 'operator' });
  });

  test('always leave one behind', async () => {
    expect((await patch(owner, owner.id, { role: 'admin' })).code).toBe('last_owner');
    expect((await patch(owner, owner.id, { status: 'deactivated' })).code).toBe('last_owner');
    expect((await patch(owner, owner.id, { name: 'The Owner' })).status).toBe(200);
  });

  test('cannot both step down at the same moment', async () => {
    const other = await t.signedIn('owner');
    const replies = await Promise.all([
      patch(owner, owner.id, { role: 'admin' }),
      patch(other, other.id, { role: 'admin' }),
    ]);
    expect(replies.map(({ status }) => status).toSorted()).toEqual([200, 422]);
    const { rows } = await t.database.pool.query("select 1 from users where role = 'owner' and status = 'active'");
    expect(rows).toHaveLength(1);
  });
});

describe('the list of people', () => {
  test('is found by name, mail and phone, by role and by status, and takes signs literally', async () => {
    const { id } = await t.person('operator', { name: 'Percy 100%', phone: '030 777', email: 'percy_p@example.org' });
    const searcher = await t.signedIn('admin');
    const find = async (query: string) =>
      ((await searcher.send('GET', `/users?${query}`)).body as Person[]).map((person) => person.id);
    for (const text of ['percy', '100%25', 'PERCY_P', '030%20777']) expect(await find(`text=${text}`)).toEqual([id]);
    expect(await find('text=percyzp')).toEqual([]);
    expect(await find('text=%25%25')).toEqual([]);
    expect(await find('text=percy&role=admin')).toEqual([]);
    expect(await find('text=percy&role=staff')).toEqual([id]);
    const { id: resident } = await t.person('household', { name: 'Rita Resident' });
    expect(await find('text=rita&role=staff')).toEqual([]);
    expect(await find('text=rita&role=household')).toEqual([resident]);
    expect((await searcher.send('GET', '/users?role=emperor')).status).toBe(400);
  });

  test.each(['operator', 'contractor', 'household'] satisfies Role[])('is closed to %s', async (role) => {
    const person = await t.signedIn(role);
    expect((await person.send('GET', '/users')).status).toBe(403);
    expect((await patch(person, person.id, { role: 'owner' })).status).toBe(403);
  });

  test('answers for nobody and nonsense alike', async () => {
    for (const id of ['01890000-0000-7000-8000-000000000000', 'x', '%00'])
      expect((await patch(await t.signedIn('owner'), id, { name: 'X' })).status).toBe(404);
  });
});

test('another mail address voids links that are about, and the old one hears of it', async () => {
  const by = await t.signedIn('owner');
  const person = await t.person('operator');
  const other = await t.person('operator');
  expect((await patch(by, person.id, { email: other.email.toUpperCase() })).code).toBe('taken');
  expect((await patch(by, person.id, { email: 'moved@example.org' })).body).toMatchObject({
    email: 'moved@example.org',
  });
  expect((await t.mailsTo(person.email)).map(({ subject }) => subject)).toEqual(['Your mail address was changed']);
  expect(
    (await t.browser().send('POST', '/session', { email: 'moved@example.org', password: person.password })).status,
  ).toBe(200);
});
