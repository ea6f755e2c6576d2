import { improve } from '@dispatch/shared/planning/improve';
import { planInput } from '@dispatch/shared/planning/plan';
import { plannedTown } from '@dispatch/shared/planning/town.fixture';
import { expect, test } from 'vitest';
import { improveInThread, type HostOptions, type Improving } from './improve.host.ts';

const plan = plannedTown({ seed: 31, contractors: 8, jobs: 60 });
const fixture = (name: string): URL => new URL(`./${name}.worker.fixture.ts`, import.meta.url);

const asked = (options: Partial<Improving['options']> = {}, onProgress: Improving['onProgress'] = () => undefined) => ({
  plan: planInput(plan),
  options: { seed: 3, milliseconds: 20_000, iterations: 300, ...options },
  onProgress,
});
const run = (host: HostOptions, options: Partial<Improving['options']> = {}) =>
  improveInThread(asked(options), host).ended;

test('gives what the same search finds here', async () => {
  const { plan: _, ...improved } = improve(plan, { seed: 3, iterations: 300 });
  expect(await run({})).toEqual({ kind: 'done', stopped: false, improved });
});

test('tells how good the best so far is and whom it moves, and gives it when it is stopped', async () => {
  const told: Parameters<Improving['onProgress']>[0][] = [];
  const host = improveInThread(
    asked({ iterations: 1e9 }, (progress) => {
      told.push(progress);
      if (progress.saved > 0) host.stop();
    }),
  );
  const end = await host.ended;
  if (end.kind === 'failed') throw new Error(end.fault);
  expect(end.stopped).toBe(true);
  expect(end.improved.after.score).toBeLessThan(end.improved.before.score);
  const last = told.at(-1);
  expect(last?.moved).toBeGreaterThan(0);
  expect(end.improved.before.score - (last?.figures.score ?? 0)).toBeCloseTo(last?.saved ?? 0);
});

test('that never comes back is ended from outside; meanwhile this thread goes on', async () => {
  let turns = 0;
  const counting = setInterval(() => (turns += 1), 5);
  const end = await run({ worker: fixture('loops'), patienceMs: 300 }, { milliseconds: 100 });
  clearInterval(counting);
  expect(end).toEqual({ kind: 'failed', fault: expect.stringMatching(/did not end in its time/) as string });
  expect(turns).toBeGreaterThan(20);
});

test('that does not hear that it is to stop is ended soon after', async () => {
  const host = improveInThread(asked({ milliseconds: 60_000 }), { worker: fixture('loops'), patienceMs: 50 });
  host.stop();
  expect(await host.ended).toMatchObject({ kind: 'failed' });
});

test('that takes too much memory is ended alone', async () => {
  const end = await run({ worker: fixture('greedy'), memoryMb: 32 });
  expect(end).toEqual({ kind: 'failed', fault: expect.stringMatching(/more than 32 MB of memory/) as string });
});

test.each([
  [1, /ended without a result/],
  [2, /the sky has fallen/],
])('that breaks is told with a sentence (%i)', async (seed, fault) => {
  const end = await run({ worker: fixture('crashes') }, { seed });
  expect(end).toEqual({ kind: 'failed', fault: expect.stringMatching(fault) as string });
});

test('of what is no plan says so', async () => {
  const host = improveInThread({ ...asked(), plan: { ...planInput(plan), jobs: [] } });
  expect(await host.ended).toEqual({ kind: 'failed', fault: expect.stringMatching(/could not begin/) as string });
});

test('that is killed from here has no result', async () => {
  const host = improveInThread(asked({ iterations: 1e9 }));
  host.kill('The server stops.');
  expect(await host.ended).toEqual({ kind: 'failed', fault: 'The server stops.' });
});
