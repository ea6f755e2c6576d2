import { expect, test } from 'vitest';
import { Renewal } from './renewal.ts';

function world(served: boolean[]) {
  const kept = new Map<string, string>();
  const world = { now: 1_000_000, reloads: 0, waits: [] as { ms: number; then: () => void }[] };
  const renewal = (): Renewal =>
    new Renewal({
      reload: () => (world.reloads += 1),
      served: () => Promise.resolve(served.shift() ?? true),
      now: () => world.now,
      storage: { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value) },
      wait: (ms, then) => {
        world.waits.push({ ms, then });
        return 0 as never;
      },
    });
  return { world, renewal };
}
const settled = () => new Promise((resolve) => setImmediate(resolve));

test('the page is loaded again once the server serves it, not before', async () => {
  const { world: here, renewal } = world([false, true]);
  renewal().request();
  await settled();
  expect(here.reloads).toBe(0);
  here.waits[0]?.then();
  await settled();
  expect(here.reloads).toBe(1);
});

test('a server that keeps changing its build does not make the page load again and again', async () => {
  const { world: here, renewal } = world([]);
  renewal().request();
  await settled();
  here.now += 5_000;
  renewal().request();
  await settled();
  expect(here.reloads).toBe(1);
  expect(here.waits.map(({ ms }) => ms)).toEqual([55_000]);
});
