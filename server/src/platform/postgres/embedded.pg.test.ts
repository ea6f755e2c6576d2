import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { beforeEach, expect, test, vi } from 'vitest';
import { startEmbeddedPostgres, type EmbeddedPostgres } from './embedded.ts';
import { endRemains } from './postmaster.ts';
import { postgresIn, signal } from './processes.ts';

const quiet = (): void => undefined;
const isRoot = process.getuid?.() === 0;

let root: string;
let dataDir: string;
let elsewhere: string;
/** ended in reverse order, before the folders go: a database still kept running would be started again */
let started: (() => unknown)[];

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'embedded test '));
  // PostgreSQL's user must be able to pass through the folder that mkdtemp made for us alone
  await chmod(root, 0o755);
  dataDir = join(root, 'copy', '.data');
  elsewhere = join(root, 'elsewhere');
  started = [];
  return async () => {
    for (const end of started.reverse()) await end();
    for (const cluster of await clustersBelow(root)) await endRemains(cluster, quiet);
    await rm(root, { recursive: true, force: true });
  };
});

async function clustersBelow(folder: string): Promise<string[]> {
  const found = spawnSync('find', [folder, '-name', 'postgres', '-type', 'd'], { encoding: 'utf8' });
  return Promise.resolve(found.stdout.split('\n').filter(Boolean));
}

/** The database started in a process of its own, which the test may kill. */
async function startInProcess(
  folder = dataDir,
): Promise<EmbeddedPostgres & { process: ChildProcess; said: () => string }> {
  const fixture = join(import.meta.dirname, 'embedded.fixture.ts');
  const child = spawn(process.execPath, [fixture, folder, elsewhere], { stdio: ['ignore', 'pipe', 'pipe'] });
  started.push(() => child.kill('SIGKILL'));
  child.stdout.setEncoding('utf8');
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const first = await Promise.race([
    once(child.stdout, 'data') as Promise<[string]>,
    once(child, 'exit').then(() => undefined),
  ]);
  if (!first) throw new Error(said);
  const database = JSON.parse(first[0]) as EmbeddedPostgres;
  return { ...database, process: child, said: () => said };
}

async function start(folder = dataDir, log: (line: string) => void = quiet): Promise<EmbeddedPostgres> {
  const database = await startEmbeddedPostgres({ dataDir: folder, elsewhere, log });
  started.push(() => database.stop());
  return database;
}

