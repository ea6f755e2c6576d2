import { add, along, crossing, cyclic, direction, leftOf, polar, scale, type Xy } from './plane.ts';
import type { Random } from './random.ts';

/** What a line of the plan is. Only the first four carry traffic; the rest bound cells without being streets. */
export type LineClass = 'primary' | 'secondary' | 'residential' | 'path' | 'rail' | 'boundary';

/** A line of the drawing board, before it is bent; `name` is null where a name is found later. */
export interface PlanLine {
  kind: 'radial' | 'ring' | 'quay' | 'lane' | 'rail' | 'railside' | 'boundary' | 'frame' | 'split' | 'walk';
  class: LineClass;
  name: string | null;
  points: Xy[];
}

/** Sizes of the town in metres on the drawing board, from the middle of the market. */
const SIZES = {
  wall: [445, 395],
  laneRing: [196, 168],
  market: [92, 60],
  ring: [1270, 1210],
  outerRing: [2120, 1830],
  boundary: [2960, 2440],
  /** Half the river's width, and from its middle to the quays. */
  river: 23,
  quay: 46,
  /** From the tracks to the streets along them. */
  railside: 52,
  /** Half of the land that is divided at all: beyond it nothing is drawn. */
  frame: [6100, 5600],
  /** Roads, river and rail run this far. */
  reach: 9000,
} as const;

/** The lines that give the town its shape. */
export interface Skeleton {
  lines: PlanLine[];
  river: { name: string; middle: Xy[]; halfWidth: (i: number) => number };
  boundary: Xy[];
  /**
   * Primary roads that bound districts, counter-clockwise (Harmstedt, station, Olenrode, the two bridges): the angle at
   * which each passes at a distance from the middle.
   */
  borders: readonly ((radius: number) => number)[];
  wall: Xy[];
  market: Xy[];
  /** Names of the primary roads' parts inside the walls. */
  lanes: ReadonlyMap<string, PlanLine>;
  /** Middle of the lake in the town park. */
  lake: Xy;
  /** Whether a point lies north of the middle of the river, and its distance from the river along y. */
  aboveRiver: (p: Xy) => number;
  /** The same for the railway. */
  aboveRail: (p: Xy) => number;
}

/** Junctions south of the river keep this far from its middle. */
const SHORE_METRES = 170;

const degrees = (angle: number): number => (angle * Math.PI) / 180;

/** An irregular oval: a few slow waves on an ellipse. */
function oval(random: Random, [rx, ry]: readonly [number, number], roughness: number, count: number): Xy[] {
  const waves = [2, 3, 4, 5].map((k) => ({
    k,
    size: random.between(-roughness, roughness),
    shift: random.between(0, 6.28),
  }));
  return Array.from({ length: count }, (_, i) => {
    const angle = (i / count) * 2 * Math.PI;
    const f = waves.reduce((sum, w) => sum + w.size * Math.cos(w.k * angle + w.shift), 1);
    return [Math.cos(angle) * rx * f, Math.sin(angle) * ry * f] as const;
  });
}

/** Where a closed oval is crossed by the ray at an angle. */
function onOval(ring: readonly Xy[], angle: number): Xy {
  const turns = (((angle / (2 * Math.PI)) % 1) + 1) % 1;
  const at = turns * ring.length;
  // Ovals are sampled at even angles of the ellipse's parameter; close enough to start and end arcs.
  const i = Math.floor(at);
  return along(cyclic(ring, i), cyclic(ring, i + 1), at - i);
}

/** Distance from the middle to an oval in a direction. */
function radiusAt(ring: readonly Xy[], angle: number): number {
  const far = polar(angle, SIZES.reach);
  for (let i = 0; i < ring.length; i++) {
    const hit = crossing([0, 0], far, cyclic(ring, i), cyclic(ring, i + 1));
    if (hit) return hit.t * SIZES.reach;
  }
  throw new Error(`radiusAt: expected an oval around the middle, found no crossing at ${String(angle)}`);
}

