import { clipRing, cyclic, insideRing, ringArea, simplify, type Xy } from './plane.ts';
import type { Building } from './buildings.ts';
import type { Block, LandUse } from './landuse.ts';
import { chainPoints, type Chain, type Network } from './network.ts';
import type { NamedStreet } from './naming.ts';
import { drawnRing, mergeBlocks } from './outline.ts';
import type { Projection } from './projection.ts';
import type { Random } from './random.ts';
import type { Basemap, BasemapFeature, LonLat } from './town.types.ts';

/** Five decimals are about a metre: enough for streets and land; corners of houses get six. */
const LAND_DECIMALS = 5;
const HOUSE_DECIMALS = 6;
/** Houses are grouped by squares of this size, so that a map tile finds its own quickly. */
const GROUP_METRES = 420;

interface Box {
  x0: number;
  y0: number;
  x1: number;
  y1: number;
}

export interface BasemapParts {
  network: Network;
  blocks: readonly Block[];
  streets: readonly NamedStreet[];
  chains: readonly Chain[];
  rails: readonly Xy[][];
  buildings: readonly Building[];
  landmarks: readonly { name: string; ring: Xy[] }[];
  river: { name: string; ring: Xy[] };
  lake: { name: string; ring: Xy[]; park: Block } | null;
  /** What the basemap covers. */
  box: Box;
  projection: Projection;
  random: Random;
}

const PARK_NAMES = [
  'Rosengarten',
  'Bürgerpark',
  'Schlosswiese',
  'Kurpark',
  'Lindenhain',
  'Volkspark',
  'Botanischer Garten',
  'Alter Friedhof',
  'Schillerhain',
  'Wiesenpark',
  'Eichenhain',
  'Kleingärten Sonnenland',
  'Kleingärten Abendfrieden',
  'Sportpark',
  'Jugendpark',
  'Obstgarten',
  'Teichwiesen',
];
const WOOD_NAMES = [
  'Tarneforst',
  'Hagenholz',
  'Papenholz',
  'Buchenkamp',
  'Wolfsbusch',
  'Nordholz',
  'Kattenberg',
  'Rehwinkel',
  'Birkenschlag',
];

