/**
 * Improving away from the screen: what a worker thread (Node) or a web worker does, over any port that carries
 * structured clones. One improvement at a time; a cancel is answered by the best found so far.
 */
import { figuresOf, Improvement, type ImproveOptions, type Improved, type PlanFigures } from './improve.ts';
import type { PlanInput } from './model.ts';
import { isSlight, movesBetween } from './moves.ts';
import { createPlan } from './plan.ts';

export type WorkerRequest =
  | {
      readonly kind: 'improve';
      readonly id: string;
      readonly plan: PlanInput;
      readonly options: Omit<ImproveOptions, 'now'>;
    }
  | { readonly kind: 'cancel'; readonly id: string };

export type WorkerAnswer =
  /** `part` from 0 to 1, `saved` minutes of driving so far; what the best plan so far is worth, and whom it moves. */
  | {
      readonly kind: 'progress';
      readonly id: string;
      readonly part: number;
      readonly saved: number;
      readonly iterations: number;
      readonly figures: PlanFigures;
      readonly moved: number;
    }
  | {
      readonly kind: 'done';
      readonly id: string;
      readonly cancelled: boolean;
      readonly improved: Omit<Improved, 'plan'>;
    }
  | { readonly kind: 'failed'; readonly id: string; readonly message: string };

export interface WorkerPort {
  post(answer: WorkerAnswer): void;
  listen(receive: (request: WorkerRequest) => void): void;
  /** A clock in milliseconds. */
  now(): number;
  /** Lets waiting messages in. */
  pause(): Promise<void>;
}

/** Milliseconds between two looks at the messages. */
const TURN = 40;
/** Milliseconds between two words of progress. */
const WORD = 200;

export function serveImprovements(port: WorkerPort): void {
  const cancelled = new Set<string>();
  /** Asked for and not answered: a cancel that comes too late leaves nothing behind. */
  const waiting = new Set<string>();
  let queue = Promise.resolve();
  port.listen((request) => {
    if (request.kind === 'improve') {
      waiting.add(request.id);
      queue = queue.then(() => run(request));
    } else if (waiting.has(request.id)) cancelled.add(request.id);
  });

  async function run({ id, plan, options }: Extract<WorkerRequest, { kind: 'improve' }>): Promise<void> {
    try {
      const before = createPlan(plan);
      const first = figuresOf(before).score;
      const improvement = new Improvement(before, { ...options, now: () => port.now() });
      let word = port.now();
      while (!cancelled.has(id) && turn(improvement)) {
        if (port.now() - word >= WORD) {
          const { progress: part, iterations } = improvement;
          const best = improvement.best();
          const figures = figuresOf(best);
          const moved = movesBetween(before, best).filter((move) => !isSlight(move)).length;
          port.post({ kind: 'progress', id, part, saved: first - figures.score, iterations, figures, moved });
          word = port.now();
        }
        await port.pause();
      }
      const { plan: _, ...improved } = improvement.result();
      port.post({ kind: 'done', id, cancelled: cancelled.delete(id), improved });
    } catch (error) {
      port.post({ kind: 'failed', id, message: error instanceof Error ? error.message : String(error) });
    } finally {
      waiting.delete(id);
      cancelled.delete(id);
    }
  }

  /** Works for one turn. @returns whether there is more to do */
  function turn(improvement: Improvement): boolean {
    const end = port.now() + TURN;
    while (improvement.step(25)) if (port.now() >= end) return true;
    return false;
  }
}
