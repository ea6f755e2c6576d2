import { cyclic, insideRing, ringArea, type Xy } from './plane.ts';
import type { Block } from './landuse.ts';
import { edgeKey, halfKey } from './mesh.ts';
import type { Network } from './network.ts';

/** The drawn outline of a ring of mesh points, open. */
export function drawnRing(ring: readonly number[], { edges, edgeAt }: Network): Xy[] {
  const points: Xy[] = [];
  for (let i = 0; i < ring.length; i++) {
    const a = cyclic(ring, i);
    const index = edgeAt.get(edgeKey(a, cyclic(ring, i + 1)));
    if (index === undefined) continue;
    const edge = cyclic(edges, index);
    const part = edge.a === a ? edge.points : edge.points.slice().reverse();
    points.push(...part.slice(0, -1));
  }
  return points;
}

/**
 * Outer borders (counter-clockwise) each with its holes, of the blocks taken together.
 *
 * @param acrossStreets whether land on both sides of a street is one piece.
 */
export function mergeBlocks(
  blocks: readonly Block[],
  chosen: (block: Block) => boolean,
  network: Network,
  acrossStreets = true,
): { outer: Xy[]; holes: Xy[][] }[] {
  const next = new Map<number, number>();
  const inside = new Set<number>();
  for (const block of blocks) {
    if (!chosen(block)) continue;
    block.ring.forEach((a, i) => {
      const b = cyclic(block.ring, i + 1);
      next.set(halfKey(a, b), cyclic(block.ring, i + 2));
      inside.add(halfKey(a, b));
    });
  }
  /** Whether the land beyond a → b belongs to the same piece. */
  const goesOn = (a: number, b: number): boolean => {
    if (!inside.has(halfKey(b, a))) return false;
    if (acrossStreets) return true;
    const way = network.edges[network.edgeAt.get(edgeKey(a, b)) ?? -1]?.way ?? null;
    return way === null || way === 'path';
  };
  const seen = new Set<number>();
  const outers: Xy[][] = [];
  const holes: Xy[][] = [];
  for (const block of blocks) {
    if (!chosen(block)) continue;
    block.ring.forEach((from, i) => {
      let a = from;
      let b = cyclic(block.ring, i + 1);
      if (goesOn(a, b) || seen.has(halfKey(a, b))) return;
      const ring: number[] = [];
      while (!seen.has(halfKey(a, b))) {
        seen.add(halfKey(a, b));
        ring.push(a);
        let c = next.get(halfKey(a, b));
        // Around the point b, past the blocks that belong, to the next edge on the border.
        while (c !== undefined && goesOn(b, c)) c = next.get(halfKey(c, b));
        if (c === undefined) break;
        a = b;
        b = c;
      }
      const drawn = drawnRing(ring, network);
      if (ringArea(drawn) > 0) outers.push(drawn);
      else holes.push(drawn);
    });
  }
  return outers
    .sort((p, q) => ringArea(p) - ringArea(q))
    .map((outer) => {
      const own = holes.filter((hole) => hole[0] && insideRing(hole[0], outer));
      for (const hole of own) holes.splice(holes.indexOf(hole), 1);
      return { outer, holes: own };
    });
}
