import {
  add,
  along,
  convexOverlap,
  cyclic,
  direction,
  distance,
  distanceToSegment,
  dot,
  insideRing,
  lineLength,
  nearestOnSegment,
  scale,
  leftOf,
  smallestRectangle,
  subtract,
  turn,
  type Xy,
} from './plane.ts';
import type { Block, LandUse } from './landuse.ts';
import { edgeKey } from './mesh.ts';
import type { Network, StreetClass } from './network.ts';
import type { Random } from './random.ts';

/** A footprint and the block it stands in. */
export interface Building {
  block: number;
  ring: Xy[];
}

/** A front door before it has a number: where on which edge, on which side (+1 left of a → b). */
export interface Door {
  block: number;
  at: Xy;
  edge: number;
  /** Metres from the edge's point a. */
  offset: number;
  side: 1 | -1;
}

/** Half the space a street takes between the fronts, in metres. */
const HALF_WIDTH: Readonly<Record<StreetClass, number>> = {
  primary: 9.5,
  secondary: 8,
  residential: 5.5,
  path: 3,
};
const HALF_RAIL = 13;

interface Manner {
  front: readonly [number, number];
  depth: readonly [number, number];
  setback: readonly [number, number];
  gap: readonly [number, number];
  /** Metres of front per front door. */
  door: number;
  /** Share of plots that stay empty. */
  empty: number;
}

const MANNERS: Partial<Record<LandUse, Manner>> = {
  oldtown: { front: [20, 38], depth: [11, 16], setback: [-1.5, -0.5], gap: [0, 0], door: 12, empty: 0.03 },
  inner: { front: [34, 62], depth: [11, 14], setback: [0.5, 2], gap: [0, 3], door: 17, empty: 0.1 },
  suburb: { front: [12, 25], depth: [9, 12], setback: [4, 7], gap: [9, 17], door: 13, empty: 0.22 },
};

/** One side of a block along one street. */
interface Front {
  points: Xy[];
  /** Of each segment of points: its edge of the network and the metres already walked on that edge. */
  parts: { edge: number; before: number; forward: boolean; length: number }[];
}

/** Puts houses along the streets of every built block. */
export function build(
  network: Network,
  blocks: readonly Block[],
  random: Random,
): { buildings: Building[]; doors: Door[] } {
  const buildings: Building[] = [];
  const doors: Door[] = [];
  blocks.forEach((block, index) => {
    const own = random.fork(String(index));
    const site = new Site(network, block, index);
    if (block.use === 'estate') site.slabs(own);
    else if (block.use === 'industrial') site.halls(own);
    else {
      const manner = MANNERS[block.use];
      if (manner) site.houses(manner, own);
    }
    buildings.push(...site.rings.map((ring) => ({ block: index, ring })));
    doors.push(...site.doors);
  });
  return { buildings, doors };
}

class Site {
  readonly rings: Xy[][] = [];
  readonly doors: Door[] = [];
  private readonly outline: Xy[] = [];
  private readonly margins: { a: Xy; b: Xy; metres: number }[] = [];
  private readonly fronts: Front[] = [];
  private readonly index: number;

  constructor(network: Network, block: Block, index: number) {
    this.index = index;
    let front: Front | null = null;
    let frontWay = '';
    for (let i = 0; i < block.ring.length; i++) {
      const a = cyclic(block.ring, i);
      const edgeIndex = network.edgeAt.get(edgeKey(a, cyclic(block.ring, i + 1)));
      if (edgeIndex === undefined) continue;
      const edge = cyclic(network.edges, edgeIndex);
      const forward = edge.a === a;
      const points = forward ? edge.points : edge.points.slice().reverse();
      const metres = edge.way ? HALF_WIDTH[edge.way] : edge.line.kind === 'rail' ? HALF_RAIL : 4;
      for (let k = 1; k < points.length; k++) {
        this.outline.push(cyclic(points, k - 1));
        this.margins.push({ a: cyclic(points, k - 1), b: cyclic(points, k), metres });
      }
      if (!edge.way || edge.way === 'path') {
        front = null;
        continue;
      }
      const last: Xy | undefined = front?.points.at(-1);
      const before: Xy | undefined = front?.points.at(-2);
      const straight =
        last && before && turn(direction(before, last), direction(cyclic(points, 0), cyclic(points, 1))) < 0.4;
      const way = `${edge.way}/${edge.line.name ?? ''}`;
      if (!front || !straight || way !== frontWay) {
        front = { points: [cyclic(points, 0)], parts: [] };
        this.fronts.push(front);
      }
      frontWay = way;
      let before2 = 0;
      for (let k = 1; k < points.length; k++) {
        const length = distance(cyclic(points, k - 1), cyclic(points, k));
        front.points.push(cyclic(points, k));
        front.parts.push({ edge: edgeIndex, before: forward ? before2 : edge.length - before2, forward, length });
        before2 += length;
      }
    }
  }

  /** Houses side by side along every street around the block. */
  houses(manner: Manner, random: Random): void {
    const fronts = [...this.fronts].sort((p, q) => lineLength(q.points) - lineLength(p.points));
    for (const front of fronts) {
      const total = lineLength(front.points);
      let s = 5;
      while (s < total - 8) {
        const width = Math.min(random.between(...manner.front), total - s - 3);
        const depth = random.between(...manner.depth);
        if (width < 8) break;
        if (random.chance(manner.empty)) {
          s += width;
          continue;
        }
        const setback = random.between(...manner.setback);
        const placed = this.place(front, s, width, depth, setback);
        if (!placed) {
          s += 3.5;
          continue;
        }
        const count = Math.max(1, Math.round(width / manner.door));
        for (let i = 0; i < count; i++)
          this.addDoor(front, s + (width * (i + 0.5)) / count, placed.inward, setback + depth / 2);
        s += width + random.between(...manner.gap);
      }
    }
  }

