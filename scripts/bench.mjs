// `npm run bench -- NAME [options]`: runs bench/NAME.bench.ts.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { become, requirePackages, root } from './steps/run.mjs';

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
become(`bench/${name}${ENDING}`, options, { NODE_ENV: 'production' });
