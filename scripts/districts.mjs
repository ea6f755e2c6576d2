// `npm run districts -- FILE`: see server/src/import.ts.
import { become, requirePackages } from './steps/run.mjs';

requirePackages();
become('server/src/import.ts', ['--only-districts', ...process.argv.slice(2)], { NODE_ENV: 'production' });
