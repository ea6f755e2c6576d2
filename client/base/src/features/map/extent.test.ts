import { expect, test } from 'vitest';
import { mostOf, shapeOf } from './extent.ts';

test('a few places far away do not make the rest small', () => {
  const town = Array.from({ length: 1000 }, (_, i) => ({ lat: 42 + (i % 10) / 100, lon: -71 + (i % 7) / 100 }));
  expect(mostOf([...town, { lat: 0, lon: 0 }])).toEqual([
    { lat: 42, lon: -71 },
    { lat: 42.09, lon: -70.94 },
  ]);
});

test('a wrong position does not make a small town small', () => {
  const town = Array.from({ length: 40 }, (_, i) => ({ lat: 52 + (i % 10) / 100, lon: 13 + (i % 7) / 100 }));
  expect(mostOf([...town, { lat: 0, lon: 0 }, { lat: 52, lon: -71 }])).toEqual([
    { lat: 52, lon: 13 },
    { lat: 52.09, lon: 13.06 },
  ]);
});

test('of few places none is left out, of none there is nothing', () => {
  const far = [
    { lat: 0, lon: 5 },
    { lat: 50, lon: 0 },
  ];
  expect(mostOf(far)).toEqual([
    { lat: 0, lon: 0 },
    { lat: 50, lon: 5 },
  ]);
  expect(mostOf([])).toEqual([]);
});

test('the shape of a town is how wide it looks on a map', () => {
  const at60 = [
    { lat: 59.5, lon: 0 },
    { lat: 60.5, lon: 4 },
  ];
  expect(shapeOf(at60)).toBeCloseTo(2, 1);
  expect(shapeOf([])).toBe(1);
});
