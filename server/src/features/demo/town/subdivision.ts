import {
  add,
  along,
  cross,
  crossing,
  cyclic,
  direction,
  distance,
  dot,
  leftOf,
  ringArea,
  rotate,
  scale,
  smallestRectangle,
  subtract,
  turn,
  type Xy,
} from './plane.ts';
import { isNearlyStraight, type Mesh } from './mesh.ts';
import type { Random } from './random.ts';
import type { PlanLine } from './skeleton.ts';

/** How land is divided: blocks end up no longer and no wider than this (metres), cut lines lean by up to `lean` radians. */
export interface Grain {
  length: number;
  width: number;
  lean: number;
  /** Where between the ends a cut may fall: 0.5 ± spread. */
  spread: number;
}

/** New junctions nearer than this to one across the street take its place, which gives crossings instead of zigzags. */
const SNAP_METRES = 24;
const MIN_CHORD = 28;

interface End {
  edge: number;
  /** Index of the ring's vertex that is used as it is, or -1 for a new point on the edge. */
  vertex: number;
  p: Xy;
  s: number;
}

/** The two parts of a ring after a straight street was laid through it, or null where none fits (or none is needed). */
export function cutOnce(
  mesh: Mesh,
  ring: readonly number[],
  grain: Grain,
  random: Random,
): [number[], number[]] | null {
  const points = mesh.ring(ring);
  const box = smallestRectangle(points);
  if (box.length <= grain.length && box.width <= grain.width) return null;
  const lengthwise = box.width > grain.width && box.length < 1.7 * grain.length;
  const area = ringArea(points);
  for (let attempt = 0; attempt < 9; attempt++) {
    const wide = lengthwise !== attempt > 5;
    const reach = (wide ? box.width : box.length) * random.between(-grain.spread, grain.spread) * (1 + attempt / 8);
    const across = leftOf(box.axis);
    const middle = add(box.centre, scale(wide ? across : box.axis, reach));
    const heading = rotate(wide ? box.axis : across, random.between(-grain.lean, grain.lean));
    const parts = layStreet(mesh, ring, points, middle, heading, area);
    if (parts) return parts;
  }
  if (box.length < 1.5 * grain.length && box.width < 1.5 * grain.width) return null;
  // Awkward shapes: anywhere, in any direction.
  for (let attempt = 0; attempt < 30; attempt++) {
    const middle = add(
      add(box.centre, scale(box.axis, box.length * random.between(-0.4, 0.4))),
      scale(leftOf(box.axis), box.width * random.between(-0.4, 0.4)),
    );
    const parts = layStreet(mesh, ring, points, middle, rotate(box.axis, random.between(0, Math.PI)), area);
    if (parts) return parts;
  }
  return null;
}

function layStreet(
  mesh: Mesh,
  ring: readonly number[],
  points: readonly Xy[],
  middle: Xy,
  heading: Xy,
  area: number,
): [number[], number[]] | null {
  const span = 4000;
  const from = add(middle, scale(heading, -span));
  const to = add(middle, scale(heading, span));
  const hits: { edge: number; s: number; p: Xy }[] = [];
  for (let i = 0; i < points.length; i++) {
    const hit = crossing(from, to, cyclic(points, i), cyclic(points, i + 1));
    if (hit) hits.push({ edge: i, s: hit.t * 2 * span - span, p: along(from, to, hit.t) });
  }
  if (hits.length < 2 || hits.length % 2) return null;
  hits.sort((a, b) => a.s - b.s);
  let pair: [(typeof hits)[number], (typeof hits)[number]] | null = null;
  let nearest = Infinity;
  for (let i = 0; i + 1 < hits.length; i += 2) {
    const a = cyclic(hits, i);
    const b = cyclic(hits, i + 1);
    const away = a.s <= 0 && b.s >= 0 ? 0 : Math.min(Math.abs(a.s), Math.abs(b.s));
    if (away < nearest) {
      nearest = away;
      pair = [a, b];
    }
  }
  if (!pair) return null;
  const start = settle(points, pair[0].edge, pair[0].p, pair[0].s);
  const end = settle(points, pair[1].edge, pair[1].p, pair[1].s);
  if (!start || !end || start.edge === end.edge) return null;
  if (distance(start.p, end.p) < MIN_CHORD) return null;
  if (!meetsWell(points, start, end.p) || !meetsWell(points, end, start.p)) return null;
  if (crossesRing(points, start, end)) return null;

  const share = Math.abs(partArea(points, start, end));
  if (share < area * 0.22 || share > area * 0.78) return null;
  return divide(mesh, ring, start, end);
}

