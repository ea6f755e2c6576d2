import { along, cyclic, direction, distance, insideRing, lineLength, simplify, turn, type Xy } from './plane.ts';
import { BUILT, type Block, type LandUse } from './landuse.ts';
import { edgeKey, type Arrangement } from './mesh.ts';
import type { Random } from './random.ts';
import type { PlanLine, Skeleton } from './skeleton.ts';

export type StreetClass = 'primary' | 'secondary' | 'residential' | 'path';

/** A piece of line between two points of the mesh, as it lies on the map after bending. */
export interface Edge {
  a: number;
  b: number;
  line: PlanLine;
  /** Blocks to the left and right of a → b; -1 outside the municipality. */
  left: number;
  right: number;
  /** From a to b in metres. */
  points: Xy[];
  length: number;
  /** Null where there is no way: railway, boundary, abandoned cuts through fields. */
  way: StreetClass | null;
}

export interface Network {
  edges: Edge[];
  /** Index of an edge by edgeKey. */
  edgeAt: Map<number, number>;
  /** Indices of the edges with a way, by mesh point. */
  waysAt: Map<number, number[]>;
}

const STEP_METRES = 28;
const TOLERANCE_METRES = 0.7;

/** The drawn course of the straight board line between two points. */
export function bend(a: Xy, b: Xy, toMap: (p: Xy) => Xy): Xy[] {
  const count = Math.max(1, Math.ceil(distance(a, b) / STEP_METRES));
  return simplify(
    Array.from({ length: count + 1 }, (_, i) => toMap(along(a, b, i / count))),
    TOLERANCE_METRES,
  );
}

/** Collects the blocks' borders, decides which of them are streets, and sees to it that all streets hang together. */
export function buildNetwork(
  { mesh }: Arrangement,
  blocks: readonly Block[],
  walks: readonly { a: number; b: number }[],
  skeleton: Skeleton,
  toMap: (p: Xy) => Xy,
  random: Random,
): Network {
  const edges: Edge[] = [];
  const edgeAt = new Map<number, number>();
  const addEdge = (a: number, b: number): number => {
    const known = edgeAt.get(edgeKey(a, b));
    if (known !== undefined) return known;
    const points = bend(mesh.point(a), mesh.point(b), toMap);
    let line = mesh.line(a, b);
    if (line.kind === 'radial' && insideRing(along(mesh.point(a), mesh.point(b), 0.5), skeleton.wall))
      line = skeleton.lanes.get(line.name ?? '') ?? line;
    edges.push({ a, b, line, left: -1, right: -1, points, length: lineLength(points), way: null });
    edgeAt.set(edgeKey(a, b), edges.length - 1);
    return edges.length - 1;
  };
  blocks.forEach((block, index) => {
    for (let i = 0; i < block.ring.length; i++) {
      const a = cyclic(block.ring, i);
      const b = cyclic(block.ring, i + 1);
      const edge = cyclic(edges, addEdge(a, b));
      if (edge.a === a) edge.left = index;
      else edge.right = index;
    }
  });
  for (const { a, b } of walks) addEdge(a, b);

  const kept = new Map<PlanLine, boolean>();
  const use = (index: number): LandUse | 'outside' => (index < 0 ? 'outside' : cyclic(blocks, index).use);
  for (const edge of edges) edge.way = wayOf(edge, use(edge.left), use(edge.right), kept, random);

  connect(edges, mesh.points.length);
  return { edges, edgeAt, waysAt: indexWays(edges) };
}

function wayOf(
  { line }: Edge,
  left: LandUse | 'outside',
  right: LandUse | 'outside',
  kept: Map<PlanLine, boolean>,
  random: Random,
): StreetClass | null {
  if (line.class === 'rail' || line.class === 'boundary') return null;
  const built = [left, right].some((use) => use !== 'outside' && BUILT.has(use));
  if (line.kind === 'quay') {
    const town = [left, right].some((use) => use === 'inner' || use === 'oldtown');
    if (town) return 'residential';
    return built || left === 'park' || right === 'park' ? 'path' : null;
  }
  if (line.kind !== 'split' && line.kind !== 'railside') return line.class;
  if (built) return 'residential';
  if (left === 'park' || right === 'park') return 'path';
  if (line.kind === 'railside') return null;
  let keep = kept.get(line);
  if (keep === undefined) {
    // Some farm tracks and forest walks stay.
    keep = random.chance(0.22);
    kept.set(line, keep);
  }
  return keep ? 'path' : null;
}

