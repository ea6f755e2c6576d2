import { expect, test } from 'vitest';
import { distanceBetween, formatDistance } from './distance.ts';

test('Boston to New York is 306 km', () => {
  const metres = distanceBetween({ lat: 42.3601, lon: -71.0589 }, { lat: 40.7128, lon: -74.006 });
  expect(metres / 1000).toBeCloseTo(306.1, 0);
});

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
