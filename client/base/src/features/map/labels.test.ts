import { expect, test } from 'vitest';
import { groundOf } from './ground.draw.ts';
import { straightRun } from './labels.draw.ts';

// At zoom 0 the world is 256 pixels wide: a path in pixels is divided by that.
const frame = { west: 0, north: 0, zoom: 0, width: 256, height: 256 };
const path = (...pixels: number[]): Float64Array => Float64Array.from(pixels, (pixel) => pixel / 256);

test('a name lies along the longest straight part of its street', () => {
  const run = straightRun(path(10, 10, 20, 40, 120, 40), frame, 60);
  expect(run).toMatchObject({ x: 70, y: 40 });
  expect(run?.angle).toBeCloseTo(0);
});

test('a name is never upside down', () => {
  expect(straightRun(path(120, 40, 20, 40), frame, 60)?.angle).toBeCloseTo(0);
  expect(straightRun(path(50, 120, 50, 20), frame, 60)?.angle).toBeCloseTo(Math.PI / 2);
});

test('a street too short or out of sight has no name', () => {
  expect(straightRun(path(10, 10, 40, 10), frame, 60)).toBeNull();
  expect(straightRun(path(300, 10, 400, 10), frame, 60)).toBeNull();
});

test('a district is named in the middle of its largest part', () => {
  const ground = groundOf({
    id: '1',
    name: 'Harbor',
    geometry: {
      type: 'MultiPolygon',
      coordinates: [
        [
          [
            [-90, 10],
            [-89, 10],
            [-89, 11],
            [-90, 11],
            [-90, 10],
          ],
        ],
        [
          [
            [0, -10],
            [20, -10],
            [20, 10],
            [0, 10],
            [0, -10],
          ],
        ],
      ],
    },
  });
  expect((ground.middle[0] - 0.5) * 360).toBeCloseTo(10, 5);
  expect(ground.middle[1]).toBeCloseTo(0.5, 5);
});
