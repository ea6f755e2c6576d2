import type { Me, OwnSession } from '@dispatch/shared/people/person';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testAccounts, type TestAccounts } from '../../testing/accounts.ts';
import { hashToken } from '../../platform/sessions/token.ts';

let t: TestAccounts;
beforeAll(async () => {
  t = await testAccounts({
    signInAccount: { tries: 3, seconds: 900 },
  });
});
afterAll(() => t.close());

const DAY = 86_400_000;
const whoIs = async (browser: {
  send: TestAccounts['browser'] extends () => infer B ? (B extends { send: infer S } ? S : never) : never;
}): Promise<Me | null> => ((await browser.send('GET', '/session')).body as { who: Me | null }).who;

describe('signing in', () => {
  test('with the right password gives a session that says who one is', async () => {
    const { email, password, id } = await t.person('operator', { name: 'Olga Operator' });
    const browser = t.browser();
    const reply = await browser.send('POST', '/session', { email: ` ${email.toUpperCase()} `, password });
    expect(reply.status).toBe(200);
    expect((reply.body as { who: Me }).who).toMatchObject({
      kind: 'operator',
      userId: id,
      name: 'Olga Operator',
      kiosk: false,
    });
    expect(await whoIs(browser)).toMatchObject({ userId: id });
  });

  test('carries the household or contractor that a person is', async () => {
    const owner = await t.signedIn('owner');
    const home = t.browser();
    await t.browser().send('POST', '/registrations', {
      kind: 'household',
      name: 'Hanna',
      email: 'hanna@example.org',
      password: 'correct horse battery',
    });
    await home.send('POST', '/session', { email: 'hanna@example.org', password: 'correct horse battery' });
    const me = await whoIs(home);
    expect(me?.householdIds).toHaveLength(1);
    const { id } = await t.person('operator');
    await owner.send('PATCH', `/users/${id}`, { role: 'contractor' });
    expect((await owner.send('GET', '/users?role=contractor')).body).toMatchObject([
      { id, contractorId: expect.any(String) as string },
    ]);
  });

  test('answers a wrong password and an unknown name alike, after the same work', async () => {
    const { email } = await t.person('operator');
    const passwordless = await t.person('operator', { status: 'invited', password_hash: null });
    const counted: unknown[] = [];
    for (const name of [email, passwordless.email, 'nobody@example.org']) {
      const before = { verified: t.hasher.verified, hashed: t.hasher.hashed };
      const reply = await t.browser().send('POST', '/session', { email: name, password: 'wrong wrong wrong' });
      counted.push({
        verified: t.hasher.verified - before.verified,
        hashed: t.hasher.hashed - before.hashed,
        status: reply.status,
        body: reply.body,
        cookies: reply.headers.getSetCookie(),
      });
    }
    expect(counted[0]).toMatchObject({
      verified: 1,
      hashed: 0,
      status: 401,
      body: { code: 'wrong_credentials' },
      cookies: [],
    });
    expect(counted[1]).toEqual(counted[0]);
    expect(counted[2]).toEqual(counted[0]);
  });

  test('tells only those who know the password that an account waits or is switched off', async () => {
    for (const [status, code] of [
      ['pending', 'awaiting_approval'],
      ['deactivated', 'deactivated'],
    ]) {
      const { email, password } = await t.person('operator', { status });
      expect((await t.browser().send('POST', '/session', { email, password: 'wrong wrong' })).code).toBe(
        'wrong_credentials',
      );
      expect((await t.browser().send('POST', '/session', { email, password })).code).toBe(code);
    }
  });

  test('is limited per account, known or not, and says how long to wait', async () => {
    const { email, password } = await t.person('operator');
    for (const name of [email, 'stranger@example.org']) {
      for (let count = 0; count < 3; count++)
        expect((await t.browser().send('POST', '/session', { email: name, password: 'wrong' })).status).toBe(401);
      const verified = t.hasher.verified;
      const refused = await t.browser().send('POST', '/session', { email: name.toUpperCase(), password });
      expect(refused.status).toBe(429);
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(800);
      expect(t.hasher.verified).toBe(verified);
    }
  });

  test('forgets wrong tries once the password was right', async () => {
    const { email, password } = await t.person('operator');
    for (let round = 0; round < 3; round++) {
      for (let count = 0; count < 2; count++) await t.browser().send('POST', '/session', { email, password: 'wrong' });
      expect((await t.browser().send('POST', '/session', { email, password })).status).toBe(200);
    }
  });

  test('replaces the session this browser had', async () => {
    const browser = await t.signedIn('operator');
    const before = browser.cookie();
    await browser.send('POST', '/session', { email: browser.email, password: browser.password });
    expect(browser.cookie()).not.toBe(before);
    expect((await browser.send('GET', '/sessions')).body).toHaveLength(1);
  });
});

