import {
  add,
  cyclic,
  direction,
  distance,
  insideRing,
  leftOf,
  ringCentre,
  rotate,
  scale,
  smallestRectangle,
  type Xy,
} from './plane.ts';
import type { Block } from './landuse.ts';
import type { Mesh } from './mesh.ts';
import type { Skeleton } from './skeleton.ts';

export interface Landmark {
  name: string;
  ring: Xy[];
}

/** Outlines in metres around the middle, long side along x. */
const CHURCH: readonly Xy[] = [
  [-24, -7],
  [6, -7],
  [6, -13],
  [14, -13],
  [14, -7],
  [22, -7],
  [27, -3],
  [27, 3],
  [22, 7],
  [14, 7],
  [14, 13],
  [6, 13],
  [6, 7],
  [-24, 7],
  [-24, 5],
  [-32, 5],
  [-32, -5],
  [-24, -5],
];
const HALL: readonly Xy[] = [
  [-21, -9],
  [21, -9],
  [21, 9],
  [6, 9],
  [6, 13],
  [-6, 13],
  [-6, 9],
  [-21, 9],
];
const STATION: readonly Xy[] = [
  [-44, -7],
  [-12, -7],
  [-12, -10],
  [12, -10],
  [12, -7],
  [44, -7],
  [44, 7],
  [-44, 7],
];

/** Clears a block each for church, town hall and station and puts the building on it. */
export function raiseLandmarks(
  mesh: Mesh,
  blocks: readonly Block[],
  skeleton: Skeleton,
  toMap: (p: Xy) => Xy,
): Landmark[] {
  const landmarks: Landmark[] = [];
  const market = ringCentre(skeleton.market);
  const oldTown = blocks
    .filter((block) => block.use === 'oldtown')
    .map((block) => ({
      block,
      box: smallestRectangle(mesh.ring(block.ring)),
      d: distance(ringCentre(mesh.ring(block.ring)), market),
    }))
    .sort((p, q) => p.d - q.d);
  for (const { name, shape } of [
    { name: 'Marienkirche', shape: CHURCH },
    { name: 'Rathaus', shape: HALL },
  ]) {
    // The nearest block that has room, if need be for a smaller building.
    for (const size of [1, 0.8, 0.65]) {
      const site = oldTown.find(({ block, box }) => {
        if (block.use !== 'oldtown') return false;
        const outline = mesh.ring(block.ring).map(toMap);
        const wide = shape.map((p) => scale(p, size * 1.15));
        return stand(name, wide, box.centre, box.axis, toMap).ring.every((p) => insideRing(p, outline));
      });
      if (!site) continue;
      const scaled = shape.map((p) => scale(p, size));
      landmarks.push(stand(name, scaled, site.box.centre, site.box.axis, toMap));
      site.block.use = 'square';
      break;
    }
  }
  const station = stationSite(mesh, blocks);
  if (station) landmarks.push(stand('Bahnhof', STATION, station.at, station.axis, toMap));
  return landmarks;
}

function stand(name: string, shape: readonly Xy[], at: Xy, axis: Xy, toMap: (p: Xy) => Xy): Landmark {
  const centre = toMap(at);
  const heading = direction(centre, toMap(add(at, axis)));
  const angle = Math.atan2(heading[1], heading[0]);
  return { name, ring: shape.map((p) => add(centre, rotate(p, angle))) };
}

/** On the land along the tracks, south of them and beside the road from the market. */
function stationSite(mesh: Mesh, blocks: readonly Block[]): { at: Xy; axis: Xy } | null {
  let best: { at: Xy; axis: Xy } | null = null;
  let nearest = 600;
  for (const block of blocks) {
    if (block.use !== 'verge') continue;
    for (let i = 0; i < block.ring.length; i++) {
      const a = mesh.point(cyclic(block.ring, i));
      const b = mesh.point(cyclic(block.ring, i + 1));
      // Land lies to the left of its border: south of the tracks they run west.
      if (mesh.line(cyclic(block.ring, i), cyclic(block.ring, i + 1)).kind !== 'rail' || b[0] > a[0]) continue;
      const axis = direction(a, b);
      const at = add(scale(add(a, b), 0.5), scale(leftOf(axis), 22));
      const road = block.ring
        .filter((id, k) => mesh.line(id, cyclic(block.ring, k + 1)).name === 'Bahnhofstraße')
        .map((id) => mesh.point(id));
      const room = Math.min(...road.map((p) => distance(p, at)));
      if (room < 75 || room >= nearest) continue;
      nearest = room;
      best = { at, axis: scale(axis, -1) };
    }
  }
  return best;
}
