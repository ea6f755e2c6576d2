import { expect, test } from 'vitest';
import { Random } from './random.ts';

test('the same seed gives the same numbers, another seed others', () => {
  const numbers = (seed: number): number[] => {
    const random = new Random(seed);
    return Array.from({ length: 50 }, () => random.next());
  };
  expect(numbers(7)).toEqual(numbers(7));
  for (const seed of [0, 6, 8, -7, 2 ** 40]) expect(numbers(seed)).not.toEqual(numbers(7));
});

test('numbers lie from 0 to below 1 and are spread evenly', () => {
  const random = new Random(1);
  const counts = new Int32Array(10);
  for (let draw = 0; draw < 100_000; draw += 1) {
    const number = random.next();
    expect(number >= 0 && number < 1).toBe(true);
    counts[Math.floor(number * 10)]! += 1;
  }
  // 10,000 each; four standard deviations are 380
  for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(400);
});

test('below gives each whole number under its count', () => {
  const random = new Random(3);
  const seen = new Set(Array.from({ length: 200 }, () => random.below(5)));
  expect([...seen].sort()).toEqual([0, 1, 2, 3, 4]);
});
