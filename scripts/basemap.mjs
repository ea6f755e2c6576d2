// `npm run basemap -- --streets FILE …`: see server/src/basemap.ts.
import { become, requirePackages } from './steps/run.mjs';

requirePackages();
become('server/src/basemap.ts', process.argv.slice(2), { NODE_ENV: 'production' });
