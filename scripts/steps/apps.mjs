import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { giveUp, step } from './progress.mjs';
import { pinnedNode, root, run, tool } from './run.mjs';

export const APPS = ['desk', 'field', 'home'];

const SKIPPED = new Set(['node_modules', 'build', '.svelte-kit']);
/** Apps built at the same time: each takes about a core and half a gigabyte. */
const AT_ONCE = 2;

/**
 * Builds the apps whose sources changed since they were last built.
 * @param {{ force?: boolean }} [options]
 */
export async function buildApps({ force = false } = {}) {
  const waiting = APPS.filter((app) => force || readStamp(app) !== fingerprint(app));
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let app = waiting.shift(); app; app = waiting.shift()) await build(app);
    }),
  );
}

/**
 * Writes what SvelteKit makes of each app's routes and settings: the compiler's base settings and the types of pages.
 * Tests, lint and types all read them, and a fresh clone has none.
 */
export async function syncApps() {
  await step('Reading the routes of the apps', () => Promise.all(APPS.map(sync)));
}

/** @param {string} app */
async function sync(app) {
  const cwd = join(root, 'client', app);
  const { code, output } = await run(pinnedNode, [tool('svelte-kit'), 'sync'], { cwd });
  if (code !== 0) giveUp(`Reading the routes of client/${app} failed:\n${output.trim()}`);
}

/** @param {string} app */
async function build(app) {
  // taken before the build: a file changed while it runs must count as changed afterwards
  const built = fingerprint(app);
  const cwd = join(root, 'client', app);
  const env = { ...process.env, NODE_ENV: 'production' };
  const { code, output } = await step(`Building ${app}`, () =>
    run(pinnedNode, [tool('vite'), 'build', '--logLevel', 'warn'], { cwd, env }),
  );
  if (code !== 0) giveUp(`Building client/${app} failed:\n${output.trim()}`);
  writeFileSync(stampOf(app), built);
}

/**
 * One hash over all an app is made from: its own files, the base, the shared code and the exact packages.
 * @param {string} app
 * @param {string} [checkout]
 */
export function fingerprint(app, checkout = root) {
  const sources = [join('client', app), 'client/base', 'shared', 'package-lock.json', 'tsconfig.base.json'];
  const hash = createHash('sha256');
  for (const file of sources.flatMap((source) => filesOf(join(checkout, source)))) {
    hash.update(`${relative(checkout, file)}\0`).update(createHash('sha256').update(readFileSync(file)).digest());
  }
  return hash.digest('hex');
}

/**
 * @param {string} path
 * @returns {string[]} the file itself, or the files below the folder, in an order that is always the same
 */
function filesOf(path) {
  let entries;
  try {
    entries = readdirSync(path, { withFileTypes: true });
  } catch {
    return existsSync(path) ? [path] : [];
  }
  return entries
    .filter(({ name }) => !SKIPPED.has(name) && !/\.(test|spec)\.(ts|mjs)$/.test(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => (entry.isDirectory() ? filesOf(join(path, entry.name)) : [join(path, entry.name)]));
}

/** The stamp lies inside the build, which the next build empties first: one broken off half way has none.
 * @param {string} app
 */
function stampOf(app) {
  return join(root, 'client', app, 'build/.stamp');
}

/** @param {string} app */
function readStamp(app) {
  const file = stampOf(app);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
