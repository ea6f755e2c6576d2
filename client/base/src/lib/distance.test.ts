import { expect, test } from 'vitest';
import { formatDistance } from './distance.ts';

test('a distance is read at a glance', () => {
  expect([0, 44, 346, 996, 1249, 9_949, 14_400].map(formatDistance)).toEqual([
    '0 m',
    '40 m',
    '350 m',
    '1.0 km',
    '1.2 km',
    '9.9 km',
    '14 km',
  ]);
});
