import { along, crossing, cyclic, distance, insideRing, ringCentre, type Xy } from './plane.ts';
import { OUTSIDE, type Block } from './landuse.ts';
import type { Mesh } from './mesh.ts';
import type { Random } from './random.ts';
import type { PlanLine } from './skeleton.ts';

const WALK: PlanLine = { kind: 'walk', class: 'path', name: null, points: [] };

/** Paths through parks and woods: from some corners of the land to a common middle or, around a lake, to its shore. */
export function layWalks(
  mesh: Mesh,
  blocks: readonly Block[],
  lake: { ring: readonly Xy[]; park: Block } | null,
  random: Random,
): { a: number; b: number }[] {
  const walks: { a: number; b: number }[] = [];
  const join = (a: number, b: number): void => {
    mesh.join(a, b, WALK);
    walks.push({ a, b });
  };
  for (const block of blocks) {
    if (block.use !== 'park' && block.use !== 'wood') continue;
    const shore = mesh.ring(block.ring);
    const own = lake && block === lake.park ? lake.ring : null;
    const middle = ringCentre(own ?? shore);
    let targets: number[];
    if (own) {
      targets = own.filter((_, i) => i % 4 === 0).map((p) => mesh.addPoint(along(middle, p, 1.16)));
      targets.forEach((id, i) => {
        join(id, cyclic(targets, i + 1));
      });
    } else {
      if (
        !insideRing(middle, shore) ||
        (block.use === 'wood' && random.chance(block.district === OUTSIDE ? 0.75 : 0.4))
      )
        continue;
      targets = [mesh.addPoint(middle)];
    }
    const wanted = own ? 6 : random.whole(3, 4);
    const spokes: [number, number][] = [];
    const first = random.whole(0, block.ring.length - 1);
    for (let k = 0; k < wanted; k++) {
      const from = cyclic(block.ring, first + Math.round((k * block.ring.length) / wanted));
      const p = mesh.point(from);
      const target = targets.reduce((best, id) =>
        distance(mesh.point(id), p) < distance(mesh.point(best), p) ? id : best,
      );
      const q = mesh.point(target);
      // Streets only: a path that began at the railway or the municipal border would lead nowhere.
      const i = block.ring.indexOf(from);
      const sides = [mesh.line(cyclic(block.ring, i - 1), from), mesh.line(from, cyclic(block.ring, i + 1))];
      if (sides.some((side) => side.class === 'rail' || side.class === 'boundary')) continue;
      const start = along(p, q, 0.001);
      const blocked = shore.some((s, j) => crossing(start, q, s, cyclic(shore, j + 1)) !== null);
      if (!blocked && insideRing(along(p, q, 0.02), shore)) spokes.push([from, target]);
    }
    // A single one would be a dead end.
    if (own || spokes.length > 1) for (const [a, b] of spokes) join(a, b);
  }
  return walks;
}
