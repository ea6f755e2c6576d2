import { along, cyclic, lineLength, rotate, type Xy } from './plane.ts';
import { closed, drawBasemap } from './basemap.ts';
import { build } from './buildings.ts';
import { DISTRICT_NAMES, districtRings } from './districts.ts';
import { divideLand, type Block } from './landuse.ts';
import { raiseLandmarks } from './landmarks.ts';
import { arrange } from './mesh.ts';
import { nameStreets, type NamedStreet } from './naming.ts';
import { bend, buildNetwork, followStreets, type Network } from './network.ts';
import { numberDoors } from './numbering.ts';
import { projectionAround, type Projection } from './projection.ts';
import { seededRandom } from './random.ts';
import { drawSkeleton } from './skeleton.ts';
import type { Position, StreetGraph, Town, TownOptions } from './town.types.ts';
import { layWalks } from './walks.ts';
import { townWarp } from './warp.ts';
import { lakeRing, riverRing } from './water.ts';

/** Open country in northern Germany; the town on it is made up. */
export const DEFAULT_CENTRE: Position = { lat: 52.2085, lon: 10.9065 };

/** The town that the demo shows. */
export const DEFAULT_SEED = 16;

/** How far the basemap reaches beyond the municipal border, in metres. */
const MARGIN_METRES = 1300;
const POPULATION = 60_000;

/**
 * Draws a town of about 60,000 people, 6 by 5 km: the same seed always gives the same town.
 * Takes about half a second; nothing is read, stored or fetched.
 */
export function generateTown({ seed = DEFAULT_SEED, centre = DEFAULT_CENTRE }: TownOptions = {}): Town {
  const random = seededRandom(seed);
  const skeleton = drawSkeleton(random.fork('skeleton'));
  const arrangement = arrange(skeleton.lines);
  const { mesh } = arrangement;
  const blocks = divideLand(arrangement, skeleton, random.fork('land'));

  const warp = townWarp(random.fork('warp'));
  const tilt = random.fork('tilt').between(-0.2, 0.2);
  const toMap = (p: Xy): Xy => rotate(warp(p), tilt);
  const drawn = (ring: readonly Xy[]): Xy[] => ring.flatMap((p, i) => bend(p, cyclic(ring, i + 1), toMap).slice(0, -1));

  const lake = lakeRing(mesh, blocks, skeleton, random.fork('lake'));
  const walks = layWalks(mesh, blocks, lake, random.fork('walks'));
  const landmarks = raiseLandmarks(mesh, blocks, skeleton, toMap);
  const network = buildNetwork(arrangement, blocks, walks, skeleton, toMap, random.fork('ways'));
  const { buildings, doors } = build(network, blocks, random.fork('houses'));

  const projection = projectionAround(centre);
  const chains = followStreets(network);
  const { streets, places } = nameStreets(chains, network, blocks, toMap([0, 0]), random.fork('names'));
  const numbered = numberDoors(doors, network, places, random.fork('numbers'));
  const borders = districtRings(blocks, network);
  const outline = borders.flat();
  const xs = outline.map((p) => p[0]);
  const ys = outline.map((p) => p[1]);
  const limits = { x0: Math.min(...xs), y0: Math.min(...ys), x1: Math.max(...xs), y1: Math.max(...ys) };
  const box = {
    x0: limits.x0 - MARGIN_METRES,
    y0: limits.y0 - MARGIN_METRES,
    x1: limits.x1 + MARGIN_METRES,
    y1: limits.y1 + MARGIN_METRES,
  };

  const basemap = drawBasemap({
    network,
    blocks,
    streets,
    chains,
    rails: skeleton.lines.filter((line) => line.kind === 'rail').map((line) => drawnLine(line.points, toMap)),
    buildings,
    landmarks,
    river: { name: skeleton.river.name, ring: drawn(riverRing(skeleton)) },
    lake: lake && { name: 'Schwanensee', ring: drawn(lake.ring), park: lake.park },
    box,
    projection,
    random: random.fork('basemap'),
  });

  const doorsIn = DISTRICT_NAMES.map(
    (_, index) => numbered.filter((door) => cyclic(blocks, door.block).district === index).length,
  );
  const [low, high] = [projection.toPosition([limits.x0, limits.y0]), projection.toPosition([limits.x1, limits.y1])];
  return {
    seed,
    name: 'Wendelbrück an der Tarne',
    timeZone: 'Europe/Berlin',
    population: POPULATION,
    centre: projection.toPosition(toMap([0, 0])),
    bounds: { south: low.lat, west: low.lon, north: high.lat, east: high.lon },
    districts: DISTRICT_NAMES.map((name, index) => ({
      name,
      population: Math.round(((doorsIn[index] ?? 0) / Math.max(1, numbered.length)) * POPULATION),
      geometry: { type: 'Polygon', coordinates: [closed(cyclic(borders, index), projection, 5)] },
    })),
    streets: streets.map(({ name, class: streetClass, length }) => ({
      name,
      class: streetClass,
      metres: Math.round(length),
    })),
    addresses: numbered.map(({ street, number, at, block }) => ({
      street: cyclic(streets, street).name,
      number,
      district: cyclic(blocks, block).district,
      use: cyclic(blocks, block).use === 'industrial' ? ('work' as const) : ('home' as const),
      ...projection.toPosition(at),
    })),
    bridges: findBridges(network, blocks, projection),
    graph: graphOf(network, streets, projection),
    basemap,
  };
}

const drawnLine = (points: readonly Xy[], toMap: (p: Xy) => Xy): Xy[] =>
  points.slice(1).flatMap((p, i) => {
    const part = bend(cyclic(points, i), p, toMap);
    return i === 0 ? part : part.slice(1);
  });

function findBridges({ edges }: Network, blocks: readonly Block[], projection: Projection): Town['bridges'] {
  const crossings = edges
    .filter(
      ({ way, line, left, right }) =>
        way !== null && line.kind !== 'quay' && blocks[left]?.use === 'riverside' && blocks[right]?.use === 'riverside',
    )
    .map(({ points, line }) => {
      const a = cyclic(points, 0);
      const b = cyclic(points, points.length - 1);
      return { street: line.name ?? '', ...projection.toPosition(along(a, b, 0.5)) };
    });
  return crossings.filter((bridge, i) => crossings.findIndex((other) => other.street === bridge.street) === i);
}

function graphOf(network: Network, streets: readonly NamedStreet[], projection: Projection): StreetGraph {
  const nodes: Position[] = [];
  const numberOf = new Map<number, number>();
  const node = (point: number, at: Xy): number => {
    const known = numberOf.get(point);
    if (known !== undefined) return known;
    nodes.push(projection.toPosition(at));
    numberOf.set(point, nodes.length - 1);
    return nodes.length - 1;
  };
  const names = new Map<number, string>();
  for (const street of streets)
    for (const chain of street.chains) for (const { edge } of chain.steps) names.set(edge, street.name);
  const edges = network.edges.flatMap((edge, index) => {
    if (!edge.way) return [];
    const from = node(edge.a, cyclic(edge.points, 0));
    const to = node(edge.b, cyclic(edge.points, edge.points.length - 1));
    return {
      from,
      to,
      class: edge.way,
      name: names.get(index) ?? null,
      metres: Math.round(lineLength(edge.points) * 10) / 10,
      points: edge.points.map((p) => projection.toLonLat(p, 6)),
    };
  });
  return { nodes, edges };
}
