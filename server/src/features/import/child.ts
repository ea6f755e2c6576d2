import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../../import.ts', import.meta.url));
const LONGEST_TOLD = 4000;

/** An import that runs in a process of its own, so that commands do not wait for it. */
export interface RunningImport {
  /** @returns what it wrote about its failure; null when it came to its end. */
  ended: Promise<string | null>;
  stop(): void;
}

/** Settings of this process that its environment does not tell. Handed over by pipe: arguments are seen by everybody. */
export interface HandedOver {
  databaseUrl: string;
  dataDir: string;
}

/** Starts the import of an upload. */
export function startImport(runId: string, settings: HandedOver): RunningImport {
  const child = spawn(process.execPath, [PROGRAM, '--run', runId], { stdio: ['pipe', 'ignore', 'pipe'] });
  // One that could not be started tells so below.
  child.stdin.on('error', () => undefined);
  child.stdin.end(JSON.stringify(settings));
  let told = '';
  child.stderr.on('data', (data: Buffer) => {
    told = (told + data.toString()).slice(-LONGEST_TOLD);
  });
  const ended = new Promise<string | null>((resolve) => {
    child.once('error', (error) => {
      resolve(error.message);
    });
    child.once('close', (code) => {
      resolve(code === 0 ? null : told.trim());
    });
  });
  return {
    ended,
    stop() {
      child.kill('SIGTERM');
    },
  };
}
