// `npm run export -- [--format csv|geojson] [--out FILE]`: see server/src/export.ts.
import { become, requirePackages } from './steps/run.mjs';

requirePackages();
become('server/src/export.ts', process.argv.slice(2), { NODE_ENV: 'production' });
