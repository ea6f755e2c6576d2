// `npm start`: everything a fresh clone needs, then the server. Runs on any Node from 20 and imports nothing from npm,
// because it is what installs npm's packages; all else is run by the Node that is pinned there.
import { parseArgs } from 'node:util';
import { buildApps } from './steps/apps.mjs';
import { ensurePackages } from './steps/packages.mjs';
import { giveUp } from './steps/progress.mjs';
import { become, root } from './steps/run.mjs';

const USAGE = 'npm start -- [--port N] [--host ADDRESS] [--empty]\n  --empty   starts without the demo town';

const [major = 0] = process.versions.node.split('.').map(Number);
if (major < 20) giveUp(`Node ${process.versions.node} is too old to begin with: Node 20 or newer is needed.`);

const settings = readArguments();
process.chdir(root);
await ensurePackages();
await buildApps();
become('server/src/main.ts', [], { NODE_ENV: 'production', ...settings });

function readArguments() {
  /** @type {NodeJS.ProcessEnv} */
  const given = {};
  try {
    const { values } = parseArgs({
      options: {
        port: { type: 'string' },
        host: { type: 'string' },
        empty: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    });
    if (values.help) {
      console.log(USAGE);
      process.exit(0);
    }
    if (values.port) given.PORT = values.port;
    if (values.host) given.HOST = values.host;
    if (values.empty) given.DEMO = 'off';
  } catch (error) {
    giveUp(`${error instanceof Error ? error.message : error}\n${USAGE}`);
  }
  return given;
}
