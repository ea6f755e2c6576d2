import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { open, readFile, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { identity } from './account.ts';
import type { Binaries } from './binaries.ts';
import { ENVIRONMENT } from './cluster.ts';
import type { Location } from './location.ts';
import { postgresIn, signal, startOf } from './processes.ts';

export interface Postmaster {
  pid: number;
  port: number;
  /** Settles when the postmaster has ended, for whatever reason. */
  ended: Promise<void>;
  /** Fast shutdown: sessions are ended, a checkpoint is written. Settles when no process of the cluster is left. */
  stop: () => Promise<void>;
}

export interface Launch {
  location: Location;
  binaries: Binaries;
  /** server settings beyond those every cluster of ours has */
  settings: Record<string, string>;
  /** PostgreSQL's own log */
  logFile: string;
  /** the port to have again, or nothing for any free one */
  port?: number;
  log: (line: string) => void;
}

const READY_POLL_MS = 15;
/** how long a start is tried over and over while what a killed server left behind goes away */
const PATIENCE_MS = 20_000;
/** how long orphaned backends may take to notice that their postmaster is gone before they are killed */
const ORPHAN_PATIENCE_MS = 2_000;
const FAST_STOP_MS = 20_000;
const IMMEDIATE_STOP_MS = 5_000;
const LOG_LIMIT_BYTES = 5_000_000;

/** What PostgreSQL says while remains of a killed server are still there, or when another took the port. */
const PASSING = /pre-existing shared memory|lock file .* already exists|could not bind|could not create any TCP/;

/**
 * Starts PostgreSQL on loopback. Whatever an earlier run left of this cluster is ended first: a postmaster whose
 * application was killed, or backends whose postmaster was killed.
 */
export async function startPostmaster(launch: Launch): Promise<Postmaster> {
  const { cluster } = launch.location;
  const deadline = Date.now() + PATIENCE_MS;
  for (let wait = 50; ; wait = Math.min(wait * 2, 1_000)) {
    await endRemains(cluster, launch.log);
    const port = launch.port ?? (await freePort());
    const attempt = await tryOnce(launch, port);
    if ('child' in attempt) return running(cluster, attempt.child, port);
    if (!PASSING.test(attempt.said) || Date.now() > deadline) {
      throw new Error(`PostgreSQL did not start: ${attempt.said || `see ${launch.logFile}`}`);
    }
    launch.log('PostgreSQL is not quite ready to start yet, trying again');
    await pause(wait);
  }
}

/**
 * Ends every process that works in the cluster's folder and removes a lock file nobody holds any more: PostgreSQL
 * itself would respect it as soon as any process, even a zombie, had the same id.
 */
export async function endRemains(cluster: string, log: (line: string) => void): Promise<void> {
  const lock = await readLock(cluster);
  const found = postgresIn(cluster);
  if (lock && found.includes(lock.pid)) {
    log('stopping the PostgreSQL that an earlier run left behind');
    await endPostmaster(cluster, lock.pid);
  } else if (found.length > 0) {
    log('waiting for what a killed PostgreSQL left behind');
    if (!(await gone(() => postgresIn(cluster).length === 0, ORPHAN_PATIENCE_MS))) await killAll(cluster);
  }
  await rm(join(cluster, 'postmaster.pid'), { force: true });
}

async function tryOnce(launch: Launch, port: number): Promise<{ child: ChildProcess } | { said: string }> {
  const { location, binaries, logFile } = launch;
  const before = await stat(logFile).then(
    ({ size }) => (size > LOG_LIMIT_BYTES ? 0 : size),
    () => 0,
  );
  const output = await open(logFile, before === 0 ? 'w' : 'a', 0o600);
  const settings = { ...LOOPBACK, port: String(port), ...launch.settings };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawn(binaries.postgres, ['-D', location.cluster, ...flags], {
    ...identity(location.account),
    cwd: '/',
    env: ENVIRONMENT,
    stdio: ['ignore', output.fd, output.fd],
    // a group of its own: Ctrl-C in the terminal must reach the application, which then stops PostgreSQL last
    detached: true,
  });
  const failed = once(child, 'exit').then(
    () => 'ended' as const,
    (error: unknown) => error,
  );
  try {
    for (;;) {
      const outcome = await Promise.race([failed, pause(READY_POLL_MS, 'waiting' as const)]);
      if (outcome instanceof Error) return { said: outcome.message };
      if (outcome === 'ended') return { said: await tail(logFile, before) };
      const lock = await readLock(location.cluster);
      if (lock?.ready && lock.pid === child.pid) return { child };
    }
  } finally {
    await output.close();
  }
}

/** Only loopback, and no socket file that would outlive a kill or be too long for a deep path. */
const LOOPBACK = { listen_addresses: '127.0.0.1', unix_socket_directories: '', timezone: 'UTC', log_timezone: 'UTC' };

function running(cluster: string, child: ChildProcess, port: number): Postmaster {
  const pid = child.pid ?? 0;
  const ended = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : Promise.resolve();
  // the last resort when the application ends without stopping it: PostgreSQL then stops by itself
  const letGo = (): void => signal(pid, 'SIGINT');
  process.once('exit', letGo);
  child.unref();
  return {
    pid,
    port,
    ended: ended.then(() => void process.off('exit', letGo)),
    stop: () => endPostmaster(cluster, pid),
  };
}

async function endPostmaster(cluster: string, pid: number): Promise<void> {
  const over = (): boolean => startOf(pid) === undefined && postgresIn(cluster).length === 0;
  signal(pid, 'SIGINT');
  if (await gone(over, FAST_STOP_MS)) return;
  signal(pid, 'SIGQUIT');
  if (await gone(over, IMMEDIATE_STOP_MS)) return;
  await killAll(cluster);
}

async function killAll(cluster: string): Promise<void> {
  for (const pid of postgresIn(cluster)) signal(pid, 'SIGKILL');
  await gone(() => postgresIn(cluster).length === 0, IMMEDIATE_STOP_MS);
}

async function gone(test: () => boolean, limit: number): Promise<boolean> {
  const deadline = Date.now() + limit;
  while (!test()) {
    if (Date.now() > deadline) return false;
    await pause(READY_POLL_MS);
  }
  return true;
}

/** postmaster.pid: the first line is the process, the eighth its state. */
async function readLock(cluster: string): Promise<{ pid: number; ready: boolean } | undefined> {
  const text = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const lines = text.split('\n');
  return { pid: Math.abs(Number(lines[0])), ready: lines[7]?.trim() === 'ready' };
}

async function tail(file: string, from: number): Promise<string> {
  const lines = (await readFile(file)).subarray(from).toString('utf8').trim().split('\n');
  return lines.slice(-6).join('\n');
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('the system gave no port');
  return address.port;
}
