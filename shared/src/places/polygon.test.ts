import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { distanceBetween } from './distance.ts';
import {
  areaOf,
  boundsOf,
  districtOf,
  geometryFaults,
  indexDistricts,
  roundGeometry,
  type Geometry,
} from './polygon.ts';

const box = (west: number, south: number, east: number, north: number): number[][] => [
  [west, south],
  [east, south],
  [east, north],
  [west, north],
  [west, south],
];
const square = (...corners: [number, number, number, number]): Geometry => ({
  type: 'Polygon',
  coordinates: [box(...corners)],
});
const ringed: Geometry = { type: 'Polygon', coordinates: [box(0, 0, 10, 10), box(4, 4, 6, 6)] };

describe('areas', () => {
  test('a hole is outside, its rim is border', () => {
    const area = areaOf(ringed);
    expect(area.sideOf(2, 2)).toBe('inside');
    expect(area.sideOf(5, 5)).toBe('outside');
    expect(area.sideOf(4, 5)).toBe('border');
    expect(area.sideOf(10, 10)).toBe('border');
    expect(area.sideOf(11, 5)).toBe('outside');
  });

  test('an island belongs to its multipolygon, the water between does not', () => {
    const area = areaOf({ type: 'MultiPolygon', coordinates: [[box(0, 0, 1, 1)], [box(3, 0, 4, 1)]] });
    expect(area.sideOf(0.5, 3.5)).toBe('inside');
    expect(area.sideOf(0.5, 2)).toBe('outside');
    expect(area.bounds).toEqual({ west: 0, south: 0, east: 4, north: 1 });
  });

  test('a ray through a corner counts it once', () => {
    const diamond = areaOf({
      type: 'Polygon',
      coordinates: [
        [
          [0, -1],
          [1, 0],
          [0, 1],
          [-1, 0],
          [0, -1],
        ],
      ],
    });
    expect(diamond.sideOf(0, -0.5)).toBe('inside');
    expect(diamond.sideOf(0, -1.5)).toBe('outside');
  });

  test('bands answer as a plain count over all edges does', () => {
    const star = fc
      .array(fc.double({ min: 0.2, max: 1, noNaN: true }), { minLength: 3, maxLength: 300 })
      .map((radii) => {
        const ring = radii.map((radius, i) => [
          Math.cos((i / radii.length) * 2 * Math.PI) * radius,
          Math.sin((i / radii.length) * 2 * Math.PI) * radius,
        ]);
        return [...ring, ring[0] ?? []];
      });
    const within = fc.double({ min: -1, max: 1, noNaN: true });
    fc.assert(
      fc.property(star, within, within, (ring, lat, lon) => {
        let inside = false;
        for (let i = 1; i < ring.length; i += 1) {
          const [x1 = 0, y1 = 0] = ring[i - 1] ?? [];
          const [x2 = 0, y2 = 0] = ring[i] ?? [];
          if (y1 > lat !== y2 > lat && lon < x1 + ((lat - y1) * (x2 - x1)) / (y2 - y1)) inside = !inside;
        }
        const side = areaOf({ type: 'Polygon', coordinates: [ring] }).sideOf(lat, lon);
        if (side !== 'border') expect(side).toBe(inside ? 'inside' : 'outside');
      }),
      { numRuns: 300 },
    );
  });
});

describe('the district of a place', () => {
  const west = { id: 'b', geometry: square(0, 0, 1, 1) };
  const east = { id: 'a', geometry: square(1, 0, 2, 1) };

  test('is null outside of all and with none', () => {
    expect(districtOf({ lat: 5, lon: 5 }, [west, east])).toBeNull();
    expect(districtOf({ lat: 5, lon: 5 }, [])).toBeNull();
  });

  test('on a shared border is the same whatever the order of the list', () => {
    expect(districtOf({ lat: 0.5, lon: 1 }, [west, east])).toBe('a');
    expect(districtOf({ lat: 0.5, lon: 1 }, [east, west])).toBe('a');
  });

  test('inside wins over on the border', () => {
    expect(districtOf({ lat: 0.5, lon: 1 }, [east, { id: 'z', geometry: square(0.5, 0, 1.5, 1) }])).toBe('z');
  });

  test('every place of a slanted tiling has exactly one', () => {
    // Two triangles that share the diagonal of a square, its ends not exact in binary
    const ring = (...points: number[][]): number[][] => [...points, points[0] ?? []];
    const lower = {
      id: '1',
      geometry: { type: 'Polygon', coordinates: [ring([0.1, 0.1], [0.7, 0.1], [0.7, 0.4])] } satisfies Geometry,
    };
    const upper = {
      id: '2',
      geometry: { type: 'Polygon', coordinates: [ring([0.7, 0.4], [0.1, 0.4], [0.1, 0.1])] } satisfies Geometry,
    };
    const index = indexDistricts([lower, upper]);
    fc.assert(
      fc.property(fc.double({ min: 0.1, max: 0.7, noNaN: true }), (lon) => {
        expect(index.districtAt(0.1 + (lon - 0.1) / 2, lon)).not.toBeNull();
      }),
    );
  });
});

