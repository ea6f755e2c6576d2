import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { giveUp, step } from './progress.mjs';
import { pinnedNode, root, run } from './run.mjs';

/** @typedef {{ packages: Record<string, { version?: string, link?: boolean, optional?: boolean, peer?: boolean }> }} Lock */

/** Installs what the lock file asks for, if something else or nothing is installed. */
export async function ensurePackages() {
  const lockText = readFileSync(join(root, 'package-lock.json'), 'utf8');
  const wanted = createHash('sha256').update(lockText).digest('hex');
  const stamp = join(root, 'node_modules/.dispatch-board');
  if (!isCurrent(stamp, wanted, lockText)) {
    const fresh = !existsSync(join(root, 'node_modules'));
    rmSync(stamp, { force: true });
    await step('Installing packages', () =>
      npm([fresh ? 'ci' : 'install', '--include=dev', '--no-audit', '--no-fund']),
    );
  }
  if (!existsSync(pinnedNode) || !(await starts())) {
    await step('Fetching the pinned Node', () => npm(['rebuild', 'node']));
    if (!(await starts()))
      giveUp(`The pinned Node (${pinnedNode}) does not run on this machine. Delete node_modules and try again.`);
  }
  writeFileSync(stamp, wanted);
}

/**
 * @param {string} stamp
 * @param {string} wanted
 * @param {string} lockText
 */
function isCurrent(stamp, wanted, lockText) {
  const hidden = readIfThere(join(root, 'node_modules/.package-lock.json'));
  if (!hidden) return false;
  return readIfThere(stamp) === wanted || differences(JSON.parse(lockText), JSON.parse(hidden)).length === 0;
}

/**
 * Packages of the lock file that are not installed in the version it names. Times of files say nothing here: git sets
 * them to whatever moment it wrote the file. Packages for other systems are optional and may be absent.
 * @param {Lock} lock package-lock.json
 * @param {Lock} installed node_modules/.package-lock.json, which npm writes when an install is complete
 */
export function differences(lock, installed) {
  return Object.entries(lock.packages)
    .filter(([path, entry]) => path.includes('node_modules/') && !(entry.optional && !installed.packages[path]))
    .filter(([path, entry]) => installed.packages[path]?.version !== entry.version)
    .map(([path]) => path);
}

/** @param {string[]} args */
async function npm(args) {
  // the npm that runs us is certainly there; its path is no program by itself everywhere, so Node runs it
  const own = process.env.npm_execpath;
  const [command, ...before] = own?.endsWith('.js') ? [process.execPath, own] : ['npm'];
  const { code, output } = await run(command, [...before, ...args], { env: process.env });
  if (code === 0) return;
  giveUp(`npm ${args.join(' ')} failed:\n${output.trim().split('\n').slice(-20).join('\n')}`);
}

async function starts() {
  return (await run(pinnedNode, ['--version'])).code === 0;
}

/** @param {string} file */
function readIfThere(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
