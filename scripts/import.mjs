// `npm run import -- FILE [--as-of TIME]`: see server/src/import.ts.
import { become, requirePackages } from './steps/run.mjs';

requirePackages();
become('server/src/import.ts', process.argv.slice(2), { NODE_ENV: 'production' });