/** All that a map draws, in drawing order. */
export function drawBasemap(parts: BasemapParts): Basemap {
  const { network, blocks, projection, box } = parts;
  const ring = (points: readonly Xy[], decimals: number): LonLat[] => closed(points, projection, decimals);
  const polygon = (
    points: readonly Xy[],
    holes: readonly Xy[][] = [],
  ): { type: 'Polygon'; coordinates: LonLat[][] } => ({
    type: 'Polygon',
    coordinates: [ring(points, LAND_DECIMALS), ...holes.map((hole) => ring(hole, LAND_DECIMALS))],
  });
  const features: BasemapFeature[] = [];
  const { x0, y0, x1, y1 } = box;
  features.push({
    type: 'Feature',
    properties: { kind: 'land' },
    geometry: polygon([
      [x0, y0],
      [x1, y0],
      [x1, y1],
      [x0, y1],
    ]),
  });

  const areas = (uses: readonly LandUse[], acrossStreets = true): { outer: Xy[]; holes: Xy[][] }[] =>
    mergeBlocks(blocks, (block) => uses.includes(block.use), network, acrossStreets);
  for (const [use, uses] of [
    ['residential', ['inner', 'suburb', 'estate']],
    ['industrial', ['industrial']],
    ['centre', ['oldtown', 'square']],
  ] as const)
    for (const { outer, holes } of areas(uses))
      features.push({
        type: 'Feature',
        properties: { kind: 'block', use },
        geometry: polygon(slim(outer), holes.map(slim)),
      });

  for (const { outer, holes } of areas(['riverside'], false))
    features.push({
      type: 'Feature',
      properties: { kind: 'park', name: null },
      geometry: polygon(slim(outer), holes.map(slim)),
    });
  const rampartPoints = new Set(
    blocks
      .filter((block) => block.use === 'park' && block.district === 0)
      .flatMap((block) => drawnRing(block.ring, network).map((p) => p.join())),
  );
  const parkNames = parts.random.shuffled(PARK_NAMES);
  for (const { outer, holes } of areas(['park'], false)) {
    const ofLake = parts.lake !== null && insideRing(parts.lake.ring[0] ?? [NaN, NaN], outer);
    const ramparts = outer.every((p) => rampartPoints.has(p.join()));
    const name = ofLake
      ? 'Stadtpark'
      : ramparts
        ? 'Wallanlagen'
        : ringArea(outer) > 14_000
          ? (parkNames.pop() ?? null)
          : null;
    features.push({
      type: 'Feature',
      properties: { kind: 'park', name },
      geometry: polygon(slim(outer), holes.map(slim)),
    });
  }
  const woodNames = parts.random.shuffled(WOOD_NAMES);
  const woods = areas(['wood']).sort((p, q) => ringArea(q.outer) - ringArea(p.outer));
  for (const { outer, holes } of woods) {
    const seen = clipRing(slim(outer), box);
    if (seen.length < 3) continue;
    const gaps = holes.map((hole) => clipRing(slim(hole), box)).filter((hole) => hole.length > 2);
    features.push({
      type: 'Feature',
      properties: { kind: 'wood', name: woodNames.pop() ?? null },
      geometry: polygon(seen, gaps),
    });
  }

  features.push({
    type: 'Feature',
    properties: { kind: 'river', name: parts.river.name },
    geometry: polygon(clipRing(parts.river.ring, box)),
  });
  if (parts.lake)
    features.push({
      type: 'Feature',
      properties: { kind: 'water', name: parts.lake.name },
      geometry: polygon(parts.lake.ring),
    });

  const line = (points: readonly Xy[]): LonLat[][] =>
    clipLine(points, box).map((piece) => piece.map((p) => projection.toLonLat(p, LAND_DECIMALS)));
  features.push({
    type: 'Feature',
    properties: { kind: 'rail' },
    geometry: { type: 'MultiLineString', coordinates: parts.rails.flatMap((rail) => line(rail)) },
  });
  const way = (name: string | null, streetClass: NamedStreet['class'] | 'path', chains: readonly Chain[]): void => {
    const pieces = chains.flatMap((chain) => line(simplify(chainPoints(chain, network.edges), 0.5)));
    const [first] = pieces;
    if (!first) return;
    features.push({
      type: 'Feature',
      properties: { kind: 'street', class: streetClass, name },
      geometry:
        pieces.length === 1
          ? { type: 'LineString', coordinates: first }
          : { type: 'MultiLineString', coordinates: pieces },
    });
  };
  way(
    null,
    'path',
    parts.chains.filter((chain) => chain.way === 'path'),
  );
  for (const streetClass of ['residential', 'secondary', 'primary'] as const)
    for (const street of parts.streets) if (street.class === streetClass) way(street.name, streetClass, street.chains);

  const groups = new Map<string, LonLat[][][]>();
  for (const building of parts.buildings) {
    const p = cyclic(building.ring, 0);
    const key = `${String(Math.floor(p[0] / GROUP_METRES))}/${String(Math.floor(p[1] / GROUP_METRES))}`;
    const group = groups.get(key);
    const shape = [ring(building.ring, HOUSE_DECIMALS)];
    if (group) group.push(shape);
    else groups.set(key, [shape]);
  }
  for (const coordinates of groups.values())
    features.push({
      type: 'Feature',
      properties: { kind: 'building' },
      geometry: { type: 'MultiPolygon', coordinates },
    });
  for (const { name, ring: outline } of parts.landmarks)
    features.push({
      type: 'Feature',
      properties: { kind: 'building', name },
      geometry: { type: 'Polygon', coordinates: [ring(outline, HOUSE_DECIMALS)] },
    });
  return { type: 'FeatureCollection', features };
}

/** RFC 7946: closed, outer rings counter-clockwise (holes come clockwise already). */
export function closed(points: readonly Xy[], projection: Projection, decimals: number): LonLat[] {
  const ring = points.map((p) => projection.toLonLat(p, decimals));
  const distinct = ring.filter((p, i) => {
    const before = cyclic(ring, i - 1);
    return p[0] !== before[0] || p[1] !== before[1];
  });
  const [first] = distinct;
  return first ? [...distinct, [first[0], first[1]]] : [];
}

/** Rings of land keep their shape to a metre and a half; only what is drawn, never what borders are tested by. */
const slim = (ring: readonly Xy[]): Xy[] => simplify([...ring, cyclic(ring, 0)], 1.5).slice(0, -1);

/** Parts of a line inside the box. */
function clipLine(points: readonly Xy[], box: Box): Xy[][] {
  const inside = (p: Xy): boolean => p[0] >= box.x0 && p[0] <= box.x1 && p[1] >= box.y0 && p[1] <= box.y1;
  const pieces: Xy[][] = [];
  let piece: Xy[] = [];
  const border = (a: Xy, b: Xy): Xy => {
    // a inside, b outside: the last point of a–b in the box.
    const share = (from: number, to: number, low: number, high: number): number =>
      to > high ? (high - from) / (to - from) : to < low ? (low - from) / (to - from) : 1;
    const t = Math.min(share(a[0], b[0], box.x0, box.x1), share(a[1], b[1], box.y0, box.y1));
    return [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t];
  };
  points.forEach((p, i) => {
    const before = points[i - 1];
    if (inside(p)) {
      if (before && !inside(before)) piece.push(border(p, before));
      piece.push(p);
      return;
    }
    if (before && inside(before)) piece.push(border(before, p));
    if (piece.length > 1) pieces.push(piece);
    piece = [];
  });
  if (piece.length > 1) pieces.push(piece);
  return pieces;
}