/** The part of an oval between two angles (degrees, counter-clockwise). */
function arc(ring: readonly Xy[], from: number, to: number): Xy[] {
  const points: Xy[] = [onOval(ring, degrees(from))];
  const n = ring.length;
  const first = Math.floor((from / 360) * n) + 1;
  const last = Math.ceil((to / 360) * n) - 1;
  for (let i = first; i <= last; i++) points.push(cyclic(ring, i));
  points.push(onOval(ring, degrees(to)));
  return points;
}

const sampled = (from: number, to: number, step: number, at: (x: number) => Xy): Xy[] => {
  const count = Math.ceil(Math.abs(to - from) / step);
  return Array.from({ length: count + 1 }, (_, i) => at(from + ((to - from) * i) / count));
};

const sampledLine = (a: Xy, b: Xy): Xy[] => Array.from({ length: 40 }, (_, i) => along(a, b, (i + 1) / 40));

/** Draws river, walls, rings, roads out of town, railway and municipal boundary. */
export function drawSkeleton(random: Random): Skeleton {
  const shift = [random.between(0, 6.28), random.between(0, 6.28), random.between(0, 6.28)] as const;
  const riverY = (x: number): number =>
    -560 -
    230 * Math.min(2.2, (x / 3000) ** 2) +
    135 * Math.sin((x / 2300) * 6.28 + shift[0]) * Math.min(1, 0.3 + Math.abs(x) / 1500) +
    52 * Math.sin((x / 980) * 6.28 + shift[1]);
  const railY = (x: number): number => 985 + 85 * Math.sin(x / 1500 + shift[2]);

  const middle = sampled(-SIZES.reach, SIZES.reach, 45, (x) => [x, riverY(x)]);
  const bank = (side: number): Xy[] =>
    middle.map((p, i) => {
      const d = direction(middle[i - 1] ?? p, middle[i + 1] ?? p);
      return add(p, scale(leftOf(d), side * SIZES.quay));
    });

  const wall = oval(random, SIZES.wall, 0.035, 72);
  const wallLane = wall.map((p) => scale(p, random.between(0.805, 0.835)));
  const laneRing = oval(random, SIZES.laneRing, 0.05, 36);
  const ring = oval(random, SIZES.ring, 0.03, 120);
  const outer = oval(random, SIZES.outerRing, 0.03, 160);
  const boundary = oval(random, SIZES.boundary, 0.045, 200);

  const tilt = random.between(-0.3, 0.3);
  const [mx, my] = SIZES.market;
  const market = (
    [
      [-mx, -my],
      [mx, -my * 0.8],
      [mx * 0.9, my],
      [-mx * 0.85, my * 0.9],
    ] as const
  ).map(([x, y]) => {
    const c = Math.cos(tilt);
    const s = Math.sin(tilt);
    return [(x * c - y * s) / 2, (x * s + y * c) / 2] as const;
  });

  const lines: PlanLine[] = [];
  const line = (kind: PlanLine['kind'], lineClass: LineClass, name: string | null, points: Xy[]): void => {
    lines.push({ kind, class: lineClass, name, points });
  };

  for (const [name, from, to] of [
    ['Ostwall', -40, 40],
    ['Nordwall', 40, 140],
    ['Westwall', 140, 220],
    ['Südwall', 220, 320],
  ] as const)
    line('ring', 'primary', name, arc(wall, from, to));
  line('lane', 'residential', 'Hinter der Mauer', [...arc(wallLane, 5, 183)]);
  line('lane', 'residential', 'Mauergasse', [...arc(wallLane, 183, 365)]);
  line('lane', 'residential', 'Ringelgasse', arc(laneRing, 0, 180));
  line('lane', 'residential', 'Schmiedegasse', arc(laneRing, 180, 360));
  line('lane', 'residential', 'Marktplatz', [...market, cyclic(market, 0)]);

  const jitter = (): number => random.between(-4, 4);
  const roads = [
    { angle: 2 + jitter() / 3, name: 'Warsbütteler Straße', lane: 'Osttorstraße' },
    { angle: 32 + jitter(), name: 'Harmstedter Straße', lane: 'Böttcherstraße' },
    { angle: 86 + jitter(), name: 'Bahnhofstraße', lane: 'Hohe Straße' },
    { angle: 141 + jitter(), name: 'Olenroder Straße', lane: 'Gerberstraße' },
    { angle: 178 + jitter() / 3, name: 'Brakelsener Straße', lane: 'Westtorstraße' },
    { angle: 256 + jitter(), name: 'Steinbrückenstraße', lane: 'Brückenstraße' },
    { angle: 304 + jitter(), name: 'Immenhagener Straße', lane: 'Fischerstraße' },
  ];
  const courses = roads.map((road) => {
    const bend = random.between(-0.05, 0.05);
    return (r: number): number => degrees(road.angle) + bend * Math.sin(r / 900);
  });
  roads.forEach((road, i) => {
    const course = cyclic(courses, i);
    line(
      'radial',
      'primary',
      road.name,
      sampled(24, SIZES.reach, 60, (r) => polar(course(r), r)),
    );
  });

  for (const [name, from, to] of [
    ['Ostring', -48, 32],
    ['Nordring', 32, 141],
    ['Westring', 141, 228],
    ['Südring', 228, 312],
  ] as const)
    line('ring', 'secondary', name, arc(ring, from, to));
  line('ring', 'secondary', 'Nordtangente', arc(outer, -1.5, 181.5));
  line('ring', 'secondary', 'Südtangente', arc(outer, 212, 331));
  for (const [name, angle] of [
    ['Kattensener Straße', 58],
    ['Dellmarer Straße', 113],
    ['Auenkamper Straße', 216],
    ['Rottsieker Straße', 284],
    ['Emmerlinger Straße', 327],
  ] as const) {
    let a = degrees(angle + jitter() / 2);
    // No junction on a bridge: south of the river the road leaves the ring well away from the water.
    while (angle > 180 && SHORE_METRES + polar(a, radiusAt(ring, a))[1] > riverY(polar(a, radiusAt(ring, a))[0]))
      a += degrees(angle < 270 ? 1 : -1);
    const bend = random.between(-0.06, 0.06);
    const start = radiusAt(ring, a) - 20;
    line(
      'radial',
      'secondary',
      name,
      sampled(start, SIZES.reach, 60, (r) => polar(a + bend * Math.sin((r - start) / 800), r)),
    );
  }

  line('quay', 'path', 'Nordufer', bank(1));
  line('quay', 'path', 'Südufer', bank(-1));
  line(
    'rail',
    'rail',
    null,
    sampled(-SIZES.reach, SIZES.reach, 70, (x) => [x, railY(x)]),
  );
  line(
    'railside',
    'residential',
    'Nördlich der Bahn',
    sampled(-SIZES.reach, SIZES.reach, 70, (x) => [x, railY(x) + SIZES.railside]),
  );
  line(
    'railside',
    'residential',
    'Am Bahndamm',
    sampled(-SIZES.reach, SIZES.reach, 70, (x) => [x, railY(x) - SIZES.railside]),
  );
  line('boundary', 'boundary', null, [...boundary, cyclic(boundary, 0)]);
  const [fx, fy] = SIZES.frame;
  const corners: Xy[] = [
    [-fx, -fy],
    [fx, -fy],
    [fx, fy],
    [-fx, fy],
  ];
  line(
    'frame',
    'boundary',
    null,
    [...corners, cyclic(corners, 0)].flatMap((p, i, all) => (i === 0 ? [p] : sampledLine(cyclic(all, i - 1), p))),
  );

  const lakeX = random.between(130, 210);
  const pulse = random.between(0, 6.28);
  return {
    lines,
    river: { name: 'Tarne', middle, halfWidth: (i) => SIZES.river * (1 + 0.18 * Math.sin(i / 5 + pulse)) },
    boundary,
    borders: [1, 2, 3, 5, 6].map((i) => cyclic(courses, i)),
    wall,
    market,
    lanes: new Map(
      roads.map((road) => [road.name, { kind: 'lane', class: 'residential', name: road.lane, points: [] }]),
    ),
    lake: [lakeX, riverY(lakeX) - 215],
    aboveRiver: (p) => p[1] - riverY(p[0]),
    aboveRail: (p) => p[1] - railY(p[0]),
  };
}
