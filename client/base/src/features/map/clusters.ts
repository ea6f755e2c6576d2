import type { Urgency } from '@dispatch/shared/issues/status';
import { URGENCIES } from '@dispatch/shared/issues/status';
import Supercluster from 'supercluster';
import type { MapCluster, MapIssue } from './map.types.ts';

interface Leaf {
  readonly index: number;
}

interface Sum {
  worst: number;
  overdue: number;
}

/** Deepest zoom at which issues are still gathered; beyond the map's own, so that those at one address always are. */
const DEEPEST = 20;
/** Issues closer than this many pixels become one cluster: a marker's size, and a little air. */
const RADIUS = 36;

/** West, south, east, north in degrees. */
export type Bounds = [west: number, south: number, east: number, north: number];

/** The issues of a map gathered for every zoom. Made anew when issues change: 10,000 take about 20 ms. */
export class IssueClusters {
  readonly #issues: readonly MapIssue[];
  readonly #index: Supercluster<Leaf, Sum>;

  /** `scale` is how much larger than usual markers are drawn, as on a wall. */
  constructor(issues: readonly MapIssue[], scale = 1) {
    this.#issues = issues;
    this.#index = new Supercluster<Leaf, Sum>({
      radius: RADIUS * scale,
      extent: 256,
      maxZoom: DEEPEST,
      map: ({ index }) => {
        const issue = issues[index];
        return { worst: issue ? rank(issue) : 0, overdue: issue?.overdue ? 1 : 0 };
      },
      reduce: (sum, other) => {
        sum.worst = Math.max(sum.worst, other.worst);
        sum.overdue += other.overdue;
      },
    });
    this.#index.load(
      issues.map((issue, index) => ({
        type: 'Feature',
        geometry: { type: 'Point', coordinates: [issue.lon, issue.lat] },
        properties: { index },
      })),
    );
  }

  /** What is drawn within the bounds at a zoom: single issues and clusters. */
  within(bounds: Bounds, zoom: number): { singles: MapIssue[]; clusters: MapCluster[] } {
    const singles: MapIssue[] = [];
    const clusters: MapCluster[] = [];
    for (const { geometry, properties } of this.#index.getClusters(bounds, Math.floor(zoom))) {
      if ('cluster' in properties) {
        clusters.push({
          key: properties.cluster_id,
          lon: geometry.coordinates[0] ?? 0,
          lat: geometry.coordinates[1] ?? 0,
          count: properties.point_count,
          worst: URGENCIES[properties.worst] ?? 'normal',
          overdue: properties.overdue,
        });
      } else {
        const issue = this.#issues[properties.index];
        if (issue) singles.push(issue);
      }
    }
    return { singles, clusters };
  }

  /** The zoom at which a cluster falls apart; above `deepest` it never does (one address). */
  opensAt(key: number): number {
    return this.#index.getClusterExpansionZoom(key);
  }

  /** The issues of a cluster, most urgent first, overdue before others. */
  members(key: number): MapIssue[] {
    return this.#index
      .getLeaves(key, Infinity)
      .flatMap(({ properties }) => this.#issues[properties.index] ?? [])
      .sort(byWeight);
  }
}

function rank(issue: { urgency: Urgency }): number {
  return URGENCIES.indexOf(issue.urgency);
}

/** Most urgent first, overdue before others of the same urgency, then by reference. */
export function byWeight(a: MapIssue, b: MapIssue): number {
  return rank(b) - rank(a) || Number(b.overdue) - Number(a.overdue) || (a.ref < b.ref ? -1 : 1);
}
