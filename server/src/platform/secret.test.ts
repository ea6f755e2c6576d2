import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { serverKey } from './secret.ts';

async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'secret-'));
  onTestFinished(() => rm(made, { recursive: true }));
  return join(made, '.data');
}

test('the key is made once, kept, and readable by its owner alone', async () => {
  const dataDir = await folder();
  const keys = await Promise.all([serverKey(dataDir), serverKey(dataDir)]);
  expect(new Set([...keys, await serverKey(dataDir)]).size).toBe(1);
  expect(await readFile(join(dataDir, 'secret'), 'utf8')).toBe(`${keys[0]}\n`);
  expect((await stat(join(dataDir, 'secret'))).mode & 0o777).toBe(0o600);
  expect(Buffer.from(keys[0], 'base64url')).toHaveLength(32);
});

test('a given key is used and none is kept', async () => {
  const dataDir = await folder();
  expect(await serverKey(dataDir, 'given')).toBe('given');
  await expect(stat(dataDir)).rejects.toThrow('ENOENT');
});
