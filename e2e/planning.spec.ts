/** The planning engine in a real web worker: the same plan as on the server, progress, cancel. */
import { expect, test } from '@playwright/test';
import { build, type Rolldown } from 'vite';
import { improve } from '../shared/src/planning/improve.ts';
import { planInput } from '../shared/src/planning/plan.ts';
import { plannedTown } from '../shared/src/planning/town.fixture.ts';
import type { WorkerAnswer, WorkerRequest } from '../shared/src/planning/worker.ts';

const plan = plannedTown({ seed: 31, contractors: 8, jobs: 60 });

/** The worker's script as the apps would ship it. */
async function workerScript(): Promise<string> {
  const built = (await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      lib: {
        entry: new URL('../client/base/src/features/planning/improve.worker.ts', import.meta.url).pathname,
        formats: ['iife'],
        name: 'improve',
      },
    },
  })) as Rolldown.RolldownOutput[];
  return built[0]!.output[0].code;
}

test('a web worker improves a plan as the server does, tells its progress and can be cancelled', async ({ page }) => {
  const script = await workerScript();
  await page.goto('about:blank');
  const ask = (request: WorkerRequest, cancelAtFirstProgress: boolean): Promise<WorkerAnswer[]> =>
    page.evaluate(
      ({ code, message, cancel }) =>
        new Promise<WorkerAnswer[]>((resolve) => {
          const worker = new Worker(URL.createObjectURL(new Blob([code], { type: 'text/javascript' })));
          const answers: WorkerAnswer[] = [];
          worker.onmessage = ({ data }: MessageEvent<WorkerAnswer>) => {
            answers.push(data);
            if (data.kind !== 'progress') resolve(answers);
            else if (cancel) worker.postMessage({ kind: 'cancel', id: data.id });
          };
          worker.postMessage(message);
        }),
      { code: script, message: request, cancel: cancelAtFirstProgress },
    );

  const options = { seed: 3, iterations: 300 };
  const whole = await ask({ kind: 'improve', id: 'a', plan: planInput(plan), options }, false);
  const { plan: _, ...expected } = improve(plan, options);
  expect(whole.at(-1)).toEqual({ kind: 'done', id: 'a', cancelled: false, improved: expected });

  const endless = { seed: 3, iterations: 1e9 };
  const cut = await ask({ kind: 'improve', id: 'b', plan: planInput(plan), options: endless }, true);
  expect(cut.at(-1)).toMatchObject({ kind: 'done', id: 'b', cancelled: true });
});
