import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chown, mkdir, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { accountFor, mayEnter, UNPRIVILEGED, type Account } from './account.ts';

/** Where a copy's database lives: `folder` holds the cluster `cluster`, which `account` owns. */
export interface Location {
  folder: string;
  cluster: string;
  account: Account;
}

/** For copies whose own folder the unprivileged user cannot enter; each has a folder named after its path. */
export const ELSEWHERE = '/var/lib/dispatch-board';

/**
 * Finds or chooses the place of the database of `dataDir` (which is made when missing). Normally `dataDir` itself;
 * where root runs PostgreSQL as a user that cannot enter `dataDir`, a folder below `elsewhere`, and the file `where` in
 * `dataDir` says so. A database is followed when the copy is renamed, and never shared when the copy is duplicated.
 */
export async function locate(dataDir: string, elsewhere = ELSEWHERE): Promise<Location> {
  await mkdir(dataDir, { recursive: true });
  const home = await realpath(dataDir);
  const [inside, outside] = [place(home), place(outsideOf(home, elsewhere))];
  const told = await readFile(join(home, 'where'), 'utf8').catch(() => undefined);

  if (process.getuid?.() !== 0) {
    if (told === undefined) return { ...inside, account: undefined };
    throw new Error(
      `The database of this copy was made by root and lies in ${firstLine(told)}. ` +
        `Start as root, or delete ${join(home, 'where')} to begin with an empty database.`,
    );
  }

  if (told !== undefined) await follow(firstLine(told), outside.folder, home);
  const account = accountFor(existsSync(outside.cluster) ? outside.cluster : inside.cluster);
  if (!existsSync(outside.cluster) && mayEnter(account, home)) {
    await rm(join(home, 'where'), { force: true });
    return { ...inside, account };
  }

  await mkdir(outside.folder, { recursive: true, mode: 0o755 });
  await writeFile(join(outside.folder, 'origin'), `${home}\n`);
  if (existsSync(inside.cluster) && !existsSync(outside.cluster)) await move(inside.cluster, outside.cluster);
  await writeFile(
    join(home, 'where'),
    `${outside.folder}\nThe user ${UNPRIVILEGED}, as whom root runs PostgreSQL, cannot enter ${home}: ` +
      `the database is in the folder above.\n`,
  );
  return { ...outside, account };
}

/** The folder below `elsewhere` that belongs to the copy whose data folder is `dataDir`. */
export function outsideOf(dataDir: string, elsewhere = ELSEWHERE): string {
  return join(elsewhere, createHash('sha256').update(resolve(dataDir)).digest('hex').slice(0, 16));
}

function place(folder: string): { folder: string; cluster: string } {
  return { folder, cluster: join(folder, 'postgres') };
}

/**
 * The copy was renamed when the place it knows belongs to a path that is gone: the place is renamed with it. Where
 * that path still exists this is a duplicate, which begins with a database of its own.
 */
async function follow(known: string, now: string, home: string): Promise<void> {
  if (known === now || !existsSync(known) || existsSync(now)) return;
  const origin = await readFile(join(known, 'origin'), 'utf8').catch(() => undefined);
  if (origin === undefined || existsSync(firstLine(origin))) return;
  await rename(known, now);
  await writeFile(join(now, 'origin'), `${home}\n`);
}

async function move(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch {
    // another file system: copied with its owner and modes, and the original kept until the copy is whole
    const copied = spawnSync('cp', ['-a', from, `${to}.copy`]);
    if (copied.status !== 0) throw new Error(`could not move ${from} to ${to}: ${String(copied.stderr).trim()}`);
    await rename(`${to}.copy`, to);
    await rename(from, `${from}.moved`);
  }
}

/** Gives a file or folder to the account, if that is another user. */
export async function give(path: string, account: Account): Promise<void> {
  if (account) await chown(path, account.uid, account.gid);
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}