async function query<Row extends pg.QueryResultRow>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', quiet);
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function killed(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

async function postmasterOf(location: string): Promise<number> {
  return Number.parseInt(await readFile(join(location, 'postgres/postmaster.pid'), 'utf8'), 10);
}

test('it starts below a path with a blank, keeps its data, and leaves no process when stopped', async () => {
  const first = await start();
  await query(first.url, 'create table kept as select 42 as n');
  await first.stop();
  expect(postgresIn(join(first.location, 'postgres'))).toEqual([]);
  const second = await start();
  expect(await query(second.url, 'select n from kept')).toEqual([{ n: 42 }]);
});

test('writes are durable, and only loopback is listened on', async () => {
  const { url } = await start();
  const shown = await query(
    url,
    `select name, setting from pg_settings
     where name in ('fsync', 'synchronous_commit', 'full_page_writes', 'data_checksums', 'listen_addresses') order by name`,
  );
  expect(shown.map(({ name, setting }) => `${String(name)}=${String(setting)}`)).toEqual([
    'data_checksums=on',
    'fsync=on',
    'full_page_writes=on',
    'listen_addresses=127.0.0.1',
    'synchronous_commit=on',
  ]);
});

test('a wrong password is refused, and the right one is readable by its owner alone', async () => {
  const { url } = await start();
  await expect(query(Object.assign(new URL(url), { password: 'guessed' }).href, 'select 1')).rejects.toThrow(
    'password',
  );
  for (const name of ['postgres.password', 'postgres.url']) {
    expect((await stat(join(dataDir, name))).mode & 0o777, name).toBe(0o600);
  }
});

test('after kill -9 of node the orphaned server is stopped and everything acknowledged is there', async () => {
  const killedRun = await startInProcess();
  await query(killedRun.url, 'create table kept as select 42 as n');
  const orphan = await postmasterOf(killedRun.location);
  await killed(killedRun.process);
  expect(postgresIn(join(killedRun.location, 'postgres'))).toContain(orphan);

  const lines: string[] = [];
  const next = await start(dataDir, (line) => void lines.push(line));
  expect(lines).toEqual(['stopping the PostgreSQL that an earlier run left behind']);
  expect(await query(next.url, 'select n from kept')).toEqual([{ n: 42 }]);
  expect(await postmasterOf(next.location)).not.toBe(orphan);
});

test('after kill -9 of the postmaster it comes back on the same port while the application runs', async () => {
  const lines: string[] = [];
  const database = await start(dataDir, (line) => void lines.push(line));
  await query(database.url, 'create table kept as select 42 as n');
  signal(await postmasterOf(database.location), 'SIGKILL');
  await vi.waitFor(async () => expect(await query(database.url, 'select n from kept')).toEqual([{ n: 42 }]), {
    timeout: 20_000,
    interval: 50,
  });
  expect(lines).toContain('PostgreSQL ended unexpectedly, starting it again');
});

test('after kill -9 of node and postmaster, backends that still work do not prevent the next start', async () => {
  const run = await startInProcess();
  await query(run.url, 'create table kept as select 42 as n');
  // a backend busy with one long calculation does not notice that its postmaster has died
  const busy = query(run.url, 'select sum(g) from generate_series(1, 10000000000) g').catch(() => 'cut off');
  await vi.waitFor(async () => {
    const rows = await query(
      run.url,
      `select from pg_stat_activity where query like 'select sum%' and state = 'active'`,
    );
    expect(rows.length).toBe(1);
  });
  const cluster = join(run.location, 'postgres');
  run.process.kill('SIGKILL');
  signal(await postmasterOf(run.location), 'SIGKILL');
  await once(run.process, 'exit');
  expect(postgresIn(cluster).length).toBeGreaterThan(0);

  const next = await start();
  expect(await query(next.url, 'select n from kept')).toEqual([{ n: 42 }]);
  expect(await busy).toBe('cut off');
});

test('a lock file whose process id now belongs to something else is no obstacle', async () => {
  const first = await start();
  const lock = await readFile(join(first.location, 'postgres/postmaster.pid'), 'utf8');
  await first.stop();
  await writeFile(join(first.location, 'postgres/postmaster.pid'), lock.replace(/^\d+/, String(process.pid)));
  const next = await start();
  expect(await query(next.url, 'select 1 as one')).toEqual([{ one: 1 }]);
});

test('an initdb broken off half way is done again', async () => {
  await mkdir(join(dataDir, 'postgres.new', 'base'), { recursive: true });
  await mkdir(join(dataDir, 'postgres'));
  await writeFile(join(dataDir, 'postgres', 'PG_VERSION'), '18\n');
  const { url } = await start();
  expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }]);
});

test('a second start in the same folder is refused while the first lives, or shares its database', async () => {
  const first = await startInProcess();
  const refused = startEmbeddedPostgres({ dataDir, elsewhere, log: quiet, patienceMs: 0 });
  await expect(refused).rejects.toThrow(`already runs from this folder (process ${first.process.pid}`);
  const shared = await startEmbeddedPostgres({ dataDir, elsewhere, log: quiet, share: true });
  expect(shared).toMatchObject({ url: first.url, owned: false });
  await shared.stop();
  expect(await query(first.url, 'select 1 as one')).toEqual([{ one: 1 }]);
});

test('a start waits for a server that is just stopping', async () => {
  const first = await startInProcess();
  const lines: string[] = [];
  const next = start(dataDir, (line) => {
    lines.push(line);
    first.process.kill('SIGTERM');
  });
  expect(await query((await next).url, 'select 1 as one')).toEqual([{ one: 1 }]);
  expect(lines).toEqual([expect.stringContaining(`process ${first.process.pid} still runs`)]);
});

