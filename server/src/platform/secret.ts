import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The server's key: the one given by setting, else one made once and kept in `dataDir`, readable by its owner alone.
 * Processes that start together end up with the same key.
 */
export async function serverKey(dataDir: string, given?: string): Promise<string> {
  if (given !== undefined) return given;
  const file = join(dataDir, 'secret');
  const kept = await keptKey(file);
  if (kept) return kept;
  await mkdir(dataDir, { recursive: true });
  const mine = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  await writeFile(mine, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600, flush: true });
  // a link fails when the name is taken: whoever was first has made the key for all
  await link(mine, file).catch(() => undefined);
  await rm(mine);
  const made = await keptKey(file);
  if (!made) throw new Error(`The key in ${file} cannot be read: delete the file if it is empty, or set SECRET_KEY.`);
  return made;
}

async function keptKey(file: string): Promise<string> {
  return (await readFile(file, 'utf8').catch(() => '')).trim();
}
