/** Borders with fewer corners, for screens. Where an issue lies is decided on the exact ones (polygon.ts). */
import { polygonsOf, type Geometry } from './polygon.ts';

/** Metres of a degree of latitude. */
const DEGREE = 111_195;

type Ring = readonly (readonly number[])[];

/**
 * Leaves out corners (Douglas-Peucker) so that no border moves by more than `metres`. Rings stay closed; one too small to
 * keep four positions stays as it is, so that no part of a district vanishes. Neighbours that share a whole border keep
 * sharing it only within `metres`.
 */
export function simplify(geometry: Geometry, metres: number): Geometry {
  const coordinates = polygonsOf(geometry).map((polygon) => polygon.map((ring) => simplifyRing(ring, metres)));
  return geometry.type === 'Polygon'
    ? { type: 'Polygon', coordinates: coordinates[0] ?? [] }
    : { type: 'MultiPolygon', coordinates };
}

function simplifyRing(ring: number[][], metres: number): number[][] {
  if (ring.length <= 4) return ring;
  const middle = ring[ring.length >> 1]?.[1] ?? 0;
  const wide = Math.cos((middle * Math.PI) / 180) * DEGREE;
  const points = ring.map(([lon = 0, lat = 0]) => [lon * wide, lat * DEGREE]);
  // A ring has no ends: it is split at the corner farthest from where it begins.
  const far = points.reduce((best, _, i) => (apart(points, 0, i) > apart(points, 0, best) ? i : best), 0);
  const kept = new Uint8Array(ring.length);
  for (const end of [0, far, ring.length - 1]) kept[end] = 1;
  const parts: [from: number, to: number][] = [
    [0, far],
    [far, ring.length - 1],
  ];
  for (let part = parts.pop(); part; part = parts.pop()) {
    const [from, to] = part;
    let worst = from;
    let most = metres * metres;
    for (let i = from + 1; i < to; i += 1) {
      const off = offLine(points, i, from, to);
      if (off > most) [worst, most] = [i, off];
    }
    if (worst === from) continue;
    kept[worst] = 1;
    parts.push([from, worst], [worst, to]);
  }
  const left = ring.filter((_, i) => kept[i] === 1);
  return left.length < 4 ? ring : left;
}

/** Square of the distance between two points. */
function apart(points: Ring, a: number, b: number): number {
  const [ax = 0, ay = 0] = points[a] ?? [];
  const [bx = 0, by = 0] = points[b] ?? [];
  return (ax - bx) ** 2 + (ay - by) ** 2;
}

/** Square of a point's distance from the stretch between two others. */
function offLine(points: Ring, i: number, from: number, to: number): number {
  const [x = 0, y = 0] = points[i] ?? [];
  const [ax = 0, ay = 0] = points[from] ?? [];
  const [bx = 0, by = 0] = points[to] ?? [];
  const length = (bx - ax) ** 2 + (by - ay) ** 2;
  const t = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length));
  return (x - ax - t * (bx - ax)) ** 2 + (y - ay - t * (by - ay)) ** 2;
}
