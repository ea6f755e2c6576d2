import { expect, test } from 'vitest';
import { formatPlace, parsePlace } from './coordinates.ts';

test('coordinates are read as they are written and as maps copy them', () => {
  expect(parsePlace(formatPlace({ lat: 42.3601, lon: -71.0589 }))).toEqual({ lat: 42.3601, lon: -71.0589 });
  expect(parsePlace('42.3601 -71.0589')).toEqual({ lat: 42.3601, lon: -71.0589 });
  expect(parsePlace('42.3601° N, 71.0589° W')).toEqual({ lat: 42.3601, lon: -71.0589 });
  expect(parsePlace('-33;151')).toEqual({ lat: -33, lon: 151 });
});

test('what is no place is refused', () => {
  expect(['', 'Main Street 5', '42.36', '91, 0', '0, 181', '1, 2, 3'].map(parsePlace)).toEqual([
    null,
    null,
    null,
    null,
    null,
    null,
  ]);
});