/** Joins parts that stand apart by the shortest abandoned cuts; drops what cannot be joined. */
function connect(edges: Edge[], pointCount: number): void {
  const root = Int32Array.from({ length: pointCount }, (_, i) => i);
  const find = (i: number): number => {
    let at = i;
    for (let up = root[at] ?? at; up !== at; up = root[at] ?? at) {
      root[at] = root[up] ?? up;
      at = up;
    }
    return at;
  };
  for (const edge of edges) if (edge.way) root[find(edge.a)] = find(edge.b);
  const reach = new Map<number, number>();
  for (const edge of edges) if (edge.way) reach.set(find(edge.a), (reach.get(find(edge.a)) ?? 0) + edge.length);
  const spare = edges.filter((edge) => !edge.way && (edge.line.kind === 'split' || edge.line.kind === 'quay'));
  // Shortest first, as in Kruskal's tree; a second pass takes back those that lead nowhere.
  spare.sort((p, q) => p.length - q.length);
  const added: Edge[] = [];
  for (const edge of spare) {
    if (find(edge.a) === find(edge.b)) continue;
    root[find(edge.a)] = find(edge.b);
    edge.way = 'path';
    added.push(edge);
  }
  const degree = new Map<number, number>();
  for (const edge of edges)
    if (edge.way) for (const end of [edge.a, edge.b]) degree.set(end, (degree.get(end) ?? 0) + 1);
  for (let changed = true; changed;) {
    changed = false;
    for (const edge of added) {
      if (!edge.way || ((degree.get(edge.a) ?? 0) > 1 && (degree.get(edge.b) ?? 0) > 1)) continue;
      edge.way = null;
      for (const end of [edge.a, edge.b]) degree.set(end, (degree.get(end) ?? 1) - 1);
      changed = true;
    }
  }
  const lengths = new Map<number, number>();
  for (const edge of edges) if (edge.way) lengths.set(find(edge.a), (lengths.get(find(edge.a)) ?? 0) + edge.length);
  const main = [...lengths].sort((p, q) => q[1] - p[1])[0]?.[0];
  for (const edge of edges) if (edge.way && find(edge.a) !== main) edge.way = null;
}

function indexWays(edges: readonly Edge[]): Map<number, number[]> {
  const waysAt = new Map<number, number[]>();
  edges.forEach((edge, index) => {
    if (!edge.way) return;
    for (const end of [edge.a, edge.b]) {
      const list = waysAt.get(end);
      if (list) list.push(index);
      else waysAt.set(end, [index]);
    }
  });
  return waysAt;
}

/** Edges one after the other that people take for one street. */
export interface Chain {
  steps: { edge: number; forward: boolean }[];
  way: StreetClass;
  name: string | null;
  length: number;
}

/** Follows each street straight on over its crossings. */
export function followStreets({ edges, waysAt }: Network): Chain[] {
  const next = new Map<string, number>();
  const tag = (node: number, edge: number): string => `${String(node)}/${String(edge)}`;
  for (const [node, around] of waysAt) {
    const options: { p: number; q: number; cost: number }[] = [];
    for (const p of around)
      for (const q of around) {
        if (p >= q) continue;
        const cost = joinCost(cyclic(edges, p), cyclic(edges, q), node);
        if (cost < Infinity) options.push({ p, q, cost });
      }
    options.sort((x, y) => x.cost - y.cost);
    for (const { p, q } of options) {
      if (next.has(tag(node, p)) || next.has(tag(node, q))) continue;
      next.set(tag(node, p), q);
      next.set(tag(node, q), p);
    }
  }

  const taken = new Set<number>();
  const chains: Chain[] = [];
  edges.forEach((edge, index) => {
    if (!edge.way || taken.has(index)) return;
    // Back to the street's beginning (or once around a ring), then forward.
    let start = index;
    let node = edge.a;
    for (let hop = next.get(tag(node, start)); hop !== undefined && hop !== index; hop = next.get(tag(node, start))) {
      start = hop;
      const at = cyclic(edges, hop);
      node = at.a === node ? at.b : at.a;
    }
    const steps: Chain['steps'] = [];
    let length = 0;
    for (let at: number | undefined = start; at !== undefined && !taken.has(at); at = next.get(tag(node, at))) {
      taken.add(at);
      const e: Edge = cyclic(edges, at);
      const forward: boolean = e.a === node;
      steps.push({ edge: at, forward });
      length += e.length;
      node = forward ? e.b : e.a;
    }
    chains.push({ steps, way: edge.way, name: edge.way === 'path' ? null : edge.line.name, length });
  });
  return chains;
}

/** How much of a turn it is to go on from one edge to the other; Infinity when they are different streets. */
function joinCost(p: Edge, q: Edge, node: number): number {
  if (p.way !== q.way || p.line.name !== q.line.name) return Infinity;
  const leave = (edge: Edge): Xy =>
    edge.a === node
      ? direction(cyclic(edge.points, 0), cyclic(edge.points, 1))
      : direction(cyclic(edge.points, edge.points.length - 1), cyclic(edge.points, edge.points.length - 2));
  const bendAngle = Math.PI - turn(leave(p), leave(q));
  if (p.line.name !== null) return bendAngle < 1.3 ? bendAngle : Infinity;
  return bendAngle < 0.6 ? bendAngle - (p.line === q.line ? 1 : 0) : Infinity;
}

/** The drawn course of a chain. */
export function chainPoints({ steps }: Chain, edges: readonly Edge[]): Xy[] {
  const points: Xy[] = [];
  for (const { edge, forward } of steps) {
    const part = cyclic(edges, edge).points;
    const ordered = forward ? part : part.slice().reverse();
    points.push(...(points.length > 0 ? ordered.slice(1) : ordered));
  }
  return points;
}
