import { randomBytes } from 'node:crypto';
import { readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { usableBinaries } from './binaries.ts';
import { ensureCluster, resetPassword, ROLE } from './cluster.ts';
import { ELSEWHERE, locate, outsideOf } from './location.ts';
import { claim, type Claim } from './owner.ts';
import { endRemains, startPostmaster, type Launch, type Postmaster } from './postmaster.ts';

export interface EmbeddedPostgres {
  /** connection address of the application's database, password included: not for logs */
  url: string;
  /** the folder that holds the database */
  location: string;
  /** false when another living process runs it and this one only uses it */
  owned: boolean;
  /** Stops PostgreSQL, if it is this process that runs it. Close the pools first. */
  stop: () => Promise<void>;
}

export interface EmbeddedOptions {
  dataDir: string;
  /** takes one line for each thing that happens, without a newline */
  log: (line: string) => void;
  /**
   * When another living process already runs the database of this folder: true uses it too (imports beside a running
   * server), false refuses.
   */
  share?: boolean;
  /** how long to wait for another process that is just ending; 10 s unless told otherwise */
  patienceMs?: number;
  /** where the database goes when the unprivileged user cannot enter `dataDir` */
  elsewhere?: string;
}

/** Durable in every respect (fsync and synchronous commit are on by default and left so); sized for a small machine. */
const SETTINGS = { max_connections: '100', shared_buffers: '256MB', jit: 'off', random_page_cost: '1.1' };

/**
 * Starts the PostgreSQL that came with npm, with its data below `dataDir`, on a free port of loopback and with a
 * random password. Makes the database at first; recovers whatever an earlier run left when it was killed; starts
 * PostgreSQL again on the same port if it dies. Throws an Error whose message tells a person what to do.
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const { log } = options;
  const location = await locate(resolve(options.dataDir), options.elsewhere);
  // by whatever links it was reached, one folder has one owner
  const dataDir = await realpath(options.dataDir);
  const claimed = await claimPatiently(join(dataDir, 'postgres.owner'), options);
  if (!claimed.mine) {
    if (options.share) return useRunning(dataDir, location.folder);
    throw new Error(
      `Dispatch Board already runs from this folder (process ${claimed.owner.pid}, data in ${dataDir}). ` +
        `Stop it first, or set DATA_DIR to another folder.`,
    );
  }
  try {
    await rm(urlFile(dataDir), { force: true });
    const binaries = await usableBinaries(location.account, binaryCopies(options.elsewhere));
    const { password, known } = await readPassword(dataDir);
    const made = await ensureCluster(location, binaries, { password, durable: true, now: new Date() });
    if (made) log(`made a new database in ${location.folder}`);
    if (!made && !known) {
      await endRemains(location.cluster, log);
      resetPassword(location, binaries, password);
    }
    const launch: Launch = { location, binaries, settings: SETTINGS, logFile: join(dataDir, 'postgres.log'), log };
    const keeper = keepRunning(launch, await startPostmaster(launch));
    const url = address(password, keeper.port);
    await ensureDatabase(url).catch(async (error: unknown) => {
      await keeper.stop();
      throw error;
    });
    await writeFile(urlFile(dataDir), url, { mode: 0o600 });
    return {
      url,
      location: location.folder,
      owned: true,
      stop: async () => {
        await keeper.stop();
        await claimed.release();
      },
    };
  } catch (error) {
    await claimed.release();
    throw error;
  }
}

/** A server that was told to stop a moment ago may still be closing: its successor waits for it. */
async function claimPatiently(file: string, { share, patienceMs = 10_000, log }: EmbeddedOptions): Promise<Claim> {
  const deadline = Date.now() + patienceMs;
  for (let told = false; ; told = true) {
    const claimed = await claim(file);
    if (claimed.mine || share || Date.now() >= deadline) return claimed;
    if (!told) log(`process ${claimed.owner.pid} still runs the database of this folder, waiting for it to end`);
    await pause(100);
  }
}

/** Where the binaries are copied for the unprivileged user, one folder for each checkout. */
export function binaryCopies(elsewhere = ELSEWHERE): string {
  return outsideOf(join(import.meta.dirname, '../../../../.data'), elsewhere);
}

/** Starts PostgreSQL again, on the same port, whenever it ends without having been asked to. */
function keepRunning(launch: Launch, first: Postmaster): { port: number; stop: () => Promise<void> } {
  let current = first;
  let stopping = false;
  const asked = (): boolean => stopping;
  const watch = async (): Promise<void> => {
    let failures = 0;
    for (;;) {
      await current.ended;
      await pause(Math.min(failures * 500, 5_000));
      if (asked()) return;
      launch.log('PostgreSQL ended unexpectedly, starting it again');
      try {
        current = await startPostmaster({ ...launch, port: first.port });
        failures = 0;
        // asked to stop while it was coming back
        if (asked()) await current.stop();
      } catch (error) {
        failures += 1;
        launch.log(error instanceof Error ? error.message : String(error));
      }
    }
  };
  const watching = watch();
  return {
    port: first.port,
    stop: async () => {
      stopping = true;
      await current.stop();
      await watching;
    },
  };
}

async function useRunning(dataDir: string, folder: string): Promise<EmbeddedPostgres> {
  const url = await readFile(urlFile(dataDir), 'utf8').catch(() => undefined);
  if (url === undefined) throw new Error('The database of this folder is just being started: try again in a moment.');
  return { url, location: folder, owned: false, stop: () => Promise.resolve() };
}

function urlFile(dataDir: string): string {
  return join(dataDir, 'postgres.url');
}

async function readPassword(dataDir: string): Promise<{ password: string; known: boolean }> {
  const file = join(dataDir, 'postgres.password');
  const kept = (await readFile(file, 'utf8').catch(() => '')).trim();
  if (kept) return { password: kept, known: true };
  const password = randomBytes(24).toString('hex');
  await writeFile(file, `${password}\n`, { mode: 0o600, flush: true });
  return { password, known: false };
}

export function address(password: string, port: number, database = ROLE): string {
  return `postgres://${ROLE}:${password}@127.0.0.1:${port}/${database}`;
}

async function ensureDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: Object.assign(new URL(url), { pathname: '/postgres' }).href });
  await client.connect();
  try {
    const found = await client.query('select from pg_database where datname = $1', [ROLE]);
    if (found.rowCount === 0) await client.query(`create database ${ROLE}`);
  } finally {
    await client.end();
  }
}
