// `npm run bench -- NAME [options]`: runs bench/NAME.bench.ts.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildApps } from './steps/apps.mjs';
import { giveUp } from './steps/progress.mjs';
import { become, requirePackages, root } from './steps/run.mjs';
import { ensureChromium } from './steps/services.mjs';

/** Those that drive the built apps in a browser. */
const IN_BROWSER = new Set(['board', 'preview']);
const ENDING = '.bench.ts';
const [name, ...options] = process.argv.slice(2);
const folder = join(root, 'bench');
const names = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith(ENDING)) : [];

if (!name || !names.includes(name + ENDING)) {
  if (name) console.error(`There is no benchmark "${name}".`);
  console.error('npm run bench -- NAME [--json] [options], with NAME one of:');
  for (const file of names.sort()) console.error(`  ${file.slice(0, -ENDING.length)}`);
  process.exit(name ? 2 : 0);
}
requirePackages();
/** @type {NodeJS.ProcessEnv} */
const settings = { NODE_ENV: 'production' };
if (IN_BROWSER.has(name)) {
  const browser = await ensureChromium();
  if ('missing' in browser) giveUp(browser.missing);
  settings.CHROMIUM_PATH = browser.path;
  await buildApps();
}
become(`bench/${name}${ENDING}`, options, settings);