test('two copies run side by side, also when one was duplicated while it ran', async () => {
  const one = await start();
  await query(one.url, 'create table kept as select 42 as n');
  const twin = join(root, 'twin', '.data');
  await cp(dataDir, twin, { recursive: true });
  // done by root, the copy belongs to root until it is started
  const other = await start(twin);
  expect(other.url).not.toBe(one.url);
  expect(await query(one.url, 'select n from kept')).toEqual([{ n: 42 }]);
  expect(await query(other.url, 'select 1 as one')).toEqual([{ one: 1 }]);
});

test('a lost password is set anew', async () => {
  const first = await start();
  await first.stop();
  await rm(join(dataDir, 'postgres.password'));
  const next = await start();
  expect(new URL(next.url).password).not.toBe(new URL(first.url).password);
  expect(await query(next.url, 'select 1 as one')).toEqual([{ one: 1 }]);
});

test('SIGTERM of the application stops the server cleanly', async () => {
  const run = await startInProcess();
  const cluster = join(run.location, 'postgres');
  run.process.kill('SIGTERM');
  const [code] = (await once(run.process, 'exit')) as [number];
  expect({ code, left: postgresIn(cluster) }).toEqual({ code: 0, left: [] });
  expect(await readFile(join(dataDir, 'postgres.log'), 'utf8')).toMatch(/database system is shut down\s*$/);
});

test('a database made by another PostgreSQL is left alone', async () => {
  const first = await start();
  await first.stop();
  await writeFile(join(first.location, 'postgres/PG_VERSION'), '17\n');
  await expect(start()).rejects.toThrow('was made by PostgreSQL 17');
});

test.runIf(isRoot)('below a folder its user cannot enter, the database is elsewhere and `where` says so', async () => {
  await mkdir(dataDir, { recursive: true });
  await chmod(join(root, 'copy'), 0o700);
  const first = await start();
  await query(first.url, 'create table kept as select 42 as n');
  await first.stop();
  expect(first.location.startsWith(elsewhere)).toBe(true);
  expect(existsSync(join(dataDir, 'postgres'))).toBe(false);
  expect(await readFile(join(dataDir, 'where'), 'utf8')).toMatch(new RegExp(`^${first.location}\n`));

  await rename(join(root, 'copy'), join(root, 'renamed'));
  const followed = await start(join(root, 'renamed/.data'));
  expect(await query(followed.url, 'select n from kept')).toEqual([{ n: 42 }]);
  await followed.stop();

  await cp(join(root, 'renamed'), join(root, 'duplicate'), { recursive: true });
  await chmod(join(root, 'duplicate'), 0o700);
  const duplicate = await start(join(root, 'duplicate/.data'));
  expect(duplicate.location).not.toBe(followed.location);
  expect(await query(duplicate.url, `select to_regclass('kept') as kept`)).toEqual([{ kept: null }]);
});

test.runIf(isRoot)('a database goes elsewhere with its data when its folder is closed to its user later', async () => {
  const first = await start();
  await query(first.url, 'create table kept as select 42 as n');
  await first.stop();
  await chmod(join(root, 'copy'), 0o700);
  const next = await start();
  expect(next.location.startsWith(elsewhere)).toBe(true);
  expect(await query(next.url, 'select n from kept')).toEqual([{ n: 42 }]);
});

test.runIf(isRoot)('root runs the database of an ordinary user as that user', async () => {
  const nobody = { uid: 65_534, gid: 65_534 };
  const first = await start();
  await first.stop();
  spawnSync('chown', ['-R', `${nobody.uid}:${nobody.gid}`, join(first.location, 'postgres')]);
  const next = await start();
  expect((await stat(`/proc/${await postmasterOf(next.location)}`)).uid).toBe(nobody.uid);
  await next.stop();
});
