import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testAccounts, tokenIn, type TestAccounts } from '../../testing/accounts.ts';

let t: TestAccounts;
beforeAll(async () => {
  t = await testAccounts({ mailAccount: { tries: 3, seconds: 3600 } });
});
afterAll(() => t.close());

const MINUTE = 60_000;
const fresh = 'a wholly new sentence';
const ask = (email: string) => t.browser().send('POST', '/password-resets', { email });
const reset = (token: string, password = fresh) => t.browser().send('PUT', `/password-resets/${token}`, { password });
async function linkFor(email: string): Promise<string> {
  await ask(email);
  await t.runJobs();
  return tokenIn((await t.mailsTo(email)).at(-1));
}

describe('asking for a new password', () => {
  test('is answered before anyone looks whether the address is known', async () => {
    const { email } = await t.person('household');
    const deactivated = await t.person('operator', { status: 'deactivated' });
    const queries: string[] = [];
    t.database.knex.on('query', ({ sql }: { sql: string }) => queries.push(sql));
    const replies = [];
    for (const name of [email, 'nobody@example.org', deactivated.email]) replies.push(await ask(name));
    expect(queries.filter((sql) => sql.includes('users'))).toEqual([]);
    expect(replies.map(({ status, body }) => ({ status, body }))).toEqual(
      Array.from({ length: 3 }, () => ({ status: 202, body: null })),
    );
    await t.runJobs();
    expect(await t.mailsTo(email)).toHaveLength(1);
    expect(await t.mailsTo('nobody@example.org')).toEqual([]);
    expect(await t.mailsTo(deactivated.email)).toEqual([]);
  });

  test('does not flood a mailbox, and still answers the same', async () => {
    const { email } = await t.person('household');
    for (let count = 0; count < 6; count++) {
      expect((await ask(email)).status).toBe(202);
      await t.runJobs();
    }
    expect(await t.mailsTo(email)).toHaveLength(3);
  });

  test('sends an invited person the invitation again', async () => {
    const admin = await t.signedIn('admin');
    await admin.send('POST', '/invitations', { email: 'ines@example.org', name: 'Ines', role: 'operator' });
    await ask('ines@example.org');
    await t.runJobs();
    expect((await t.mailsTo('ines@example.org')).map(({ subject }) => subject)).toEqual(
      Array.from({ length: 2 }, () => 'You are invited to the dispatch board'),
    );
  });
});

describe('a mailed link', () => {
  test('sets the password, signs out everywhere, cuts sockets and tells the person', async () => {
    const browser = await t.signedIn('operator');
    const token = await linkFor(browser.email);
    t.cuts.length = 0;
    expect((await reset(token)).status).toBe(204);
    expect(t.cuts).toContain(`user:${browser.id}`);
    expect((await browser.send('GET', '/sessions')).status).toBe(401);
    expect(
      (await t.browser().send('POST', '/session', { email: browser.email, password: browser.password })).status,
    ).toBe(401);
    expect((await t.browser().send('POST', '/session', { email: browser.email, password: fresh })).status).toBe(200);
    expect((await t.mailsTo(browser.email)).at(-1)?.subject).toBe('Your password was changed');
  });

  test('works once, also when both uses arrive together', async () => {
    const { email } = await t.person('household');
    const token = await linkFor(email);
    const replies = await Promise.all([reset(token, `${fresh} 1`), reset(token, `${fresh} 2`)]);
    expect(replies.map(({ status }) => status).toSorted()).toEqual([204, 422]);
    expect((await reset(token)).code).toBe('token_over');
  });

  test('ends after an hour', async () => {
    const { email } = await t.person('household');
    const token = await linkFor(email);
    t.clock.advance(60 * MINUTE + 1);
    expect((await reset(token)).code).toBe('token_over');
  });

  test('is worthless after a newer one, after the person was switched off, and for anything but this', async () => {
    const { email, id } = await t.person('operator');
    const first = await linkFor(email);
    const second = await linkFor(email);
    expect((await reset(first)).code).toBe('token_over');
    expect((await t.browser().send('PUT', `/invitations/${second}`, { password: fresh })).code).toBe('token_over');
    expect((await t.browser().send('POST', '/session', { kiosk: second })).code).toBe('token_over');
    const admin = await t.signedIn('admin');
    await admin.send('PATCH', `/users/${id}`, { status: 'deactivated' });
    expect((await reset(second)).code).toBe('token_over');
  });

  test('costs no hashing when it is not valid', async () => {
    const before = t.hasher.hashed;
    expect((await reset('A'.repeat(43))).code).toBe('token_over');
    expect(t.hasher.hashed).toBe(before);
  });

  test('leads to our own address, whatever host the request named', async () => {
    const { email } = await t.person('household');
    await t.browser().send('POST', '/password-resets', { email }, { 'x-forwarded-host': 'evil.example' });
    await t.runJobs();
    expect((await t.mailsTo(email))[0]?.text).toMatch(/\nhttps:\/\/board\.example\/reset\/[\w-]{43}\n/);
  });
});

describe('changing one’s own password', () => {
  test('needs the present one, keeps this device and signs out the others', async () => {
    const here = await t.signedIn('contractor');
    const there = t.browser();
    await there.send('POST', '/session', { email: here.email, password: here.password });
    expect((await here.send('PUT', '/password', { current: 'not mine at all', password: fresh })).body).toMatchObject({
      fields: [{ field: 'current' }],
    });
    t.cuts.length = 0;
    expect((await here.send('PUT', '/password', { current: here.password, password: fresh })).status).toBe(204);
    expect(t.cuts).toHaveLength(1);
    expect(t.cuts[0]).toMatch(/^session:/);
    expect((await here.send('GET', '/sessions')).body).toHaveLength(1);
    expect((await there.send('GET', '/sessions')).status).toBe(401);
  });

  test('also changes nothing for a sign-in that began with the old password and ends after the change', async () => {
    const { email, password, id } = await t.person('operator');
    const token = await linkFor(email);
    // The sign-in has verified the old password when the change comes in between.
    const verify = t.hasher.verify;
    t.hasher.verify = async (hash, given) => {
      const right = await verify(hash, given);
      t.hasher.verify = verify;
      await reset(token);
      return right;
    };
    const browser = t.browser();
    expect((await browser.send('POST', '/session', { email, password })).code).toBe('wrong_credentials');
    const { rows } = await t.database.pool.query('select 1 from sessions where user_id = $1', [id]);
    expect(rows).toEqual([]);
  });
});
