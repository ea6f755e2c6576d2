import { afterEach, expect, test, vi } from 'vitest';
import { reloadOnce } from './reload.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

test('a page loads itself anew once, and not again within a minute', () => {
  const reload = vi.fn();
  vi.stubGlobal('location', { reload });
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
  expect(reloadOnce(1_000_000, storage)).toBe(true);
  expect(reloadOnce(1_030_000, storage)).toBe(false);
  expect(reloadOnce(1_070_000, storage)).toBe(true);
  expect(reload).toHaveBeenCalledTimes(2);
});
