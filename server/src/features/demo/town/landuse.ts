import { insideRing, ringArea, ringCentre, smallestRectangle, cyclic, along, type Xy } from './plane.ts';
import type { Arrangement, Mesh } from './mesh.ts';
import type { Random } from './random.ts';
import type { Skeleton } from './skeleton.ts';
import { cutOnce, type Grain } from './subdivision.ts';
import { valueNoise, type Noise } from './warp.ts';

/** What a block is used for. */
export type LandUse =
  | 'square'
  | 'oldtown'
  | 'inner'
  | 'suburb'
  | 'estate'
  | 'industrial'
  | 'park'
  | 'riverside'
  | 'verge'
  | 'wood'
  | 'field';

/** A piece of land with streets (or fields) around it: a ring of the mesh's points, counter-clockwise. */
export interface Block {
  ring: number[];
  use: LandUse;
  district: number;
}

export const BUILT: ReadonlySet<LandUse> = new Set(['oldtown', 'inner', 'suburb', 'estate', 'industrial']);

const GRAIN: Readonly<Record<LandUse, Grain>> = {
  square: { length: Infinity, width: Infinity, lean: 0, spread: 0 },
  park: { length: Infinity, width: Infinity, lean: 0, spread: 0 },
  verge: { length: Infinity, width: Infinity, lean: 0, spread: 0 },
  riverside: { length: Infinity, width: Infinity, lean: 0, spread: 0 },
  oldtown: { length: 138, width: 96, lean: 0.14, spread: 0.12 },
  inner: { length: 165, width: 118, lean: 0.05, spread: 0.1 },
  suburb: { length: 250, width: 112, lean: 0.07, spread: 0.1 },
  estate: { length: 330, width: 250, lean: 0.06, spread: 0.08 },
  industrial: { length: 420, width: 270, lean: 0.03, spread: 0.1 },
  wood: { length: 620, width: 480, lean: 0.12, spread: 0.12 },
  field: { length: 560, width: 420, lean: 0.1, spread: 0.12 },
};

/** Land is handed to one use in parcels of about this size; before that it is only cut. */
const PARCEL: Grain = { length: 540, width: 420, lean: 0.05, spread: 0.08 };

/** District of land beyond the municipal border. */
export const OUTSIDE = -1;

interface Plan {
  skeleton: Skeleton;
  random: Random;
  density: Noise;
  forest: Noise;
  villages: readonly Xy[];
}

/** Divides the cells between the main lines into blocks and says what each is used for. */
export function divideLand(arrangement: Arrangement, skeleton: Skeleton, random: Random): Block[] {
  const plan: Plan = {
    skeleton,
    random,
    density: valueNoise(random.fork('density'), 760),
    forest: valueNoise(random.fork('forest'), 900),
    villages: [
      [-1870, 1560],
      [2050, -1420],
    ],
  };
  const { mesh } = arrangement;
  const blocks: Block[] = [];
  for (const raw of arrangement.cells) {
    const cell = mesh.refresh(raw);
    const points = mesh.ring(cell);
    const centre = ringCentre(points);
    const band = isRiverBand(mesh, cell, skeleton);
    const outside = isOutside(mesh, cell, centre, skeleton);
    const district = outside ? OUTSIDE : districtOf(centre, skeleton, band);
    const use = band ? (outside ? 'field' : 'riverside') : fixedUse(mesh, cell, centre, skeleton);
    divideCell(mesh, cell, use, district, plan, blocks);
  }
  for (const block of blocks) block.ring = mesh.refresh(block.ring);
  return blocks;
}

function divideCell(
  mesh: Mesh,
  cell: readonly number[],
  use: LandUse | null,
  district: number,
  plan: Plan,
  out: Block[],
): void {
  const ring = mesh.refresh(cell);
  const points = mesh.ring(ring);
  const hectares = ringArea(points) / 10_000;
  const centre = ringCentre(points);
  let chosen = use;
  if (chosen === null) {
    const box = smallestRectangle(points);
    if (hectares < 32 && insideRing(plan.skeleton.lake, points)) chosen = 'park';
    else if (box.length <= PARCEL.length * 1.35 && box.width <= PARCEL.width * 1.35)
      chosen = parcelUse(centre, district, plan);
  } else if ((chosen === 'inner' || chosen === 'suburb' || chosen === 'estate') && hectares > 1.4 && hectares < 6) {
    const box = smallestRectangle(points);
    if (box.length < 3 * box.width && plan.random.chance(chosen === 'inner' ? 0.06 : 0.045)) chosen = 'park';
  }
  const parts = cutOnce(mesh, ring, chosen === null ? PARCEL : GRAIN[chosen], plan.random);
  if (!parts) {
    out.push({ ring, use: chosen ?? parcelUse(centre, district, plan), district });
    return;
  }
  divideCell(mesh, parts[0], chosen, district, plan, out);
  divideCell(mesh, parts[1], chosen, district, plan, out);
}

