import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApp, type App } from '../server/src/app.ts';
import { readConfig } from '../server/src/config.ts';
import { createHasher } from '../server/src/features/accounts/index.ts';
import { openDatabase, type Database } from '../server/src/platform/database/database.ts';
import { testDatabase } from '../server/src/platform/postgres/test-database.ts';
import { CHEAP } from '../server/src/testing/accounts.ts';
import { aUser, silent } from '../server/src/testing/factories.ts';

const ADMIN = { email: 'admin@example.org', password: 'an admin of an empty board' };
const main = fileURLToPath(new URL('./main.ts', import.meta.url));

let app: App;
let database: Database;
let dataDir: string;
const ends: (() => Promise<void> | void)[] = [];

beforeAll(async () => {
  const { url, drop } = await testDatabase();
  ends.push(drop);
  database = openDatabase(url, { connections: 6 });
  ends.push(() => database.close());
  const hasher = createHasher(CHEAP);
  // With the limits everybody has: simulated people must get along with them.
  const config = readConfig({ PORT: '0', DEMO: 'off' });
  const secret = 'a secret for tests only';
  app = await startApp({ config, database, databaseUrl: url, log: silent, secret, hasher, pages: false });
  app.ready();
  ends.push(() => app.stop());
  await aUser(database, { role: 'admin', email: ADMIN.email, password_hash: await hasher.hash(ADMIN.password) });
  dataDir = mkdtempSync(join(tmpdir(), 'simulate-'));
  ends.push(() => {
    rmSync(dataDir, { recursive: true });
  });
});
afterAll(async () => {
  for (const end of ends.reverse()) await end();
});

interface Ran {
  code: number | null;
  output: string;
  figures: Record<string, number>;
}

/** The command as a person runs it. @param heard called with what it has printed so far, and with Ctrl-C. */
async function simulate(
  args: readonly string[],
  heard: (output: string, interrupt: () => void) => void = () => undefined,
): Promise<Ran> {
  const env = { ...process.env, DATA_DIR: dataDir, DISPATCH_DATA: '', SIMULATE_PASSWORD: ADMIN.password };
  const all = [main, '--url', app.url, '--email', ADMIN.email, '--json', ...args];
  const child = spawn(process.execPath, all, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      heard(output, () => child.kill('SIGINT'));
    });
  const [code] = (await once(child, 'close')) as [number | null];
  const last = output.trim().split('\n').at(-1) ?? '';
  const figures = last.startsWith('{') ? (JSON.parse(last) as { figures: Ran['figures'] }).figures : {};
  return { code, output, figures };
}

async function count(sql: string): Promise<number> {
  const { rows } = await database.pool.query<{ count: string }>(`select count(*) from ${sql}`);
  return Number(rows[0]?.count);
}

const SHORT = ['--speed', '600', '--from', '13:00', '--hours', '0.7', '--contractors', '6', '--operators', '2'];

test('a short day on an empty board: people come by invitation, work is done, every screen ends equal to the board', async () => {
  const { code, output, figures } = await simulate(SHORT);
  expect(code, output).toBe(0);
  expect(figures).toMatchObject({ errors: 0, operators: 2, screensEqual: 2 });
  expect(figures['filed']).toBeGreaterThan(80);
  expect(figures['filed']).toBe(await count('issues'));
  expect(figures['filed']).toBe(figures['open']! + figures['inProgress']! + figures['done']!);
  // Everybody had a part in it, with a session of its own; how much is done in so short a time depends on the machine
  const by = (kind: string, actions: string): Promise<number> =>
    count(`issue_events where app = 'replay' and actor_kind = '${kind}' and action in (${actions})`);
  expect(await by('operator', `'triage'`)).toBeGreaterThan(3);
  expect(await by('operator', `'offer', 'assign'`)).toBeGreaterThan(3);
  expect(await by('contractor', `'accept', 'depart', 'pass'`)).toBeGreaterThan(3);
  expect(await by('household', `'file'`)).toBeGreaterThan(10);
  expect(await count(`users where role = 'contractor' and status = 'active' and password_hash is not null`)).toBe(6);
  expect(await count(`contractors where on_duty`)).toBe(0);
  // Passwords are for nobody else
  expect(statSync(join(dataDir, 'simulated-people.json')).mode & 0o077).toBe(0);
});

test('a second day is done by the same people, and Ctrl-C ends it in order', async () => {
  const users = await count('users');
  const kept = readFileSync(join(dataDir, 'simulated-people.json'), 'utf8');
  const before = await count('issues');
  let pressed = 0;
  const { code, output, figures } = await simulate([...SHORT, '--seed', 'another'], (said, interrupt) => {
    // Pressed a second time it would wait for nothing.
    if (said.includes('times as fast') && pressed++ === 0) interrupt();
  });
  expect(output).toContain('Ending the day');
  expect(code, output).toBe(0);
  expect(await count('users')).toBe(users);
  expect(readFileSync(join(dataDir, 'simulated-people.json'), 'utf8')).toBe(kept);
  expect(figures).toMatchObject({ errors: 0, screensEqual: 2 });
  expect((await count('issues')) - before).toBe(figures['filed']);
  expect(figures['filed']).toBeLessThan(80);
});

test('what should not happen is told, and makes the command fail', async () => {
  const cut: Promise<unknown>[] = [];
  const { code, output, figures } = await simulate(SHORT, (said) => {
    // A contractor is signed out in the middle of the day by somebody else.
    if (said.includes('times as fast') && cut.length === 0)
      cut.push(
        database.pool.query(`delete from sessions where user_id in (select id from users where role = 'contractor')`),
      );
  });
  await Promise.all(cut);
  expect(code, output).toBe(1);
  expect(figures['errors']).toBeGreaterThan(0);
  expect(output).toContain('not_signed_in');
});

test('who is no admin, or is not known, is told so before anything begins', async () => {
  const issues = await count('issues');
  const { code, output } = await simulate(['--email', 'operator-1@simulation.invalid']);
  expect(code).toBe(2);
  expect(output).toContain('is not right');
  expect(await count('issues')).toBe(issues);
});
