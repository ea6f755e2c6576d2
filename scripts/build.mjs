// `npm run build`: builds the apps whose sources changed; `npm run build -- --force` builds all.
import { buildApps } from './steps/apps.mjs';
import { requirePackages } from './steps/run.mjs';

requirePackages();
await buildApps({ force: process.argv.includes('--force') });