  /** Long houses in rows on a shared lawn. */
  slabs(random: Random): void {
    const box = smallestRectangle(this.outline);
    const across = leftOf(box.axis);
    const turned = random.chance(0.4);
    const [u, v, length, width] = turned
      ? [across, box.axis, box.width, box.length]
      : [box.axis, across, box.length, box.width];
    for (let y = -width / 2 + 24; y < width / 2 - 10; y += random.between(40, 48))
      for (let x = -length / 2 + 14; x < length / 2 - 30;) {
        const front = random.between(48, 78);
        const centre = add(box.centre, add(scale(u, x + front / 2), scale(v, y)));
        if (this.put(centre, u, front, 12, 5)) this.nearestDoors(centre, u, front, 3);
        x += front + random.between(14, 26);
      }
  }

  /** Workshops and halls. */
  halls(random: Random): void {
    const box = smallestRectangle(this.outline);
    const across = leftOf(box.axis);
    for (let y = -box.width / 2 + 14; y < box.width / 2 - 25;) {
      const depth = random.between(30, 62);
      for (let x = -box.length / 2 + 14; x < box.length / 2 - 25;) {
        const front = random.between(32, 105);
        const centre = add(box.centre, add(scale(box.axis, x + front / 2), scale(across, y + depth / 2)));
        if (random.chance(0.78) && this.put(centre, box.axis, front, depth, 7))
          this.nearestDoors(centre, box.axis, front, 1);
        x += front + random.between(14, 34);
      }
      y += depth + random.between(16, 30);
    }
  }

  private place(front: Front, s: number, width: number, depth: number, setback: number): { inward: Xy } | null {
    const a = this.on(front, s);
    const b = this.on(front, s + width);
    const u = direction(a.p, b.p);
    const inward = leftOf(u);
    const middle = along(a.p, b.p, 0.5);
    // On the inside of a bend the chord runs inside the street's line, on the outside beyond it.
    const sag = dot(subtract(this.on(front, s + width / 2).p, middle), inward);
    const centre = add(middle, scale(inward, this.halfWidth(middle) + setback + depth / 2 + Math.max(0, sag)));
    return this.put(centre, u, width, depth, setback - 0.3) ? { inward } : null;
  }

  private halfWidth(p: Xy): number {
    let nearest = Infinity;
    let metres = 0;
    for (const margin of this.margins) {
      const d = distanceToSegment(p, margin.a, margin.b);
      if (d >= nearest) continue;
      nearest = d;
      metres = margin.metres;
    }
    return metres;
  }

  /** Adds a rectangle unless it leaves the block, comes too near to a street or overlaps another. */
  private put(centre: Xy, u: Xy, width: number, depth: number, clearance: number): boolean {
    const v = leftOf(u);
    const corner = (i: number, j: number): Xy => add(centre, add(scale(u, (i * width) / 2), scale(v, (j * depth) / 2)));
    const ring = [corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1)];
    const probes = width > 30 ? [...ring, corner(0, -1), corner(0, 1)] : ring;
    for (const p of probes) {
      if (!insideRing(p, this.outline)) return false;
      if (this.margins.some(({ a, b, metres }) => distanceToSegment(p, a, b) < metres + Math.min(clearance, 3)))
        return false;
    }
    // A hair smaller, so that houses in a row may touch.
    const core = ring.map((p) => along(centre, p, 0.97));
    if (this.rings.some((other) => convexOverlap(core, other))) return false;
    this.rings.push(ring);
    return true;
  }

  private on(front: Front, s: number): { p: Xy; edge: number; offset: number; forward: boolean } {
    let left = Math.max(0, s);
    for (let i = 0; i < front.parts.length; i++) {
      const part = cyclic(front.parts, i);
      if (left > part.length && i < front.parts.length - 1) {
        left -= part.length;
        continue;
      }
      const p = along(
        cyclic(front.points, i),
        cyclic(front.points, i + 1),
        part.length === 0 ? 0 : Math.min(1, left / part.length),
      );
      return { p, edge: part.edge, offset: part.before + (part.forward ? left : -left), forward: part.forward };
    }
    throw new Error('on: expected a front with at least one part');
  }

  private addDoor(front: Front, s: number, inward: Xy, metres: number): void {
    const { p, edge, offset, forward } = this.on(front, s);
    const at = add(p, scale(inward, this.halfWidth(p) + metres));
    this.doors.push({ block: this.index, at, edge, offset, side: forward ? 1 : -1 });
  }

  /** Doors of a house that does not face a street: numbered along the nearest one. */
  private nearestDoors(centre: Xy, u: Xy, width: number, count: number): void {
    for (let k = 0; k < count; k++) {
      const at = add(centre, scale(u, ((k + 0.5) / count - 0.5) * width * 0.9));
      const doors = this.fronts.flatMap((front) =>
        front.parts.map((part, i) => {
          const [a, b] = [cyclic(front.points, i), cyclic(front.points, i + 1)];
          const t = nearestOnSegment(at, a, b);
          const offset = part.before + (part.forward ? 1 : -1) * t * part.length;
          const side: Door['side'] = part.forward ? 1 : -1;
          return { away: distance(at, along(a, b, t)), door: { block: this.index, at, edge: part.edge, offset, side } };
        }),
      );
      const [first] = doors;
      if (first) this.doors.push(doors.reduce((best, one) => (one.away < best.away ? one : best), first).door);
    }
  }
}