describe('a session', () => {
  test('is a cookie for this host that no script reads; the database holds only its hash', async () => {
    const { email, password } = await t.person('operator');
    const browser = t.browser();
    const reply = await browser.send('POST', '/session', { email, password });
    const [cookie = ''] = reply.headers.getSetCookie();
    expect(cookie).toMatch(/^board=p[\w-]{43}; .*HttpOnly/);
    expect(cookie).toMatch(/SameSite=Lax/);
    expect(cookie).toMatch(/Path=\//);
    const token = browser.cookie().split('=')[1] ?? '';
    const rows = await t.database.pool.query<{ id: string }>('select * from sessions where id = $1', [
      hashToken(token),
    ]);
    expect(rows.rowCount).toBe(1);
    const dump = await t.database.pool.query<{ all: string }>('select json_agg(s)::text as all from sessions s');
    expect(dump.rows[0]?.all).not.toContain(token);
  });

  test('slides: used before half of its time is over it lives on, unused it ends', async () => {
    const browser = await t.signedIn('operator');
    for (let count = 0; count < 4; count++) {
      t.clock.advance(20 * DAY);
      expect(await whoIs(browser)).not.toBeNull();
    }
    t.clock.advance(31 * DAY);
    expect(await whoIs(browser)).toBeNull();
    expect((await browser.send('GET', '/sessions')).status).toBe(401);
  });

  test('that is nonsense, forged or cut short is nobody’s', async () => {
    for (const cookie of ['board=x', 'board=', 'board=%E0%A4%A', `board=p${'A'.repeat(43)}`, '=; board', 'other=%']) {
      const reply = await t.browser().send('GET', '/session', undefined, { cookie });
      expect(reply).toMatchObject({ status: 200, body: { who: null } });
    }
  });

  test('that is open as a socket counts as used, until it is over', async () => {
    const browser = await t.signedIn('operator');
    const [own] = (await browser.send('GET', '/sessions')).body as OwnSession[];
    const id = own?.id ?? '';
    for (let count = 0; count < 4; count++) {
      t.clock.advance(20 * DAY);
      expect(await t.accounts.endedAmong([id, 'unknown'])).toEqual(['unknown']);
    }
    t.clock.advance(31 * DAY);
    expect(await t.accounts.endedAmong([id])).toEqual([id]);
  });

  test('is listed to its owner and can be revoked, which cuts its sockets', async () => {
    const first = await t.signedIn('operator');
    const second = t.browser();
    await second.send(
      'POST',
      '/session',
      { email: first.email, password: first.password },
      { 'x-app': 'desk', 'user-agent': 'Tablet' },
    );
    const list = (await first.send('GET', '/sessions')).body as OwnSession[];
    expect(list).toHaveLength(2);
    expect(list.filter((one) => one.current)).toHaveLength(1);
    const other = list.find((one) => !one.current);
    expect(other).toMatchObject({ app: 'desk', userAgent: 'Tablet', kiosk: false });
    t.cuts.length = 0;
    expect((await first.send('DELETE', `/sessions/${other?.id ?? ''}`)).status).toBe(204);
    expect(t.cuts).toEqual([`session:${other?.id ?? ''}`]);
    expect(await whoIs(second)).toBeNull();
    expect(await whoIs(first)).not.toBeNull();
  });

  test('that is over is removed by a recurring job, which cuts what may still be open', async () => {
    const browser = await t.signedIn('operator');
    const [own] = (await browser.send('GET', '/sessions')).body as OwnSession[];
    t.clock.advance(31 * DAY);
    t.cuts.length = 0;
    await t.feature.jobs?.tasks?.['accounts:sweep']?.({});
    expect(t.cuts).toContain(`session:${own?.id ?? ''}`);
    const { rows } = await t.database.pool.query('select 1 from sessions where id = $1', [own?.id]);
    expect(rows).toEqual([]);
  });

  test('of someone else cannot be revoked', async () => {
    const [mine, theirs] = [await t.signedIn('admin'), await t.signedIn('operator')];
    const [session] = (await theirs.send('GET', '/sessions')).body as OwnSession[];
    t.cuts.length = 0;
    expect((await mine.send('DELETE', `/sessions/${session?.id ?? ''}`)).status).toBe(404);
    expect(t.cuts).toEqual([]);
    expect(await whoIs(theirs)).not.toBeNull();
  });

  test('ends with signing out: its cookie is worthless and its sockets are cut', async () => {
    const browser = await t.signedIn('operator');
    const cookie = browser.cookie();
    t.cuts.length = 0;
    expect((await browser.send('DELETE', '/session')).status).toBe(204);
    expect(browser.cookie()).toBe('');
    expect(t.cuts).toEqual([`session:${hashToken(cookie.split('=')[1] ?? '')}`]);
    expect((await t.browser().send('GET', '/session', undefined, { cookie })).body).toMatchObject({ who: null });
  });
});

describe('a request that changes something', () => {
  test('needs our header when it carries a cookie', async () => {
    const browser = await t.signedIn('operator');
    expect((await browser.send('DELETE', '/session', undefined, { 'x-requested-with': '' })).code).toBe('csrf');
    expect(await whoIs(browser)).not.toBeNull();
  });

  test('is refused from a foreign page before anything is looked at', async () => {
    const verified = t.hasher.verified;
    const reply = await t
      .browser()
      .send('POST', '/session', { email: 'a@b.example', password: 'x' }, { origin: 'https://evil.example' });
    expect(reply.code).toBe('origin_refused');
    expect(t.hasher.verified).toBe(verified);
  });

  test('must be JSON when it has a body', async () => {
    const browser = await t.signedIn('operator');
    const reply = await browser.send('POST', '/kiosks', {}, { 'content-type': 'text/plain' });
    expect(reply.code).toBe('bad_json');
  });
});

describe('a wall display', () => {
  async function wall() {
    const operator = await t.signedIn('operator');
    const made = (await operator.send('POST', '/kiosks', {})).body as { token: string };
    const screen = t.browser();
    const reply = await screen.send('POST', '/session', { kiosk: made.token });
    return { operator, screen, token: made.token, reply };
  }

  test('opens with a token that works once', async () => {
    const { reply, token } = await wall();
    expect((reply.body as { who: Me }).who).toMatchObject({ kind: 'operator', kiosk: true });
    expect((await t.browser().send('POST', '/session', { kiosk: token })).code).toBe('token_over');
    const stored = await t.database.pool.query('select 1 from user_tokens where hash = $1', [token]);
    expect(stored.rowCount).toBe(0);
  });

  test('opens not with a token older than 15 minutes', async () => {
    const operator = await t.signedIn('operator');
    const { token } = (await operator.send('POST', '/kiosks', {})).body as { token: string };
    t.clock.advance(15 * 60_000 + 1);
    expect((await t.browser().send('POST', '/session', { kiosk: token })).code).toBe('token_over');
  });

  test('reads and changes nothing, but can be switched off', async () => {
    const { screen } = await wall();
    for (const [method, path, body] of [
      ['POST', '/kiosks', {}],
      ['PUT', '/password', { current: 'correct horse battery', password: 'another password' }],
      ['POST', '/invitations', { email: 'x@example.org', name: 'X', role: 'operator' }],
      ['GET', '/sessions'],
      ['GET', '/users'],
    ] as const)
      expect([path, (await screen.send(method, path, body)).status]).toEqual([path, 403]);
    expect((await screen.send('DELETE', '/session')).status).toBe(204);
  });

  test('lives for months and goes dark with its maker’s rights', async () => {
    const { screen, operator } = await wall();
    for (let count = 0; count < 3; count++) {
      t.clock.advance(80 * DAY);
      expect(await whoIs(screen)).toMatchObject({ kiosk: true });
    }
    const admin = await t.signedIn('admin');
    t.cuts.length = 0;
    await admin.send('PATCH', `/users/${operator.id}`, { role: 'contractor' });
    expect(t.cuts).toContain(`user:${operator.id}`);
    expect(await whoIs(screen)).toBeNull();
  });
});
