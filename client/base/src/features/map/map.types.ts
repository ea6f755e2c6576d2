import type { ContractorState, District } from '@dispatch/shared/board/reference';
import type { Stage } from '@dispatch/shared/issues/stage';
import type { Urgency } from '@dispatch/shared/issues/status';
import type { Basemap, BasemapFeature, BasemapKind, StreetClass } from '@dispatch/shared/places/basemap';
import type { Place } from '@dispatch/shared/places/distance';

/** What the map needs to know of an issue. Issues without a position are left to the lists. */
export interface MapIssue extends Place {
  readonly id: string;
  readonly ref: string;
  readonly title: string;
  readonly urgency: Urgency;
  readonly stage: Stage;
  readonly overdue: boolean;
  readonly onHold: boolean;
  /** Id of the latest event; a marker is drawn anew only when it rises. */
  readonly rev: number;
}

/** A contractor where it was last heard of. */
export interface MapContractor extends Place {
  readonly id: string;
  readonly name: string;
  readonly initials: string;
  /** `#rrggbb` */
  readonly colour: string;
  readonly state: ContractorState;
  /** Degrees clockwise from north. */
  readonly heading: number | null;
  /** When it was there, Unix ms; the marker fades with age. */
  readonly at: number;
}

export type MapDistrict = Pick<District, 'id' | 'name' | 'geometry'>;

/** A way over the map, in the order it is driven. */
export interface MapRoute {
  readonly points: readonly Place[];
  /** CSS colour; the accent without one. */
  readonly colour?: string;
  /** Dashed, since it follows no streets. */
  readonly straight?: boolean;
}

/** What the base is drawn from. */
export type MapBase =
  /** Raster tiles, `{z}/{x}/{y}` in the address. */
  | { readonly kind: 'tiles'; readonly url: string; readonly attribution: string }
  /** The bundled drawing, from GET /api/v1/basemap. */
  | { readonly kind: 'drawn'; readonly data: Basemap };

export type { Basemap, BasemapFeature, BasemapKind, StreetClass };

/** What lies under a point, or is next in the list the keyboard walks through. */
export type MapTarget =
  | { readonly kind: 'issue'; readonly issue: MapIssue }
  | { readonly kind: 'contractor'; readonly contractor: MapContractor }
  | { readonly kind: 'cluster'; readonly cluster: MapCluster };

/** Issues too close to be told apart at this zoom. */
export interface MapCluster extends Place {
  /** Stays the same while its first issue stays in it. */
  readonly key: number;
  /** Where the clusters' index has it: which list of issues it was made of, and its id there. */
  readonly generation: number;
  readonly node: number;
  readonly count: number;
  readonly worst: Urgency;
  readonly overdue: number;
}

/** Where the map looks when it has nothing to fit to. */
export interface MapCentre extends Place {
  readonly zoom: number;
}
