import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { startOf } from './processes.ts';

/** The process that started the database and will stop it. */
export interface Owner {
  pid: number;
  /** as `startOf` tells it, so that another process with the same id is not taken for the owner */
  started: string;
  /** the claimed file's own path: in a folder that was duplicated while in use, the claim is another folder's */
  file: string;
}

export type Claim = { mine: true; release: () => Promise<void> } | { mine: false; owner: Owner };

/**
 * Claims `file`, an absolute path, for this process. At most one living process has it; the claim of a process that died without
 * releasing it is taken over.
 */
export async function claim(file: string): Promise<Claim> {
  const me: Owner = { pid: process.pid, started: startOf(process.pid) ?? '', file };
  const mine = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  await writeFile(mine, JSON.stringify(me), { mode: 0o644 });
  try {
    for (;;) {
      // a hard link appears whole or not at all, and fails when the name is taken
      const taken = await link(mine, file).then(
        () => false,
        (error: unknown) => {
          if (codeOf(error) === 'EEXIST') return true;
          throw error;
        },
      );
      if (!taken) return { mine: true, release: () => release(file, me) };
      const text = await readFile(file, 'utf8').catch(() => undefined);
      if (text === undefined) continue;
      const owner = parse(text);
      if (owner?.file === file && startOf(owner.pid) === owner.started) return { mine: false, owner };
      await removeExactly(file, text);
    }
  } finally {
    await rm(mine, { force: true });
  }
}

async function release(file: string, me: Owner): Promise<void> {
  await removeExactly(file, JSON.stringify(me));
}

/** Removes the file only if it still says `text`: two that find the same dead owner must not remove each other's. */
async function removeExactly(file: string, text: string): Promise<void> {
  const aside = `${file}.${process.pid}.gone`;
  const moved = await rename(file, aside).then(
    () => true,
    () => false,
  );
  if (!moved) return;
  if ((await readFile(aside, 'utf8').catch(() => text)) !== text) await link(aside, file).catch(() => undefined);
  await rm(aside, { force: true });
}

function parse(text: string): Owner | undefined {
  try {
    const { pid, started, file } = JSON.parse(text) as Partial<Owner>;
    return pid !== undefined && started !== undefined && file !== undefined ? { pid, started, file } : undefined;
  } catch {
    return undefined;
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
