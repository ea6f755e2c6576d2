import Supercluster from 'supercluster';

interface Leaf {
  readonly index: number;
}

interface Sum {
  first: number;
  worst: number;
  overdue: number;
}

/** Deepest zoom at which issues are still gathered; beyond the map's own, so that those at one address always are. */
const DEEPEST = 20;
/** Issues closer than this many pixels become one cluster: a marker's size, and a little air. */
const RADIUS = 36;
const WORLD: [number, number, number, number] = [-180, -90, 180, 90];
/** In `weight`: overdue. Below it stands the urgency's place in URGENCIES. */
export const OVERDUE = 8;

/** Issues as flat lists, which cost next to nothing to hand to another thread. All of one length. */
export interface Points {
  readonly lon: Float64Array;
  readonly lat: Float64Array;
  /** Place in URGENCIES, plus OVERDUE. */
  readonly weight: Uint8Array;
  /** A number of the issue that it keeps as others come and go. */
  readonly number: Uint32Array;
}

/** Everything that stands on the map at one zoom: single issues and clusters. All lists of one length. */
export interface Level {
  readonly zoom: number;
  readonly lon: Float64Array;
  readonly lat: Float64Array;
  /** How many issues; 1 is a single one. */
  readonly count: Uint32Array;
  readonly worst: Uint8Array;
  readonly overdue: Uint32Array;
  /** The smallest number of its issues: names a cluster also after others have come and gone. */
  readonly first: Uint32Array;
  /** Of a single issue its index in the points, of a cluster its id in the index. */
  readonly node: Uint32Array;
}

/** The points of a map gathered for every zoom: 10,000 take about 20 ms, which is why a worker does it. */
export class Clusters {
  readonly #index: Supercluster<Leaf, Sum>;
  readonly #points: Points;

  /** `scale` is how much larger than usual markers are drawn, as on a wall. */
  constructor(points: Points, scale = 1) {
    this.#points = points;
    this.#index = new Supercluster<Leaf, Sum>({
      radius: RADIUS * scale,
      extent: 256,
      maxZoom: DEEPEST,
      map: ({ index }) => this.#sumOf(index),
      reduce: (sum, other) => {
        sum.first = Math.min(sum.first, other.first);
        sum.worst = Math.max(sum.worst, other.worst);
        sum.overdue += other.overdue;
      },
    });
    this.#index.load(
      Array.from(points.lon, (lon, index) => ({
        type: 'Feature',
        geometry: { type: 'Point', coordinates: [lon, points.lat[index] ?? 0] },
        properties: { index },
      })),
    );
  }

  #sumOf(index: number): Sum {
    const weight = this.#points.weight[index] ?? 0;
    return { first: this.#points.number[index] ?? 0, worst: weight % OVERDUE, overdue: weight >= OVERDUE ? 1 : 0 };
  }

  /** All of the world at a zoom (rounded down), so that panning asks nothing. */
  level(zoom: number): Level {
    const found = this.#index.getClusters(WORLD, Math.floor(zoom));
    const level = emptyLevel(Math.floor(zoom), found.length);
    found.forEach(({ geometry, properties }, i) => {
      const isCluster = 'cluster' in properties;
      const { first, worst, overdue } = isCluster ? properties : this.#sumOf(properties.index);
      level.lon[i] = isCluster ? (geometry.coordinates[0] ?? 0) : (this.#points.lon[properties.index] ?? 0);
      level.lat[i] = isCluster ? (geometry.coordinates[1] ?? 0) : (this.#points.lat[properties.index] ?? 0);
      level.count[i] = isCluster ? properties.point_count : 1;
      level.worst[i] = worst;
      level.overdue[i] = overdue;
      level.first[i] = first;
      level.node[i] = isCluster ? properties.cluster_id : properties.index;
    });
    return level;
  }

  /** The zoom at which a cluster falls apart; deeper than the map's deepest it never does (one address). */
  opensAt(node: number): number {
    return this.#index.getClusterExpansionZoom(node);
  }

  /** Indices of a cluster's points. */
  members(node: number): number[] {
    return this.#index.getLeaves(node, Infinity).map(({ properties }) => properties.index);
  }
}

function emptyLevel(zoom: number, length: number): Level {
  return {
    zoom,
    lon: new Float64Array(length),
    lat: new Float64Array(length),
    count: new Uint32Array(length),
    worst: new Uint8Array(length),
    overdue: new Uint32Array(length),
    first: new Uint32Array(length),
    node: new Uint32Array(length),
  };
}

/** Each point by itself: what is shown where there is nothing to gather, or nobody to do it. */
export function singlesOf(points: Points, zoom: number): Level {
  const level = emptyLevel(Math.floor(zoom), points.lon.length);
  level.lon.set(points.lon);
  level.lat.set(points.lat);
  level.count.fill(1);
  level.first.set(points.number);
  points.weight.forEach((weight, index) => {
    level.worst[index] = weight % OVERDUE;
    level.overdue[index] = weight >= OVERDUE ? 1 : 0;
    level.node[index] = index;
  });
  return level;
}
