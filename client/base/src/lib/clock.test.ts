import { expect, test } from 'vitest';
import { Clock } from './clock.ts';

test('the clock follows the server when the device is wrong, and not for mere network delay', () => {
  const clock = new Clock(() => 1_000_000);
  clock.adjust(1_000_900);
  expect(clock.exact()).toBe(1_000_000);
  clock.adjust(1_400_000);
  expect(clock.exact()).toBe(1_400_000);
  expect(clock.slow).toBe(1_400_000);
});
