import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../server/src/main.ts', import.meta.url));

/** Starts the board as `npm start` does, with the demo town in a folder of its own and a free port; ends with the run. */
export default async function setUp(): Promise<() => Promise<void>> {
  const dataDir = mkdtempSync(join(tmpdir(), 'dispatch-board-e2e-'));
  // PostgreSQL's user must get in when root runs the tests; else the database lies elsewhere and outlives the folder.
  chmodSync(dataDir, 0o711);
  const env = { ...process.env, DATA_DIR: dataDir, PORT: '0', HOST: '127.0.0.1', LOG_LEVEL: 'warn', RATE_SIGN_IN_PER_ADDRESS: '1000/15m', RATE_FILE_PER_ADDRESS: '1000/1h' };
  const server = spawn(process.execPath, [main], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const url = await new Promise<string>((resolve, reject) => {
    let said = '';
    server.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const ready = /ready at (http:\S+)[\s\S]*\n$/.exec(said);
      if (ready?.[1] !== undefined) resolve(ready[1]);
    });
    server.once('exit', () => {
      reject(new Error(`the server did not start:\n${said}`));
    });
  });
  process.env['E2E_URL'] = url;
  process.env['E2E_ACCOUNTS'] = join(dataDir, 'demo-accounts.json');
  return async () => {
    server.kill('SIGTERM');
    if (server.exitCode === null) await once(server, 'exit');
    rmSync(dataDir, { recursive: true, force: true });
  };
}
