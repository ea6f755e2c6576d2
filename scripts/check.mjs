// `npm run check`: types, lint, format, import rules and unused code. Two at a time, each told when it ends.
import { syncApps } from './steps/apps.mjs';
import { ensurePackages } from './steps/packages.mjs';
import { runChecks } from './steps/checks.mjs';

await ensurePackages();
await syncApps();
const { passed, failed } = await runChecks();
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
