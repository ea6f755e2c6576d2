/** Plane geometry in metres: x to the east, y to the north. Rings are open (the first point is not repeated). */
export type Xy = readonly [x: number, y: number];

/** Item of a list that must be there; the index wraps around both ends. */
export function cyclic<T>(list: readonly T[], index: number): T {
  const straight = list[index];
  if (straight !== undefined) return straight;
  const item = list[((index % list.length) + list.length) % list.length];
  if (item === undefined)
    throw new RangeError(`cyclic: expected an item at ${String(index)} of ${String(list.length)}`);
  return item;
}

export const add = (a: Xy, b: Xy): Xy => [a[0] + b[0], a[1] + b[1]];
export const subtract = (a: Xy, b: Xy): Xy => [a[0] - b[0], a[1] - b[1]];
export const scale = (a: Xy, factor: number): Xy => [a[0] * factor, a[1] * factor];
export const along = (a: Xy, b: Xy, t: number): Xy => [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t];
export const dot = (a: Xy, b: Xy): number => a[0] * b[0] + a[1] * b[1];
export const cross = (a: Xy, b: Xy): number => a[0] * b[1] - a[1] * b[0];
export const distance = (a: Xy, b: Xy): number => Math.hypot(a[0] - b[0], a[1] - b[1]);
/** Turned left by 90°. */
export const leftOf = (a: Xy): Xy => [-a[1], a[0]];
export const polar = (angle: number, radius: number): Xy => [Math.cos(angle) * radius, Math.sin(angle) * radius];

export function rotate(a: Xy, angle: number): Xy {
  const c = Math.cos(angle);
  const s = Math.sin(angle);
  return [a[0] * c - a[1] * s, a[0] * s + a[1] * c];
}

/** Unit vector from a to b; [1, 0] when they are the same point. */
export function direction(a: Xy, b: Xy): Xy {
  const length = distance(a, b);
  return length === 0 ? [1, 0] : [(b[0] - a[0]) / length, (b[1] - a[1]) / length];
}

/** Angle between two directions in radians, 0 to π. */
export function turn(a: Xy, b: Xy): number {
  return Math.abs(Math.atan2(cross(a, b), dot(a, b)));
}

/** Signed area, positive when the ring runs counter-clockwise. */
export function ringArea(ring: readonly Xy[]): number {
  let sum = 0;
  for (let i = 0; i < ring.length; i++) sum += cross(cyclic(ring, i), cyclic(ring, i + 1));
  return sum / 2;
}

/** Centre of gravity of a ring (falls back to the mean point for a ring without area). */
export function ringCentre(ring: readonly Xy[]): Xy {
  const area = ringArea(ring);
  let x = 0;
  let y = 0;
  if (Math.abs(area) < 1e-9) {
    for (const p of ring) {
      x += p[0];
      y += p[1];
    }
    return [x / ring.length, y / ring.length];
  }
  for (let i = 0; i < ring.length; i++) {
    const a = cyclic(ring, i);
    const b = cyclic(ring, i + 1);
    const c = cross(a, b);
    x += (a[0] + b[0]) * c;
    y += (a[1] + b[1]) * c;
  }
  return [x / (6 * area), y / (6 * area)];
}

/** Even-odd test; points exactly on the border may fall either way. */
export function insideRing(p: Xy, ring: readonly Xy[]): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const a = cyclic(ring, i);
    const b = cyclic(ring, j);
    if (a[1] > p[1] !== b[1] > p[1] && p[0] < ((b[0] - a[0]) * (p[1] - a[1])) / (b[1] - a[1]) + a[0]) inside = !inside;
  }
  return inside;
}

/** Position of the point of a–b nearest to p: 0 at a, 1 at b. */
export function nearestOnSegment(p: Xy, a: Xy, b: Xy): number {
  const d = subtract(b, a);
  const length2 = dot(d, d);
  return length2 === 0 ? 0 : Math.max(0, Math.min(1, dot(subtract(p, a), d) / length2));
}

/** Written out without intermediate points: asked hundreds of thousands of times for each town. */
export function distanceToSegment(p: Xy, a: Xy, b: Xy): number {
  const dx = b[0] - a[0];
  const dy = b[1] - a[1];
  const length2 = dx * dx + dy * dy;
  const t = length2 === 0 ? 0 : Math.max(0, Math.min(1, ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / length2));
  return Math.hypot(p[0] - a[0] - t * dx, p[1] - a[1] - t * dy);
}

/** Where the segments a–b and c–d cross, as positions on each; null when they do not or are parallel. */
export function crossing(a: Xy, b: Xy, c: Xy, d: Xy): { t: number; u: number } | null {
  const rx = b[0] - a[0];
  const ry = b[1] - a[1];
  const sx = d[0] - c[0];
  const sy = d[1] - c[1];
  const denominator = rx * sy - ry * sx;
  if (Math.abs(denominator) < 1e-12) return null;
  const x = c[0] - a[0];
  const y = c[1] - a[1];
  const t = (x * sy - y * sx) / denominator;
  const u = (x * ry - y * rx) / denominator;
  return t >= 0 && t <= 1 && u >= 0 && u <= 1 ? { t, u } : null;
}

