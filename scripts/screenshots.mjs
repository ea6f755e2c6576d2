// `npm run screenshots [NAME …]`: makes docs/images anew, or some of them; see e2e/pictures.ts.
import { buildApps } from './steps/apps.mjs';
import { giveUp } from './steps/progress.mjs';
import { become, requirePackages } from './steps/run.mjs';
import { ensureChromium } from './steps/services.mjs';

requirePackages();
const browser = await ensureChromium();
if ('missing' in browser) giveUp(browser.missing);
await buildApps();
become('e2e/pictures.ts', process.argv.slice(2), { NODE_ENV: 'production', CHROMIUM_PATH: browser.path });
