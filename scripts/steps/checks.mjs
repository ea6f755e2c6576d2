import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { APPS } from './apps.mjs';
import { pinnedNode, root, run, tool } from './run.mjs';

/** Checks run at the same time: each takes a core and up to a gigabyte. */
const AT_ONCE = 2;

/** @typedef {{ name: string, commands: string[][], cwd?: string }} Check */

/** The longest first, so that none is waited for alone. @returns {Check[]} */
function checks() {
  const typed = ['.', 'shared', 'server', 'scripts', 'bench', 'docs', 'e2e', 'simulate'].filter(hasTypeScript);
  return [
    { name: 'eslint client', commands: [['eslint', 'client', '--max-warnings', '0']] },
    { name: 'eslint', commands: [['eslint', '.', '--ignore-pattern', 'client/', '--max-warnings', '0']] },
    ...APPS.map((app) => ({
      name: `svelte-check client/${app}`,
      commands: [svelteCheck],
      cwd: join(root, 'client', app),
    })),
    { name: 'svelte-check client/base', commands: [svelteCheck], cwd: join(root, 'client/base') },
    ...typed.map((name) => ({
      name: `types of ${name === '.' ? 'settings of tools' : name}`,
      commands: [['tsc', '--project', name]],
    })),
    { name: 'import rules', commands: [['depcruise', '--output-type', 'err-long', ...SOURCES]] },
    { name: 'unused code', commands: [['knip', '--no-progress', '--no-config-hints']] },
    { name: 'format', commands: [['prettier', '--check', '--log-level', 'warn', '.']] },
  ];
}

const svelteCheck = ['svelte-check', '--tsconfig', './tsconfig.json', '--output', 'human', '--fail-on-warnings'];
const SOURCES = ['shared', 'server', 'client', 'migrations', 'scripts', 'bench', 'e2e', 'simulate'];

/**
 * Runs all checks and shows what the failed ones found.
 * @returns {Promise<{ passed: number, failed: number }>}
 */
export async function runChecks() {
  const waiting = checks();
  const result = { passed: 0, failed: 0 };
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let check = waiting.shift(); check; check = waiting.shift()) result[await runOne(check)] += 1;
    }),
  );
  return result;
}

/**
 * @param {Check} check
 * @returns {Promise<'passed' | 'failed'>}
 */
async function runOne({ name, commands, cwd = root }) {
  const begun = Date.now();
  for (const [command = '', ...args] of commands) {
    const { code, output } = await run(pinnedNode, [tool(command), ...args], { cwd });
    if (code === 0) continue;
    console.log(`FAILED  ${name} (${took(begun)})\n${output.trim()}\n`);
    return 'failed';
  }
  console.log(`ok      ${name} (${took(begun)})`);
  return 'passed';
}

/** @param {number} begun */
function took(begun) {
  return `${((Date.now() - begun) / 1000).toFixed(1)} s`;
}

/** @param {string} folder */
function hasTypeScript(folder) {
  if (folder === '.') return true;
  const path = join(root, folder);
  if (!existsSync(join(path, 'tsconfig.json'))) return false;
  return readdirSync(path, { recursive: true }).some((name) => String(name).endsWith('.ts'));
}
