import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const server = (script: string): string => fileURLToPath(new URL(`../server/src/${script}.ts`, import.meta.url));

export interface Board {
  url: string;
  dataDir: string;
  /** Of the server's process. */
  pid: number;
  /** What the server has printed so far. */
  said(): string;
  /** Runs `import` or `basemap` of server/src on this board's data. @returns what it printed. @throws Error when it fails. */
  run(script: string, args: string[]): Promise<string>;
  /** Stops the server and deletes its data. */
  stop(): Promise<void>;
}

/** Starts the board as `npm start` does, in a folder of its own and on a free port. */
export async function startBoard(settings: Record<string, string> = {}): Promise<Board> {
  const dataDir = mkdtempSync(join(tmpdir(), 'dispatch-board-e2e-'));
  // PostgreSQL's user must get in when root runs the tests; else the database lies elsewhere and outlives the folder.
  chmodSync(dataDir, 0o711);
  const env = {
    ...process.env,
    DATA_DIR: dataDir,
    // Chosen here: links in mails carry it
    PORT: String(await freePort()),
    HOST: '127.0.0.1',
    LOG_LEVEL: 'warn',
    RATE_SIGN_IN_PER_ADDRESS: '1000/15m',
    RATE_FILE_PER_ADDRESS: '1000/1h',
    ...settings,
  };
  const main = spawn(process.execPath, [server('main')], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  const url = await new Promise<string>((resolve, reject) => {
    main.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const ready = /ready at (http:\S+)[\s\S]*\n$/.exec(said);
      if (ready?.[1] !== undefined) resolve(ready[1]);
    });
    main.once('exit', () => {
      reject(new Error(`the server did not start:\n${said}`));
    });
  });
  return {
    url,
    dataDir,
    pid: main.pid ?? 0,
    said: () => said,
    async run(script, args) {
      const child = spawn(process.execPath, [server(script), ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
      let output = '';
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (chunk: Buffer) => {
          output += chunk.toString();
        });
      const [code] = (await once(child, 'close')) as [number | null];
      if (code !== 0) throw new Error(`${script} ${args.join(' ')} failed:\n${output}`);
      return output;
    },
    async stop() {
      main.kill('SIGTERM');
      if (main.exitCode === null) await once(main, 'exit');
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}