/** The municipal border runs counter-clockwise: cells that have it on their left go against it. */
function isOutside(mesh: Mesh, cell: readonly number[], centre: Xy, skeleton: Skeleton): boolean {
  for (let i = 0; i < cell.length; i++) {
    const a = mesh.point(cyclic(cell, i));
    const b = mesh.point(cyclic(cell, i + 1));
    if (mesh.line(cyclic(cell, i), cyclic(cell, i + 1)).kind === 'boundary') return a[0] * b[1] - a[1] * b[0] < 0;
  }
  return !insideRing(centre, skeleton.boundary);
}

/** The strip of river and banks between the two quays: seen from a quay the cell lies towards the water. */
function isRiverBand(mesh: Mesh, cell: readonly number[], skeleton: Skeleton): boolean {
  for (let i = 0; i < cell.length; i++) {
    const line = mesh.line(cyclic(cell, i), cyclic(cell, i + 1));
    if (line.kind !== 'quay') continue;
    const middle = along(mesh.point(cyclic(cell, i)), mesh.point(cyclic(cell, i + 1)), 0.5);
    const north = skeleton.aboveRiver(middle) > 0;
    const eastward = mesh.point(cyclic(cell, i + 1))[0] > mesh.point(cyclic(cell, i))[0];
    // Cells keep their land on the left: going west along the north quay leaves the river on the left.
    return north !== eastward;
  }
  return false;
}

function fixedUse(mesh: Mesh, cell: readonly number[], centre: Xy, skeleton: Skeleton): LandUse | null {
  if (insideRing(centre, skeleton.market)) return 'square';
  if (cell.some((id, i) => mesh.line(id, cyclic(cell, i + 1)).kind === 'rail')) return 'verge';
  const names = new Set(cell.map((id, i) => mesh.line(id, cyclic(cell, i + 1)).name));
  const atWall = ['Nordwall', 'Ostwall', 'Südwall', 'Westwall'].some((name) => names.has(name));
  const atLane = names.has('Hinter der Mauer') || names.has('Mauergasse');
  // The old ramparts are gardens in the north and built over towards the river.
  if (atWall && atLane && centre[1] > 0) return 'park';
  if (insideRing(centre, skeleton.wall)) return 'oldtown';
  return null;
}

function parcelUse(p: Xy, district: number, { skeleton, density, forest, villages }: Plan): LandUse {
  const r = Math.hypot(p[0], p[1] * 1.12);
  const woody = forest(p) + (p[0] < 0 && p[1] < 0 ? 0.3 : 0) > 0.2;
  if (district === OUTSIDE) return woody ? 'wood' : 'field';
  if (district === 2 && skeleton.aboveRail(p) > 0 && r < 2330 + 250 * density(p)) return 'industrial';
  if (district === 1 && r > 1500 && r < 2150 && p[1] > 60 && p[1] < 640) return 'industrial';
  if (r < 1330) return 'inner';
  const inVillage = villages.some((v) => Math.hypot(p[0] - v[0], p[1] - v[1]) < 330);
  const built = inVillage || (r < 2180 ? density(p) > -0.42 + (r - 1330) / 1500 : density(p) > 0.45 + (r - 2180) / 600);
  if (built)
    return district === 6 && r < 2000 && p[0] < 1150
      ? 'estate'
      : district === 3 && p[0] > -420 && r < 2000
        ? 'estate'
        : 'suburb';
  return woody ? 'wood' : 'field';
}

/** Index in DISTRICT_NAMES: the old town, then around it counter-clockwise from the east. */
export function districtOf(p: Xy, skeleton: Skeleton, riverBand: boolean): number {
  if (insideRing(p, skeleton.wall)) return 0;
  const full = 2 * Math.PI;
  const angle = (Math.atan2(p[1], p[0]) + full) % full;
  const [east = 0, station = 0, north = 0, south = 0, fishers = 0] = skeleton.borders.map((border) =>
    border(Math.hypot(p[0], p[1])),
  );
  if (riverBand || skeleton.aboveRiver(p) > 0) {
    if (angle < east) return 1;
    if (angle < station) return 2;
    if (angle < north) return 3;
    if (angle < south) return 4;
    return angle < fishers ? 0 : 1;
  }
  return angle < south ? 5 : 6;
}
