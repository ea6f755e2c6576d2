// `npm run simulate`: see server/src/simulate.ts.
import { become, requirePackages } from './steps/run.mjs';

requirePackages();
become('server/src/simulate.ts', process.argv.slice(2), { NODE_ENV: 'production' });
