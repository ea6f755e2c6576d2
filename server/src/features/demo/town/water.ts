import {
  add,
  cyclic,
  direction,
  distanceToSegment,
  insideRing,
  leftOf,
  polar,
  scale,
  smallestRectangle,
  type Xy,
} from './plane.ts';
import type { Block } from './landuse.ts';
import type { Mesh } from './mesh.ts';
import type { Random } from './random.ts';
import type { Skeleton } from './skeleton.ts';

/** The river's banks as one closed ring on the drawing board. */
export function riverRing({ river }: Skeleton): Xy[] {
  const bank = (side: number): Xy[] =>
    river.middle.map((p, i) => {
      const d = direction(river.middle[i - 1] ?? p, river.middle[i + 1] ?? p);
      return add(p, scale(leftOf(d), side * river.halfWidth(i)));
    });
  return [...bank(-1), ...bank(1).reverse()];
}

/** The lake in the town park, well away from the park's edges; null where the park is too small. */
export function lakeRing(
  mesh: Mesh,
  blocks: readonly Block[],
  skeleton: Skeleton,
  random: Random,
): { ring: Xy[]; park: Block } | null {
  const park = blocks.find((block) => block.use === 'park' && insideRing(skeleton.lake, mesh.ring(block.ring)));
  if (!park) return null;
  const shore = mesh.ring(park.ring);
  const room = (p: Xy): number => {
    let nearest = Infinity;
    for (let i = 0; i < shore.length; i++)
      nearest = Math.min(nearest, distanceToSegment(p, cyclic(shore, i), cyclic(shore, i + 1)));
    return nearest;
  };
  // The roomiest of some places around the wanted one.
  let centre = skeleton.lake;
  for (let i = 0; i < 60; i++) {
    const p = add(skeleton.lake, polar(random.between(0, 6.28), random.between(0, 420)));
    if (insideRing(p, shore) && room(p) > room(centre)) centre = p;
  }
  const radius = Math.min(150, room(centre) - 30);
  if (radius < 30) return null;
  const waves = [1, 2, 3, 5].map((k) => ({
    k,
    size: random.between(0.04, 0.13) / Math.sqrt(k),
    shift: random.between(0, 6.28),
  }));
  const { axis } = smallestRectangle(shore);
  const shaped = (stretch: number): Xy[] =>
    Array.from({ length: 60 }, (_, i) => {
      const angle = (i / 60) * 2 * Math.PI;
      const f = radius * waves.reduce((sum, w) => sum + w.size * (Math.cos(w.k * angle + w.shift) - 1), 1);
      return add(centre, add(scale(axis, Math.cos(angle) * f * stretch), scale(leftOf(axis), Math.sin(angle) * f)));
    });
  // As long as the park allows.
  let ring = shaped(1);
  for (let stretch = 1.1; stretch < 2.3; stretch += 0.1) {
    const longer = shaped(stretch);
    if (!longer.every((p) => insideRing(p, shore) && room(p) > 40)) break;
    ring = longer;
  }
  return { ring, park };
}
