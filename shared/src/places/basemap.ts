/** What a map without tiles is drawn from: the answer of GET /api/v1/basemap. */

export type BasemapKind = 'land' | 'block' | 'park' | 'wood' | 'water' | 'river' | 'rail' | 'street' | 'building';
export type StreetClass = 'primary' | 'secondary' | 'residential' | 'path';

/** GeoJSON (RFC 7946, lon before lat) of the town: areas as polygons, streets, rails and rivers also as lines. */
export interface Basemap {
  readonly type: 'FeatureCollection';
  /** What the sources want written on the map. */
  readonly attribution?: string;
  readonly features: readonly BasemapFeature[];
}

export interface BasemapFeature {
  readonly type?: 'Feature';
  readonly properties: {
    readonly kind: BasemapKind;
    readonly class?: StreetClass;
    /** Of a block. */
    readonly use?: 'centre' | 'residential' | 'industrial';
    readonly name?: string | null;
    /** Of a river drawn as a line, in metres. */
    readonly width?: number;
  };
  readonly geometry:
    | { readonly type: 'LineString'; readonly coordinates: readonly (readonly number[])[] }
    | {
        readonly type: 'MultiLineString' | 'Polygon';
        readonly coordinates: readonly (readonly (readonly number[])[])[];
      }
    | { readonly type: 'MultiPolygon'; readonly coordinates: readonly (readonly (readonly (readonly number[])[])[])[] };
}