export function lineLength(line: readonly Xy[]): number {
  let sum = 0;
  for (let i = 1; i < line.length; i++) sum += distance(cyclic(line, i - 1), cyclic(line, i));
  return sum;
}

/** Convex hull, counter-clockwise (Andrew's monotone chain). */
function convexHull(points: readonly Xy[]): Xy[] {
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const half = (list: readonly Xy[]): Xy[] => {
    const chain: Xy[] = [];
    for (const p of list) {
      while (chain.length > 1) {
        const a = cyclic(chain, chain.length - 2);
        const b = cyclic(chain, chain.length - 1);
        if (cross(subtract(b, a), subtract(p, a)) > 0) break;
        chain.pop();
      }
      chain.push(p);
    }
    chain.pop();
    return chain;
  };
  return [...half(sorted), ...half(sorted.reverse())];
}

/** Smallest rectangle around points: its middle, the unit vector of its long side, and both lengths. */
interface Rectangle {
  centre: Xy;
  axis: Xy;
  length: number;
  width: number;
}

export function smallestRectangle(points: readonly Xy[]): Rectangle {
  const hull = convexHull(points);
  let best: Rectangle = { centre: hull[0] ?? [0, 0], axis: [1, 0], length: 0, width: 0 };
  let bestArea = Infinity;
  for (let i = 0; i < hull.length; i++) {
    const u = direction(cyclic(hull, i), cyclic(hull, i + 1));
    const v = leftOf(u);
    let u0 = Infinity;
    let u1 = -Infinity;
    let v0 = Infinity;
    let v1 = -Infinity;
    for (const p of hull) {
      const pu = dot(p, u);
      const pv = dot(p, v);
      u0 = Math.min(u0, pu);
      u1 = Math.max(u1, pu);
      v0 = Math.min(v0, pv);
      v1 = Math.max(v1, pv);
    }
    const area = (u1 - u0) * (v1 - v0);
    if (area >= bestArea) continue;
    bestArea = area;
    const centre = add(scale(u, (u0 + u1) / 2), scale(v, (v0 + v1) / 2));
    best =
      u1 - u0 >= v1 - v0
        ? { centre, axis: u, length: u1 - u0, width: v1 - v0 }
        : { centre, axis: v, length: v1 - v0, width: u1 - u0 };
  }
  return best;
}

/** Douglas-Peucker: drops points nearer than `tolerance` metres to the line between those kept. Ends stay. */
export function simplify(line: readonly Xy[], tolerance: number): Xy[] {
  if (line.length < 3) return [...line];
  const keep = new Set<number>([0, line.length - 1]);
  const spans: [number, number][] = [[0, line.length - 1]];
  for (let span = spans.pop(); span; span = spans.pop()) {
    const [from, to] = span;
    let worst = tolerance;
    let index = -1;
    for (let i = from + 1; i < to; i++) {
      const d = distanceToSegment(cyclic(line, i), cyclic(line, from), cyclic(line, to));
      if (d > worst) {
        worst = d;
        index = i;
      }
    }
    if (index < 0) continue;
    keep.add(index);
    spans.push([from, index], [index, to]);
  }
  return line.filter((_, i) => keep.has(i));
}

/** Whether two convex rings overlap (separating axes). */
export function convexOverlap(a: readonly Xy[], b: readonly Xy[]): boolean {
  for (const ring of [a, b]) {
    for (let i = 0; i < ring.length; i++) {
      const axis = leftOf(subtract(cyclic(ring, i + 1), cyclic(ring, i)));
      let a0 = Infinity;
      let a1 = -Infinity;
      let b0 = Infinity;
      let b1 = -Infinity;
      for (const p of a) {
        const v = dot(p, axis);
        a0 = Math.min(a0, v);
        a1 = Math.max(a1, v);
      }
      for (const p of b) {
        const v = dot(p, axis);
        b0 = Math.min(b0, v);
        b1 = Math.max(b1, v);
      }
      if (a1 <= b0 || b1 <= a0) return false;
    }
  }
  return true;
}

/** Part of a convex or band-like ring inside the box (Sutherland-Hodgman). */
export function clipRing(ring: readonly Xy[], box: { x0: number; y0: number; x1: number; y1: number }): Xy[] {
  const sides: [(p: Xy) => number][] = [
    [(p) => p[0] - box.x0],
    [(p) => box.x1 - p[0]],
    [(p) => p[1] - box.y0],
    [(p) => box.y1 - p[1]],
  ];
  let current: readonly Xy[] = ring;
  for (const [inside] of sides) {
    const next: Xy[] = [];
    for (let i = 0; i < current.length; i++) {
      const a = cyclic(current, i);
      const b = cyclic(current, i + 1);
      const da = inside(a);
      const db = inside(b);
      if (da >= 0) next.push(a);
      if (da >= 0 !== db >= 0) next.push(along(a, b, da / (da - db)));
    }
    current = next;
  }
  return [...current];
}
