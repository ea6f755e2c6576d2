import { expect, test } from 'vitest';
import { BasemapIndex } from './basemap.index.ts';
import type { Basemap, BasemapFeature } from './map.types.ts';
import { latOf, lonOf, pixelsPerMetre, worldX, worldY } from './mercator.ts';

function street(name: string, ...coordinates: [number, number][]): BasemapFeature {
  return { properties: { kind: 'street', class: 'residential', name }, geometry: { type: 'LineString', coordinates } };
}

const town: Basemap = {
  type: 'FeatureCollection',
  features: [
    street('West', [-71.1, 42.3], [-71.1, 42.31]),
    street('East', [-71.0, 42.3], [-71.0, 42.31]),
    street('Long', [-71.1, 42.305], [-71.0, 42.305]),
    {
      properties: { kind: 'park', name: 'Common' },
      geometry: {
        type: 'Polygon',
        coordinates: [
          [
            [-71.06, 42.35],
            [-71.05, 42.35],
            [-71.05, 42.36],
            [-71.06, 42.35],
          ],
        ],
      },
    },
    { properties: { kind: 'street', name: 'Stub' }, geometry: { type: 'LineString', coordinates: [[-71, 42]] } },
  ],
};

function named(box: readonly [west: number, north: number, east: number, south: number]): (string | null)[] {
  const [west, north, east, south] = box;
  return new BasemapIndex(town)
    .within([worldX(west), worldY(north), worldX(east), worldY(south)])
    .map((shape) => shape.name);
}

test('a tile finds what touches it, once each, in the order of the file', () => {
  expect(named([-71.11, 42.32, -71.09, 42.29])).toEqual(['West', 'Long']);
  expect(named([-71.2, 42.4, -70.9, 42.2])).toEqual(['West', 'East', 'Long', 'Common']);
  expect(named([-71.09, 42.301, -71.01, 42.3])).toEqual([]);
});

test('a line of one point is left out', () => {
  expect(new BasemapIndex(town).shapes).toHaveLength(4);
});

test('places go to world coordinates and back', () => {
  expect(lonOf(worldX(-71.0589))).toBeCloseTo(-71.0589, 9);
  expect(latOf(worldY(42.3601))).toBeCloseTo(42.3601, 9);
  expect(worldY(0)).toBeCloseTo(0.5, 12);
});

test('a metre in Boston is about a pixel at zoom 16.8', () => {
  expect(pixelsPerMetre(42.36, 16.8)).toBeCloseTo(1.0, 1);
});
