import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { geometryFaults, type Geometry } from './polygon.ts';
import { simplify } from './simplify.ts';

/** A circle of so many corners, a kilometre in radius, with bumps. */
function circle(corners: number, bump: (i: number) => number = () => 0): number[][] {
  const ring = Array.from({ length: corners }, (_, i) => {
    const angle = (i / corners) * 2 * Math.PI;
    const r = (1000 + bump(i)) / 111_195;
    return [(Math.cos(angle) * r) / Math.cos((42 * Math.PI) / 180) - 71, 42 + Math.sin(angle) * r];
  });
  return [...ring, ring[0]!];
}

/** Metres from a point to the nearest stretch of a ring. */
function metresOff([lon = 0, lat = 0]: readonly number[], ring: readonly number[][]): number {
  const wide = Math.cos((42 * Math.PI) / 180) * 111_195;
  let least = Infinity;
  for (let i = 1; i < ring.length; i += 1) {
    const [ax, ay, bx, by] = [
      ring[i - 1]![0]! * wide,
      ring[i - 1]![1]! * 111_195,
      ring[i]![0]! * wide,
      ring[i]![1]! * 111_195,
    ];
    const [x, y] = [lon * wide, lat * 111_195];
    const length = (bx - ax) ** 2 + (by - ay) ** 2;
    const t = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length));
    least = Math.min(least, Math.hypot(x - ax - t * (bx - ax), y - ay - t * (by - ay)));
  }
  return least;
}

describe('borders for screens', () => {
  test('keep a fraction of the corners of a smooth line', () => {
    const { coordinates } = simplify({ type: 'Polygon', coordinates: [circle(5000)] }, 5);
    expect((coordinates as number[][][])[0]!.length).toBeLessThan(60);
  });

  test('move nowhere by more than they may, and stay closed and right', () => {
    const bumps = fc.array(fc.double({ min: -40, max: 40, noNaN: true }), { minLength: 8, maxLength: 200 });
    fc.assert(
      fc.property(bumps, fc.integer({ min: 1, max: 30 }), (bump, metres) => {
        const ring = circle(bump.length, (i) => bump[i]!);
        const made = simplify({ type: 'Polygon', coordinates: [ring] }, metres);
        expect(geometryFaults(made)).toEqual([]);
        const left = (made.coordinates as number[][][])[0]!;
        for (const corner of ring) expect(metresOff(corner, left)).toBeLessThan(metres * 1.01);
      }),
      { numRuns: 100 },
    );
  });

  test('an island smaller than a step on the screen stays', () => {
    const small = [
      [0, 0],
      [0.00001, 0],
      [0.00001, 0.00001],
      [0, 0.00001],
      [0, 0],
    ];
    const both: Geometry = { type: 'MultiPolygon', coordinates: [[circle(100)], [small]] };
    expect((simplify(both, 10).coordinates as number[][][][])[1]).toEqual([small]);
  });
});
