import { describe, expect, test } from 'vitest';
import { keep } from './kept.ts';
import type { FeedReference, RoomsHere } from './projection.ts';

const nowhere: RoomsHere = { has: () => false, evict: () => undefined };
const noticed = (noun: FeedReference['noun']) => ({ events: [], reference: [{ id: 1, noun, nounId: 'x' }] });

function counting(): {
  kept: ReturnType<typeof keep<number>>;
  pass: (ms: number) => void;
  fail: (next: boolean) => void;
} {
  let now = 0;
  let reads = 0;
  let failing = false;
  const load = (): Promise<number> => {
    reads += 1;
    return failing ? Promise.reject(new Error('away')) : Promise.resolve(reads);
  };
  return {
    kept: keep({ nouns: ['district'], load, clock: () => now }),
    pass: (ms) => (now += ms),
    fail: (next) => (failing = next),
  };
}

describe('a kept value', () => {
  test('is read once for all who ask', async () => {
    const { kept } = counting();
    expect(await Promise.all([kept.get(), kept.get(), kept.get()])).toEqual([1, 1, 1]);
  });

  test('is read again after a change of its nouns, not of others', async () => {
    const { kept } = counting();
    await kept.get();
    await kept.listener(noticed('team'), nowhere);
    expect(await kept.get()).toBe(1);
    await kept.listener(noticed('district'), nowhere);
    expect(await kept.get()).toBe(2);
  });

  test('that changes while it is being read is not kept', async () => {
    const { kept } = counting();
    const early = kept.get();
    kept.forget();
    expect(await early).toBe(1);
    expect(await kept.get()).toBe(2);
  });

  test('is read again after a minute, should a notice be missed', async () => {
    const { kept, pass } = counting();
    await kept.get();
    pass(59_999);
    expect(await kept.get()).toBe(1);
    pass(1);
    expect(await kept.get()).toBe(2);
  });

  test('a failed reading is tried again', async () => {
    const { kept, fail } = counting();
    fail(true);
    await expect(kept.get()).rejects.toThrow('away');
    fail(false);
    expect(await kept.get()).toBe(2);
  });
});
