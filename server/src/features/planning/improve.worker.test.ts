import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, it } from 'vitest';
import { improve } from '@dispatch/shared/planning/improve';
import { planInput } from '@dispatch/shared/planning/plan';
import { plannedTown } from '@dispatch/shared/planning/town.fixture';
import type { WorkerAnswer, WorkerRequest } from '@dispatch/shared/planning/worker';

const plan = plannedTown({ seed: 31, contractors: 8, jobs: 60 });
let worker: Worker | null = null;

afterEach(async () => {
  await worker?.terminate();
  worker = null;
});

function start(): Worker {
  worker = new Worker(new URL('./improve.worker.ts', import.meta.url));
  return worker;
}

/** Sends requests and reads answers until the improvement of this id is over; `onAnswer` may send more. */
async function talk(
  thread: Worker,
  requests: readonly WorkerRequest[],
  id: string,
  onAnswer: (answer: WorkerAnswer) => void = () => undefined,
): Promise<WorkerAnswer[]> {
  const answers: WorkerAnswer[] = [];
  for (const request of requests) thread.postMessage(request);
  for (;;) {
    const [answer] = (await once(thread, 'message')) as [WorkerAnswer];
    answers.push(answer);
    onAnswer(answer);
    if (answer.id === id && answer.kind !== 'progress') return answers;
  }
}

describe('the worker thread', () => {
  it('finds the same plan as the thread that asks, and can be asked again', async () => {
    const thread = start();
    for (const id of ['first', 'second']) {
      const options = { seed: 3, iterations: 300 };
      const answers = await talk(thread, [{ kind: 'improve', id, plan: planInput(plan), options }], id);
      const { plan: _, ...expected } = improve(plan, options);
      expect(answers.at(-1)).toEqual({ kind: 'done', id, cancelled: false, improved: expected });
    }
  });

  it('tells its progress and gives the best so far when it is cancelled', async () => {
    const thread = start();
    const request = {
      kind: 'improve',
      id: 'long',
      plan: planInput(plan),
      options: { seed: 3, iterations: 1e9 },
    } as const;
    const answers = await talk(thread, [request], 'long', (answer) => {
      if (answer.kind === 'progress' && answer.saved > 0) thread.postMessage({ kind: 'cancel', id: 'long' });
    });
    const last = answers.at(-1);
    if (last?.kind !== 'done') throw new Error(`expected an end, got ${JSON.stringify(last)}`);
    expect(last.cancelled).toBe(true);
    expect(last.improved.after.score).toBeLessThan(last.improved.before.score);
    expect(answers.filter(({ kind }) => kind === 'progress').length).toBeGreaterThan(0);
  });

  it('forgets a cancel of what it was not asked', async () => {
    const request = { kind: 'improve', id: 'a', plan: planInput(plan), options: { seed: 3, iterations: 300 } } as const;
    const answers = await talk(start(), [{ kind: 'cancel', id: 'a' }, request], 'a');
    expect(answers.at(-1)).toMatchObject({ kind: 'done', cancelled: false });
  });

  it('says why it cannot, and goes on', async () => {
    const thread = start();
    const input = { ...planInput(plan), jobs: [] };
    const bad = { kind: 'improve', id: 'bad', plan: input, options: { seed: 1, iterations: 1 } } as const;
    expect((await talk(thread, [bad], 'bad')).at(-1)).toMatchObject({ kind: 'failed', id: 'bad' });
    const good = { ...bad, id: 'good', plan: planInput(plan) };
    expect((await talk(thread, [good], 'good')).at(-1)).toMatchObject({ kind: 'done', id: 'good' });
  });
});
