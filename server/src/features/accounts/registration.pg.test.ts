import type { Person } from '@dispatch/shared/people/person';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testAccounts, type TestAccounts } from '../../testing/accounts.ts';

let t: TestAccounts;
beforeAll(async () => {
  t = await testAccounts();
});
afterAll(() => t.close());

const password = 'correct horse battery';
const register = (body: object) => t.browser().send('POST', '/registrations', body);

describe('a household that registers', () => {
  test('can sign in at once and owns a household of its own', async () => {
    const reply = await register({
      kind: 'household',
      name: 'Hanna Household',
      email: 'Hanna@Example.org',
      password,
      phone: '+49 30 5550101',
      address: '1 Mill Lane',
      lat: 52.5,
      lon: 13.4,
    });
    expect(reply).toMatchObject({ status: 201, body: { status: 'active' } });
    const signedIn = await t.browser().send('POST', '/session', { email: 'hanna@example.org', password });
    const { who } = signedIn.body as { who: { householdIds: string[] } };
    expect(who).toMatchObject({ kind: 'household', email: 'Hanna@Example.org' });
    const { rows } = await t.database.pool.query(
      'select h.address, h.lat, m.name, m.phone, m.email from households h join household_members m on m.household_id = h.id where h.id = any($1)',
      [who.householdIds],
    );
    expect(rows).toEqual([
      {
        address: '1 Mill Lane',
        lat: 52.5,
        name: 'Hanna Household',
        phone: '+49 30 5550101',
        email: 'Hanna@Example.org',
      },
    ]);
  });

  test('is told field by field what is not right, and nothing is written', async () => {
    const reply = await register({
      kind: 'household',
      name: '',
      email: 'nonsense',
      password: 'short',
      phone: 'abc',
      lat: 91,
      lon: 0,
      role: 'owner',
    });
    expect(reply.status).toBe(400);
    const fields = (reply.body as { fields: { field: string }[] }).fields.map(({ field }) => field);
    expect(fields.toSorted()).toEqual(['email', 'lat', 'name', 'password', 'phone', 'role']);
  });
});

test('a password that is among the first guesses is refused with its field', async () => {
  const reply = await register({ kind: 'household', name: 'Gustav', email: 'g@example.org', password: 'Password123' });
  expect(reply.body).toMatchObject({ code: 'invalid', fields: [{ field: 'password', code: 'weak' }] });
});

describe('an address that is taken', () => {
  test('gets the same answer after the same hashing, and its owner a mail instead', async () => {
    const { email } = await t.person('operator', { name: 'Olga Operator' });
    for (const kind of ['household', 'staff']) {
      const before = t.hasher.hashed;
      const fresh = await register({ kind, name: 'A', email: `${kind}-new@example.org`, password });
      const taken = await register({ kind, name: 'A', email: email.toUpperCase(), password });
      expect(t.hasher.hashed - before).toBe(2);
      expect({ status: taken.status, body: taken.body }).toEqual({ status: fresh.status, body: fresh.body });
      expect([...taken.headers.keys()]).toEqual([...fresh.headers.keys()]);
    }
    const mails = await t.mailsTo(email);
    expect(mails).toHaveLength(2);
    expect(mails[0]).toMatchObject({ subject: 'You already have an account' });
    expect((await t.browser().send('POST', '/session', { email, password: 'correct horse battery' })).status).toBe(200);
  });

  test('belongs to one of two who register it at the same moment', async () => {
    const email = 'twins@example.org';
    const replies = await Promise.all(
      [1, 2].map((n) =>
        register({ kind: 'household', name: `Twin ${String(n)}`, email, password: `${password} ${String(n)}` }),
      ),
    );
    expect(replies.map(({ status }) => status)).toEqual([201, 201]);
    const { rows } = await t.database.pool.query('select 1 from users where lower(email) = $1', [email]);
    expect(rows).toHaveLength(1);
    const orphans = await t.database.pool.query(
      'select 1 from households h where not exists (select 1 from household_members m where m.household_id = h.id)',
    );
    expect(orphans.rowCount).toBe(0);
  });
});

describe('a person who registers as staff', () => {
  test('waits until an admin says as what, and hears of it by mail', async () => {
    const admin = await t.signedIn('admin');
    const operator = await t.signedIn('operator');
    const email = 'stefan@example.org';
    expect(await register({ kind: 'staff', name: 'Stefan Staff', email, password })).toMatchObject({
      status: 201,
      body: { status: 'pending' },
    });
    expect((await t.browser().send('POST', '/session', { email, password })).code).toBe('awaiting_approval');
    expect((await t.mailsTo(admin.email)).map((mail) => mail.subject)).toContain(
      'Stefan Staff asks for a staff account',
    );

    const [person] = (await admin.send('GET', '/users?status=pending&text=stefan')).body as Person[];
    const path = `/users/${person?.id ?? ''}`;
    expect((await operator.send('POST', `${path}/approve`, {})).status).toBe(403);
    expect((await admin.send('PATCH', path, { status: 'active' })).code).toBe('awaiting_approval');
    expect((await admin.send('PATCH', path, { role: 'admin' })).code).toBe('awaiting_approval');
    expect((await admin.send('POST', `${path}/approve`, { role: 'owner' })).code).toBe('not_allowed');
    const approved = await admin.send('POST', `${path}/approve`, { role: 'contractor' });
    expect(approved.body).toMatchObject({
      status: 'active',
      role: 'contractor',
      contractorId: expect.any(String) as string,
    });
    expect((await admin.send('POST', `${path}/approve`, {})).status).toBe(404);

    expect((await t.mailsTo(email)).map((mail) => mail.subject)).toEqual(['Your account is ready']);
    const signedIn = await t.browser().send('POST', '/session', { email, password });
    expect(signedIn.body).toMatchObject({ who: { kind: 'contractor', contractorId: expect.any(String) as string } });
    const told = await t.database.pool.query(
      "select 1 from reference_events where noun = 'contractor' and noun_id = $1",
      [(approved.body as Person).contractorId],
    );
    expect(told.rowCount).toBe(1);
  });

  test('can be declined and then cannot sign in', async () => {
    const admin = await t.signedIn('admin');
    await register({ kind: 'staff', name: 'Unknown', email: 'unknown@example.org', password });
    const [person] = (await admin.send('GET', '/users?text=unknown@')).body as Person[];
    expect((await admin.send('PATCH', `/users/${person?.id ?? ''}`, { status: 'deactivated' })).body).toMatchObject({
      status: 'deactivated',
    });
    expect((await t.browser().send('POST', '/session', { email: 'unknown@example.org', password })).code).toBe(
      'deactivated',
    );
  });
});

test('registrations are limited per network address', async () => {
  const narrow = await testAccounts({ registerAddress: { tries: 2, seconds: 3600 } });
  const send = (name: string) =>
    narrow
      .browser()
      .send('POST', '/registrations', { kind: 'household', name, email: `${name}@example.org`, password });
  try {
    expect((await send('a')).status).toBe(201);
    expect((await send('b')).status).toBe(201);
    const hashed = narrow.hasher.hashed;
    expect((await send('c')).code).toBe('too_many');
    expect(narrow.hasher.hashed).toBe(hashed);
  } finally {
    await narrow.close();
  }
});
