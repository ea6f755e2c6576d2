import { along, crossing, cross, cyclic, distance, ringArea, subtract, type Xy } from './plane.ts';
import type { PlanLine } from './skeleton.ts';

/** Key of the edge between two points, the same in both directions. */
export const edgeKey = (a: number, b: number): number => (a < b ? a * 0x200000 + b : b * 0x200000 + a);
/** Key of the edge seen from the face on its left. */
export const halfKey = (a: number, b: number): number => a * 0x200000 + b;

/**
 * Points by number and the lines that join them. Faces are rings of point numbers; two neighbours name the same points
 * on their common border, so nothing has to be found again by comparing coordinates.
 */
export class Mesh {
  readonly points: Xy[] = [];
  readonly lineOf = new Map<number, PlanLine>();
  /** Edges that were cut, with the point put between. */
  private readonly cuts = new Map<number, number>();

  addPoint(p: Xy): number {
    this.points.push(p);
    return this.points.length - 1;
  }

  point(id: number): Xy {
    return cyclic(this.points, id);
  }

  line(a: number, b: number): PlanLine {
    const line = this.lineOf.get(edgeKey(a, b));
    if (!line) throw new Error(`Mesh: expected an edge between ${String(a)} and ${String(b)}, found none`);
    return line;
  }

  join(a: number, b: number, line: PlanLine): void {
    this.lineOf.set(edgeKey(a, b), line);
  }

  /** Puts a point on an edge; both halves keep the line. */
  cut(a: number, b: number, p: Xy): number {
    const line = this.line(a, b);
    const id = this.addPoint(p);
    this.lineOf.delete(edgeKey(a, b));
    this.cuts.set(edgeKey(a, b), id);
    this.join(a, id, line);
    this.join(id, b, line);
    return id;
  }

  /** The same ring with the points that neighbours have put on its edges in the meantime. */
  refresh(ring: readonly number[]): number[] {
    const result: number[] = [];
    const expand = (a: number, b: number): void => {
      const between = this.cuts.get(edgeKey(a, b));
      if (between === undefined) {
        result.push(a);
        return;
      }
      expand(a, between);
      expand(between, b);
    };
    for (let i = 0; i < ring.length; i++) expand(cyclic(ring, i), cyclic(ring, i + 1));
    return result;
  }

  ring(ids: readonly number[]): Xy[] {
    return ids.map((id) => this.point(id));
  }
}

/** Points nearer to each other than this become one crossing. */
const MERGE_METRES = 7;

interface Piece {
  a: Xy;
  b: Xy;
  line: PlanLine;
  at: number[];
}

/** Buckets the pieces by squares so that only near ones are compared. */
function nearPairs(pieces: readonly Piece[], size: number): Set<number> {
  const buckets = new Map<number, number[]>();
  pieces.forEach(({ a, b }, index) => {
    for (let i = Math.floor(Math.min(a[0], b[0]) / size); i <= Math.floor(Math.max(a[0], b[0]) / size); i++)
      for (let j = Math.floor(Math.min(a[1], b[1]) / size); j <= Math.floor(Math.max(a[1], b[1]) / size); j++) {
        const key = (i + 1024) * 2048 + (j + 1024);
        const bucket = buckets.get(key);
        if (bucket) bucket.push(index);
        else buckets.set(key, [index]);
      }
  });
  const pairs = new Set<number>();
  for (const bucket of buckets.values())
    for (const i of bucket) for (const j of bucket) if (i < j) pairs.add(i * 0x10000 + j);
  return pairs;
}

/** The cells between lines, as rings of point numbers, counter-clockwise. */
export interface Arrangement {
  mesh: Mesh;
  cells: number[][];
}

