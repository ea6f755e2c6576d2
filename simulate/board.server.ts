/** The board that is joined, or one that is started because none answers. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface BoardServer {
  /** Null when it ran already. */
  stop: (() => Promise<void>) | null;
}

const LOCAL = /^http:\/\/(127\.0\.0\.1|localhost)(?::(\d+))?$/;

/**
 * @param say told once when a board is started.
 * @throws Error when nothing answers at an address of another machine, or the start failed.
 */
export async function joinOrStart(url: string, say: (line: string) => void): Promise<BoardServer> {
  if (await answers(url)) return { stop: null };
  const local = LOCAL.exec(url);
  if (!local) throw new Error(`No board answers at ${url}.`);
  const port = local[2] ?? '80';
  say(`no board answers at ${url}: starting one there, which ends with the day`);
  const script = fileURLToPath(new URL('../scripts/start.mjs', import.meta.url));
  const child = spawn(process.execPath, [script, '--port', port], {
    stdio: ['ignore', 'pipe', 'inherit'],
    // Ctrl-C ends the day first, and the day ends the board.
    detached: true,
  });
  let said = '';
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes('is ready at')) resolve();
    });
    child.once('exit', () => {
      reject(new Error(`The board did not start:\n${said}`));
    });
  });
  return {
    async stop() {
      if (child.exitCode !== null) return;
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/readyz`)).ok;
  } catch {
    return false;
  }
}
