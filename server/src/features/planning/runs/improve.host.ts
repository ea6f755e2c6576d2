/** Improves a plan in a thread of its own, which may crash, loop or eat memory: here that is an answer and nothing else. */
import { Worker } from 'node:worker_threads';
import type { ImproveOptions, Improved } from '@dispatch/shared/planning/improve';
import type { PlanInput } from '@dispatch/shared/planning/model';
import type { WorkerAnswer, WorkerRequest } from '@dispatch/shared/planning/worker';

type Progress = Omit<Extract<WorkerAnswer, { kind: 'progress' }>, 'kind' | 'id'>;

export interface Improving {
  plan: PlanInput;
  options: Omit<ImproveOptions, 'now'> & { milliseconds: number };
  onProgress(progress: Progress): void;
}

export interface HostOptions {
  /** The thread's program. */
  worker?: URL;
  /** Most memory of the thread, MB. */
  memoryMb?: number;
  /** How long it may take beyond its time, and after it was asked to stop, ms. */
  patienceMs?: number;
}

/** What came of it: the best plan found, or a sentence on why there is none. */
export type Improvement =
  | { readonly kind: 'done'; readonly stopped: boolean; readonly improved: Omit<Improved, 'plan'> }
  | { readonly kind: 'failed'; readonly fault: string };

export interface Host {
  /** Never throws. */
  readonly ended: Promise<Improvement>;
  /** Asks for the best so far. */
  stop(): void;
  /** Ends it without an answer. */
  kill(fault: string): void;
}

const WORKER = new URL('../improve.worker.ts', import.meta.url);
const MEMORY_MB = 768;
const PATIENCE_MS = 10_000;
const ID = 'run';

export function improveInThread({ plan, options, onProgress }: Improving, host: HostOptions = {}): Host {
  const { worker = WORKER, memoryMb = MEMORY_MB, patienceMs = PATIENCE_MS } = host;
  let limit: NodeJS.Timeout | undefined;
  let settle: (answer: Improvement) => void = () => undefined;
  let settled = false;
  const ended = new Promise<Improvement>((resolve) => {
    settle = resolve;
  });
  const thread = new Worker(worker, {
    resourceLimits: { maxOldGenerationSizeMb: memoryMb, maxYoungGenerationSizeMb: 64 },
    // nothing of this process' secrets is a search's business
    env: {},
  });

  function end(answer: Improvement): void {
    if (settled) return;
    settled = true;
    clearTimeout(limit);
    // only then is its memory given back
    void thread.terminate().then(() => {
      settle(answer);
    });
  }
  const fail = (fault: string): void => {
    end({ kind: 'failed', fault });
  };
  function allow(ms: number): void {
    clearTimeout(limit);
    limit = setTimeout(() => {
      fail('The search did not end in its time and was stopped from outside. Nothing was changed.');
    }, ms);
  }

  thread.on('message', (answer: WorkerAnswer) => {
    if (settled) return;
    if (answer.kind === 'progress') onProgress(answer);
    else if (answer.kind === 'failed') fail(`The search could not begin: ${answer.message}. Nothing was changed.`);
    else end({ kind: 'done', stopped: answer.cancelled, improved: answer.improved });
  });
  thread.on('error', (error: unknown) => {
    const short = error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
    if (short) fail(`The search needed more than ${String(memoryMb)} MB of memory. Choose fewer districts or days.`);
    else fail(`The search broke off (${error instanceof Error ? error.message : String(error)}). Nothing was changed.`);
  });
  thread.on('exit', () => {
    fail('The search ended without a result. Nothing was changed.');
  });
  const request: WorkerRequest = { kind: 'improve', id: ID, plan, options };
  thread.postMessage(request);
  allow(options.milliseconds + patienceMs);

  return {
    ended,
    stop() {
      if (settled) return;
      thread.postMessage({ kind: 'cancel', id: ID } satisfies WorkerRequest);
      allow(patienceMs);
    },
    kill: fail,
  };
}
