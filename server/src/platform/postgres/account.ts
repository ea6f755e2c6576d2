import { execFileSync, spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';

/** The user PostgreSQL runs as; undefined is the user of this process, which is right for everyone but root. */
export type Account = { uid: number; gid: number } | undefined;

/** PostgreSQL refuses to run as root, so root runs it as this user and makes the user when the system has none. */
export const UNPRIVILEGED = 'postgres';

/**
 * Whose name PostgreSQL runs under for a cluster in `folder`: as an ordinary user one's own, as root the owner of a
 * cluster that is already there, else the unprivileged user.
 */
export function accountFor(folder: string): Account {
  if (process.getuid?.() !== 0) return undefined;
  const owner = ownerOf(folder);
  if (owner && owner.uid !== 0) return owner;
  const account = lookUp(UNPRIVILEGED) ?? create(UNPRIVILEGED);
  if (!account) {
    throw new Error(
      `PostgreSQL does not run as root, and a user "${UNPRIVILEGED}" could not be made. ` +
        `Make one (useradd --system ${UNPRIVILEGED}), start as an ordinary user, or set DATABASE_URL.`,
    );
  }
  return account;
}

/** Whether the account may pass through a folder and every folder above it. */
export function mayEnter(account: Account, folder: string): boolean {
  // asked by really trying: mode bits alone know nothing of access lists, mounts and capabilities
  return spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { ...identity(account), cwd: '/' }).status === 0;
}

/** What spawn needs to run something as the account. */
export function identity(account: Account): { uid?: number; gid?: number } {
  return account ?? {};
}

function ownerOf(folder: string): Account {
  const stat = statSync(folder, { throwIfNoEntry: false });
  return stat && { uid: stat.uid, gid: stat.gid };
}

function lookUp(user: string): Account {
  try {
    const [uid, gid] = ['-u', '-g'].map((flag) =>
      Number(execFileSync('id', [flag, user], { stdio: ['ignore', 'pipe', 'ignore'] })),
    );
    return uid && gid ? { uid, gid } : undefined;
  } catch {
    return undefined;
  }
}

function create(user: string): Account {
  // Debian, Fedora, SUSE and Arch have useradd, Alpine's BusyBox has only adduser
  const ways: [string, string[]][] = [
    ['useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/bin/false', user]],
    ['adduser', ['-S', '-D', '-H', '-s', '/bin/false', user]],
  ];
  for (const [command, args] of ways) {
    if (spawnSync(command, args, { stdio: 'ignore' }).status === 0) return lookUp(user);
  }
  return undefined;
}
