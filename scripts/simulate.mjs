// `npm run simulate -- [--speed 60] [--day 2011-08-28] [--contractors 40]`: see simulate/main.ts.
import { become, requirePackages } from './steps/run.mjs';

requirePackages();
become('simulate/main.ts', process.argv.slice(2), { NODE_ENV: 'production' });