/** Moves the end of a street onto a junction nearby; null where it would come out beside a corner. */
function settle(points: readonly Xy[], edge: number, p: Xy, s: number): End | null {
  let best: End = { edge, vertex: -1, p, s };
  let nearest = SNAP_METRES;
  // Vertices may be further along than the edge that was hit: look at two on either side.
  for (let k = -1; k <= 2; k++) {
    const vertex = (edge + k + points.length) % points.length;
    const v = cyclic(points, vertex);
    const d = distance(v, p);
    if (d >= nearest) continue;
    if (!isNearlyStraight(cyclic(points, vertex - 1), v, cyclic(points, vertex + 1), 0.5)) return null;
    nearest = d;
    best = { edge: vertex, vertex, p: v, s };
  }
  return best;
}

/** A street should leave another at no less than about 45°. */
function meetsWell(points: readonly Xy[], end: End, other: Xy): boolean {
  const heading = direction(end.p, other);
  const before = end.vertex >= 0 ? cyclic(points, end.vertex - 1) : cyclic(points, end.edge);
  const after = end.vertex >= 0 ? cyclic(points, end.vertex + 1) : cyclic(points, end.edge + 1);
  return turn(heading, direction(end.p, before)) > 0.78 && turn(heading, direction(end.p, after)) > 0.78;
}

function crossesRing(points: readonly Xy[], start: End, end: End): boolean {
  const a = along(start.p, end.p, 1e-4);
  const b = along(start.p, end.p, 1 - 1e-4);
  for (let i = 0; i < points.length; i++) if (crossing(a, b, cyclic(points, i), cyclic(points, i + 1))) return true;
  const middle = along(a, b, 0.5);
  // Nothing may come so near to the street that no house fits between.
  return points.some((p) => {
    const t = dot(subtract(p, start.p), direction(start.p, end.p));
    if (t < 15 || t > distance(start.p, end.p) - 15) return false;
    return Math.abs(cross(direction(start.p, end.p), subtract(p, middle))) < 16;
  });
}

/** Ring positions in order, so that a new point comes after the vertex its edge starts with. */
const order = (end: End): number => (end.vertex >= 0 ? end.vertex : end.edge + 0.5);

function partArea(points: readonly Xy[], start: End, end: End): number {
  const part: Xy[] = [start.p];
  const n = points.length;
  const last = order(end) < order(start) ? order(end) + n : order(end);
  for (let i = Math.floor(order(start)) + 1; i < last; i++) part.push(cyclic(points, i));
  part.push(end.p);
  return ringArea(part);
}

function divide(mesh: Mesh, ring: readonly number[], start: End, end: End): [number[], number[]] {
  const id = (e: End): number =>
    e.vertex >= 0 ? cyclic(ring, e.vertex) : mesh.cut(cyclic(ring, e.edge), cyclic(ring, e.edge + 1), e.p);
  const a = id(start);
  const b = id(end);
  const line: PlanLine = { kind: 'split', class: 'residential', name: null, points: [] };
  mesh.join(a, b, line);
  const between = (from: End, to: End): number[] => {
    const part: number[] = [];
    const last = order(to) <= order(from) ? order(to) + ring.length : order(to);
    for (let i = Math.floor(order(from)) + 1; i < last; i++) part.push(cyclic(ring, i));
    return part;
  };
  return [
    [a, ...between(start, end), b],
    [b, ...between(end, start), a],
  ];
}
