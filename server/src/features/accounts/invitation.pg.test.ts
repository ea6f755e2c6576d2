import type { Person } from '@dispatch/shared/people/person';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testAccounts, tokenIn, type Browser, type TestAccounts } from '../../testing/accounts.ts';

let t: TestAccounts;
let admin: Browser;
beforeAll(async () => {
  t = await testAccounts();
  admin = await t.signedIn('admin');
});
afterAll(() => t.close());

const DAY = 86_400_000;
const password = 'correct horse battery';
const invite = (body: object) =>
  admin.send('POST', '/invitations', { name: 'Ines Invited', role: 'operator', ...body });
const lastToken = async (email: string): Promise<string> => tokenIn((await t.mailsTo(email)).at(-1));
const accept = (token: string) => t.browser().send('PUT', `/invitations/${token}`, { password });

describe('an invited person', () => {
  test('opens the mailed link, chooses a password and is signed in', async () => {
    const email = 'ines@example.org';
    expect((await invite({ email })).status).toBe(201);
    const [mail] = await t.mailsTo(email);
    expect(mail?.text).toContain('https://board.example/invitation/');
    const token = tokenIn(mail);
    expect((await t.browser().send('GET', `/invitations/${token}`)).body).toEqual({
      name: 'Ines Invited',
      email,
      role: 'operator',
    });
    const browser = t.browser();
    const reply = await browser.send('PUT', `/invitations/${token}`, { password });
    expect(reply.body).toMatchObject({ who: { kind: 'operator', email } });
    expect((await browser.send('GET', '/sessions')).body).toHaveLength(1);
  });

  test('cannot sign in before, by whatever password', async () => {
    await invite({ email: 'early@example.org' });
    for (const guess of ['', 'null', password])
      expect(
        (await t.browser().send('POST', '/session', { email: 'early@example.org', password: guess })).status,
      ).toBeGreaterThanOrEqual(400);
  });

  test('as a contractor stands on the board with its skills before it signs in', async () => {
    const email = 'carla@example.org';
    await invite({ email, name: 'Carla Crew', role: 'contractor', skills: ['plumbing'], phone: '+49 30 1234' });
    const { rows } = await t.database.pool.query(
      'select c.name, c.initials, c.skills, c.phone, c.active from contractors c join users u on u.id = c.user_id where u.email = $1',
      [email],
    );
    expect(rows).toEqual([
      { name: 'Carla Crew', initials: 'CC', skills: ['plumbing'], phone: '+49 30 1234', active: true },
    ]);
    expect((await accept(await lastToken(email))).body).toMatchObject({
      who: { kind: 'contractor', contractorId: expect.any(String) as string },
    });
  });
});

test('an installation without an owner gets one by a link that is not mailed', async () => {
  const path = await t.accounts.firstOwner();
  const token = path?.split('/').at(-1) ?? '';
  const newer = (await t.accounts.firstOwner())?.split('/').at(-1) ?? '';
  expect((await accept(token)).code).toBe('token_over');
  const browser = t.browser();
  expect((await browser.send('PUT', `/invitations/${newer}`, { password })).body).toMatchObject({
    who: { kind: 'owner' },
  });
  expect(await t.accounts.firstOwner()).toBeNull();
  const { who } = (await browser.send('GET', '/session')).body as { who: { userId: string } };
  expect(
    (await browser.send('PATCH', `/users/${who.userId}`, { email: 'boss@city.example', name: 'Berta Boss' })).body,
  ).toMatchObject({
    email: 'boss@city.example',
    role: 'owner',
  });
});

describe('an invitation', () => {
  test('works once, also when both uses arrive together', async () => {
    await invite({ email: 'once@example.org' });
    const token = await lastToken('once@example.org');
    const replies = await Promise.all([accept(token), accept(token), accept(token)]);
    expect(replies.map(({ status }) => status).toSorted()).toEqual([200, 422, 422]);
    expect((await accept(token)).code).toBe('token_over');
  });

  test('ends after seven days', async () => {
    await invite({ email: 'late@example.org' });
    const token = await lastToken('late@example.org');
    t.clock.advance(7 * DAY + 1);
    expect((await accept(token)).code).toBe('token_over');
    expect((await t.browser().send('GET', `/invitations/${token}`)).code).toBe('token_over');
    admin = await t.signedIn('admin');
  });

  test('that is sent again makes the earlier link worthless', async () => {
    const email = 'again@example.org';
    await invite({ email });
    const first = await lastToken(email);
    await invite({ email, name: 'Another Name' });
    const second = await lastToken(email);
    expect((await accept(first)).code).toBe('token_over');
    expect((await t.browser().send('GET', `/invitations/${second}`)).body).toMatchObject({ name: 'Another Name' });
  });

  test('is withdrawn by switching the person off', async () => {
    const email = 'withdrawn@example.org';
    const { body } = await invite({ email });
    await admin.send('PATCH', `/users/${(body as Person).id}`, { status: 'deactivated' });
    expect((await accept(await lastToken(email))).code).toBe('token_over');
    expect((await admin.send('PATCH', `/users/${(body as Person).id}`, { status: 'active' })).body).toMatchObject({
      status: 'invited',
    });
    expect((await accept(await lastToken(email))).status).toBe(200);
  });

  test('is stored as a hash: the token is in no table of accounts', async () => {
    await invite({ email: 'hash@example.org' });
    const token = await lastToken('hash@example.org');
    const { rows } = await t.database.pool.query<{ all: string }>(
      'select (select json_agg(x) from user_tokens x)::text || (select json_agg(u) from users u)::text as all',
    );
    expect(rows[0]?.all).not.toContain(token);
  });

  test('is refused for an address that someone has, a team that is not there, and an owner by an admin', async () => {
    const { email } = await t.person('household');
    expect((await invite({ email: email.toUpperCase() })).code).toBe('taken');
    expect(
      (await invite({ email: 'team@example.org', teamId: '01890000-0000-7000-8000-000000000000' })).body,
    ).toMatchObject({
      code: 'invalid',
      fields: [{ field: 'teamId' }],
    });
    expect(await t.mailsTo('team@example.org')).toEqual([]);
    expect((await invite({ email: 'boss@example.org', role: 'owner' })).code).toBe('not_allowed');
    const owner = await t.signedIn('owner');
    expect(
      (await owner.send('POST', '/invitations', { email: 'boss@example.org', name: 'Boss', role: 'owner' })).status,
    ).toBe(201);
    // Nor may an admin take over the invitation of an owner.
    expect((await invite({ email: 'boss@example.org' })).code).toBe('not_allowed');
  });
});
