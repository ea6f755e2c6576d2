import { execFile, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { identity, type Account } from './account.ts';
import type { Binaries } from './binaries.ts';
import { give, type Location } from './location.ts';

/** The superuser, and the database made for the application. */
export const ROLE = 'dispatch';

/** Written into a cluster last of all; a cluster without it was never finished. */
const MARKER = 'dispatch-board.json';

/** Nothing of the caller's PG* variables or locale may reach PostgreSQL. */
export const ENVIRONMENT = { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

/**
 * Makes the cluster unless a finished one is there. Returns whether it was made. A cluster broken off half way is
 * made again; one that is there without the mark of being finished is kept aside, not deleted.
 */
export async function ensureCluster(
  { cluster, account }: Location,
  binaries: Binaries,
  options: { password: string; durable: boolean; now: Date },
): Promise<boolean> {
  if (existsSync(cluster) && (await isFinished(cluster, binaries))) {
    await giveBack(cluster, account);
    return false;
  }
  if (existsSync(cluster)) await rename(cluster, `${cluster}.unfinished-${options.now.getTime()}`);

  const unfinished = `${cluster}.new`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { mode: 0o700 });
  await give(unfinished, account);
  await withPasswordFile(`${cluster}.initdb-password`, options.password, account, (file) =>
    initdb(binaries, account, unfinished, file, options.durable),
  );
  const mark = { made: options.now.toISOString(), postgres: binaries.version };
  await writeFile(join(unfinished, MARKER), `${JSON.stringify(mark)}\n`, { flush: true });
  await rename(unfinished, cluster);
  return true;
}

/** Gives the superuser a new password while the cluster is stopped: for when the file that held it is gone. */
export function resetPassword({ cluster, account }: Location, binaries: Binaries, password: string): void {
  const done = spawnSync(binaries.postgres, ['--single', '-D', cluster, 'postgres'], {
    ...identity(account),
    cwd: '/',
    env: ENVIRONMENT,
    input: `ALTER ROLE ${ROLE} PASSWORD '${password}'\n`,
    encoding: 'utf8',
  });
  if (done.status !== 0) throw new Error(`The database's password could not be set anew: ${done.stderr.trim()}`);
}

/** A copy made by root (`cp -r`) belongs to root, as whom PostgreSQL does not run. */
async function giveBack(cluster: string, account: Account): Promise<void> {
  if (!account || (await stat(cluster)).uid !== 0) return;
  const owner = `${account.uid}:${account.gid}`;
  await promisify(execFile)('chown', ['-R', owner, cluster]);
  // PostgreSQL refuses a folder that others may enter
  await chmod(cluster, 0o700);
}

async function isFinished(cluster: string, binaries: Binaries): Promise<boolean> {
  let major: string;
  try {
    await readFile(join(cluster, MARKER));
    major = (await readFile(join(cluster, 'PG_VERSION'), 'utf8')).trim();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT') return false;
    const why = code === 'EACCES' ? `belongs to another user` : `cannot be read (${String(code)})`;
    throw new Error(`The database in ${cluster} ${why}: start as the user who started it first.`, { cause: error });
  }
  if (major === binaries.major) return true;
  throw new Error(
    `The database in ${cluster} was made by PostgreSQL ${major}, and PostgreSQL ${binaries.major} is installed: ` +
      `start the version of Dispatch Board that made it, or set DATA_DIR to a new folder.`,
  );
}

async function initdb(
  binaries: Binaries,
  account: Account,
  folder: string,
  passwordFile: string,
  durable: boolean,
): Promise<void> {
  // PostgreSQL's own C.UTF-8 sorts and folds alike on every machine, whatever locales the system has
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const access = [`--username=${ROLE}`, '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
  const args = [`--pgdata=${folder}`, ...locale, ...access, ...(durable ? ['--data-checksums'] : ['--no-sync'])];
  const options = { ...identity(account), cwd: '/', env: ENVIRONMENT };
  try {
    await promisify(execFile)(binaries.initdb, args, options);
  } catch (cause) {
    const said = cause instanceof Error && 'stderr' in cause ? String(cause.stderr).trim() : String(cause);
    throw new Error(`The database could not be made in ${folder}: ${said}`, { cause });
  }
}

async function withPasswordFile(
  file: string,
  password: string,
  account: Account,
  use: (file: string) => Promise<void>,
): Promise<void> {
  await writeFile(file, `${password}\n`, { mode: 0o600 });
  try {
    await give(file, account);
    await use(file);
  } finally {
    await rm(file, { force: true });
  }
}
