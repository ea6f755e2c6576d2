import { execFileSync, type ExecFileSyncOptionsWithStringEncoding } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs';

/**
 * When a process began, as text that differs for another process that later gets the same id;
 * undefined when there is no such process. A zombie counts as gone: where nobody reaps (a container
 * whose first process is npm) it would otherwise hold its lock file for ever.
 */
export function startOf(pid: number): string | undefined {
  if (!Number.isSafeInteger(pid) || pid <= 0) return undefined;
  if (process.platform === 'linux') {
    const stat = readOr(() => readFileSync(`/proc/${pid}/stat`, 'utf8'), '');
    // the name in brackets may hold blanks and brackets itself: the fields begin after the last one
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state, started] = [fields[0], fields[19]];
    return !started || state === 'Z' || state === 'X' ? undefined : started;
  }
  const line = readOr(() => execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], quiet).trim(), '');
  const [, state, started] = /^(\S+)\s+(.+)$/.exec(line) ?? [];
  return state?.startsWith('Z') ? undefined : started;
}

/**
 * The PostgreSQL processes at work in a cluster's folder, postmaster and backends alike. Every one of them has the
 * folder as its working directory; elsewhere than on Linux only the postmaster is found, by its command line.
 */
export function postgresIn(folder: string): number[] {
  const path = readOr(() => realpathSync(folder), folder);
  if (process.platform !== 'linux') return postgresByCommand(path);
  return readOr(() => readdirSync('/proc'), [] as string[])
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => readOr(() => readlinkSync(`/proc/${pid}/cwd`), '') === path)
    .filter((pid) => readOr(() => readFileSync(`/proc/${pid}/comm`, 'utf8'), '').trim() === 'postgres')
    .map(Number);
}

function postgresByCommand(path: string): number[] {
  const table = readOr(() => execFileSync('ps', ['-A', '-o', 'pid=,command='], quiet), '');
  return table
    .split('\n')
    .filter((line) => line.includes(`-D ${path}`) && /\bpostgres\b/.test(line))
    .map((line) => Number.parseInt(line, 10));
}

/** Sends a signal; a process that has gone meanwhile is what the sender wanted. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

const quiet: ExecFileSyncOptionsWithStringEncoding = { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] };

function readOr<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}