describe('geometry from outside', () => {
  test('right shapes have no faults', () => {
    expect(geometryFaults(ringed)).toEqual([]);
  });

  test.each([
    [
      'an open ring',
      [
        [0, 0],
        [1, 0],
        [1, 1],
        [0, 1],
      ],
      'A ring must end where it begins.',
    ],
    [
      'three positions',
      [
        [0, 0],
        [1, 0],
        [0, 0],
      ],
      'A ring needs at least four positions, the last being the first again.',
    ],
    [
      'latitude first',
      [
        [52, 100],
        [53, 100],
        [53, 101],
        [52, 100],
      ],
      'Positions are [longitude, latitude] in degrees.',
    ],
    ['a position of one number', [[0], [1, 0], [1, 1], [0]], 'Positions are [longitude, latitude] in degrees.'],
    [
      'a line there and back',
      [
        [0, 0],
        [1, 0],
        [0, 0],
        [1, 0],
        [0, 0],
      ],
      'A ring must enclose something.',
    ],
  ])('%s is a fault', (_what, ring, reason) => {
    expect(geometryFaults({ type: 'Polygon', coordinates: [ring] })).toEqual([{ path: ['coordinates', 0], reason }]);
    expect(geometryFaults({ type: 'MultiPolygon', coordinates: [[ring]] })).toEqual([
      { path: ['coordinates', 0, 0], reason },
    ]);
  });

  test('too many corners and none at all are faults', () => {
    const many = Array.from({ length: 20_001 }, (_, i) => [Math.cos(i), Math.sin(i)]);
    expect(geometryFaults({ type: 'Polygon', coordinates: [[...many, many[0] ?? []]] })[0]?.reason).toBe(
      'At most 20000 corners, got 20002.',
    );
    expect(geometryFaults({ type: 'MultiPolygon', coordinates: [] })[0]?.reason).toBe(
      'There must be at least one polygon.',
    );
    expect(geometryFaults({ type: 'Polygon', coordinates: [] })[0]?.reason).toBe('A polygon needs an outer ring.');
  });

  test('is kept to six decimals without heights', () => {
    expect(roundGeometry({ type: 'Polygon', coordinates: [[[1.12345678, 2, 300]]] })).toEqual({
      type: 'Polygon',
      coordinates: [[[1.123457, 2]]],
    });
  });

  test('bounds enclose it', () => {
    expect(boundsOf(ringed)).toEqual({ west: 0, south: 0, east: 10, north: 10 });
  });
});

describe('distance', () => {
  test('Berlin to Hamburg is 255 km, either way', () => {
    const berlin = { lat: 52.52, lon: 13.405 };
    const hamburg = { lat: 53.5511, lon: 9.9937 };
    expect(distanceBetween(berlin, hamburg)).toBeGreaterThan(254_000);
    expect(distanceBetween(berlin, hamburg)).toBeLessThan(256_000);
    expect(distanceBetween(hamburg, berlin)).toBe(distanceBetween(berlin, hamburg));
  });

  test('from a place to itself is 0, to the other side of the earth half its girth', () => {
    expect(distanceBetween({ lat: 10, lon: 20 }, { lat: 10, lon: 20 })).toBe(0);
    expect(distanceBetween({ lat: 0, lon: 0 }, { lat: 0, lon: 180 })).toBeCloseTo(Math.PI * 6_371_008.8, 3);
  });
});