/** Cuts lines where they cross and walks around the cells between them. */
export function arrange(lines: readonly PlanLine[]): Arrangement {
  const pieces: Piece[] = lines.flatMap((line) =>
    line.points.slice(1).map((b, i) => ({ a: cyclic(line.points, i), b, line, at: [0, 1] })),
  );
  for (const pair of nearPairs(pieces, 120)) {
    const p = cyclic(pieces, Math.floor(pair / 0x10000));
    const q = cyclic(pieces, pair % 0x10000);
    if (p.line === q.line) continue;
    const hit = crossing(p.a, p.b, q.a, q.b);
    if (!hit) continue;
    p.at.push(hit.t);
    q.at.push(hit.u);
  }

  const mesh = new Mesh();
  const grid = new Map<number, number[]>();
  const place = (p: Xy): number => {
    const i = Math.floor(p[0] / MERGE_METRES) + 4096;
    const j = Math.floor(p[1] / MERGE_METRES) + 4096;
    for (let di = -1; di <= 1; di++)
      for (let dj = -1; dj <= 1; dj++)
        for (const id of grid.get((i + di) * 8192 + j + dj) ?? [])
          if (distance(mesh.point(id), p) < MERGE_METRES) return id;
    const id = mesh.addPoint(p);
    const cell = grid.get(i * 8192 + j);
    if (cell) cell.push(id);
    else grid.set(i * 8192 + j, [id]);
    return id;
  };
  // Crossings first: they are the points that must not be pulled aside by a bend nearby.
  for (const piece of pieces) for (const t of piece.at) if (t > 0 && t < 1) place(along(piece.a, piece.b, t));
  for (const piece of pieces) {
    const ids = piece.at.sort((s, t) => s - t).map((t) => place(along(piece.a, piece.b, t)));
    for (let i = 1; i < ids.length; i++) {
      const a = cyclic(ids, i - 1);
      const b = cyclic(ids, i);
      if (a !== b && !mesh.lineOf.has(edgeKey(a, b))) mesh.join(a, b, piece.line);
    }
  }

  const spokes = new Map<number, number[]>();
  for (const key of mesh.lineOf.keys()) {
    const a = Math.floor(key / 0x200000);
    const b = key % 0x200000;
    spokes.set(a, [...(spokes.get(a) ?? []), b]);
    spokes.set(b, [...(spokes.get(b) ?? []), a]);
  }
  pruneDeadEnds(spokes);
  return { mesh, cells: walkCells(mesh, spokes) };
}

/** Lines may be drawn a little too long; what sticks out bounds nothing and is dropped. */
function pruneDeadEnds(spokes: Map<number, number[]>): void {
  const ends = [...spokes].filter(([, to]) => to.length === 1).map(([id]) => id);
  for (let end = ends.pop(); end !== undefined; end = ends.pop()) {
    const to = spokes.get(end)?.[0];
    if (to === undefined) continue;
    spokes.delete(end);
    const rest = (spokes.get(to) ?? []).filter((id) => id !== end);
    spokes.set(to, rest);
    if (rest.length === 1) ends.push(to);
  }
}

function walkCells(mesh: Mesh, spokes: Map<number, number[]>): number[][] {
  const angle = (from: number, to: number): number => {
    const d = subtract(mesh.point(to), mesh.point(from));
    return Math.atan2(d[1], d[0]);
  };
  for (const [id, to] of spokes) to.sort((p, q) => angle(id, p) - angle(id, q));
  const seen = new Set<number>();
  const cells: number[][] = [];
  for (const [start, targets] of spokes) {
    for (const first of targets) {
      if (seen.has(halfKey(start, first))) continue;
      const cell: number[] = [];
      let a = start;
      let b = first;
      do {
        seen.add(halfKey(a, b));
        cell.push(a);
        const around = spokes.get(b) ?? [];
        // The next edge clockwise from where we came: keeps the cell on the left.
        const next = cyclic(around, around.indexOf(a) - 1);
        a = b;
        b = next;
      } while (!(a === start && b === first));
      if (ringArea(mesh.ring(cell)) > 1) cells.push(cell);
    }
  }
  return cells;
}

/** Whether going a → b → c turns by less than the angle (radians) to either side. */
export function isNearlyStraight(a: Xy, b: Xy, c: Xy, limit: number): boolean {
  const p = subtract(b, a);
  const q = subtract(c, b);
  return Math.abs(Math.atan2(cross(p, q), p[0] * q[0] + p[1] * q[1])) < limit;
}
