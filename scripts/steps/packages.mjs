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
    rmSync(stamp, { force: true });
    await step('Installing packages', async () => {
      // ci begins by deleting what is there; an install that is only behind is brought up to date instead
      if (!existsSync(join(root, 'node_modules')) && !(await npm('ci'))) return;
      const fault = await npm('install');
      if (fault) giveUp(`npm install failed:\n${fault}`);
    });
  }
  if (!existsSync(pinnedNode) || !(await starts())) {
    await step('Fetching the pinned Node', () => npm('rebuild', 'node'));
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

/**
 * @param {string} command
 * @param {string[]} args
 * @returns {Promise<string | undefined>} the end of what it said if it failed
 */
async function npm(command, ...args) {
  // the npm that runs us is certainly there; its path is no program by itself everywhere, so Node runs it
  const own = process.env.npm_execpath;
  const [program, ...before] = own?.endsWith('.js') ? [process.execPath, own] : ['npm'];
  // --no-save: starting the product must not change its lock file
  const flags = ['--include=dev', '--no-save', '--no-audit', '--no-fund', ...args];
  const { code, output } = await run(program, [...before, command, ...flags], { env: process.env });
  return code === 0 ? undefined : output.trim().split('\n').slice(-20).join('\n');
}

async function starts() {
  return (await run(pinnedNode, ['--version'])).code === 0;
}

/** @param {string} file */
function readIfThere(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
