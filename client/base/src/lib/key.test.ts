import { expect, test } from 'vitest';
import { newKey } from './key.ts';

test('a key is 128 random bits in hex, new each time', () => {
  expect(newKey()).toMatch(/^[0-9a-f]{32}$/);
  expect(new Set(Array.from({ length: 1000 }, newKey)).size).toBe(1000);
});
