// `npm test [-- TIER …]`: the checks and every tier of tests, or those named. The last line counts all of it.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildApps, syncApps } from './steps/apps.mjs';
import { runChecks } from './steps/checks.mjs';
import { countPlaywright, countVitest } from './steps/counts.mjs';
import { ensurePackages } from './steps/packages.mjs';
import { giveUp } from './steps/progress.mjs';
import { environment, pinnedNode, root, run, tool } from './steps/run.mjs';
import { ensureChromium, ensureRedis } from './steps/services.mjs';

/** @typedef {import('./steps/counts.mjs').Count} Count */

/** @type {Record<string, () => Promise<Count>>} */
const TIERS = {
  quick: () => vitest(['quick', 'client']),
  check: async () => ({ ...(await runChecks()), skipped: 0 }),
  pg: () => vitest(['pg']),
  redis: async () => {
    const lacking = await ensureRedis();
    return lacking ? missing(lacking) : vitest(['redis']);
  },
  e2e,
};

const named = process.argv.slice(2).filter((name) => name !== 'all');
const unknown = named.filter((name) => !(name in TIERS));
if (unknown.length > 0)
  giveUp(`There is no tier ${unknown.join(', ')}: expected ${Object.keys(TIERS).join(', ')} or all.`);

await ensurePackages();
await syncApps();
const reports = mkdtempSync(join(tmpdir(), 'dispatch-board-reports-'));
const total = { passed: 0, failed: 0, skipped: 0 };
for (const tier of named.length > 0 ? named : Object.keys(TIERS)) {
  console.log(`\n== ${tier}`);
  const count = await TIERS[tier]?.();
  for (const key of /** @type {const} */ (['passed', 'failed', 'skipped'])) total[key] += count?.[key] ?? 0;
}
rmSync(reports, { recursive: true });
console.log(`\n${total.passed} passed, ${total.failed} failed${total.skipped ? `, ${total.skipped} skipped` : ''}`);
process.exit(total.failed === 0 ? 0 : 1);

/** @param {string[]} projects */
async function vitest(projects) {
  const file = join(reports, `${projects.join('-')}.json`);
  const chosen = projects.flatMap((name) => ['--project', name]);
  const args = [
    'run',
    ...chosen,
    '--passWithNoTests',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ];
  const { code } = await run(pinnedNode, [tool('vitest'), ...args], { show: true });
  return countVitest(readReport(file), code);
}

async function e2e() {
  if (!readdirSync(join(root, 'e2e'), { recursive: true }).some((name) => String(name).endsWith('.spec.ts'))) {
    return { passed: 0, failed: 0, skipped: 0 };
  }
  const browser = await ensureChromium();
  if ('missing' in browser) return missing(browser.missing);
  await buildApps();
  const file = join(reports, 'e2e.json');
  const env = { ...environment(), CHROMIUM_PATH: browser.path, PLAYWRIGHT_JSON_OUTPUT_NAME: file };
  const { code } = await run(pinnedNode, [tool('playwright'), 'test', '--reporter=list,json'], { show: true, env });
  return countPlaywright(readReport(file), code);
}

/**
 * @param {string} sentence what is missing
 * @returns {Count} the count of a tier that cannot run: a machine that tests for others must not pass over it
 */
function missing(sentence) {
  console.error(sentence);
  const fails = process.env.CI === 'true' || process.env.CI === '1';
  return { passed: 0, failed: fails ? 1 : 0, skipped: fails ? 0 : 1 };
}

/** @param {string} file */
function readReport(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}
