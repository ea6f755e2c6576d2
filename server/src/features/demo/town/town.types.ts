/**
 * The demo town as plain data. Positions are WGS 84 degrees; GeoJSON follows RFC 7946 (longitude first, outer rings
 * counter-clockwise). Everything is made up: the town, its people and their lives.
 */
export interface Position {
  lat: number;
  lon: number;
}

/** [longitude, latitude] as GeoJSON wants it. */
export type LonLat = [lon: number, lat: number];

export interface PolygonGeometry {
  type: 'Polygon';
  coordinates: LonLat[][];
}
export interface MultiPolygonGeometry {
  type: 'MultiPolygon';
  coordinates: LonLat[][][];
}
export interface LineStringGeometry {
  type: 'LineString';
  coordinates: LonLat[];
}
export interface MultiLineStringGeometry {
  type: 'MultiLineString';
  coordinates: LonLat[][];
}

export type StreetClass = 'primary' | 'secondary' | 'residential' | 'path';

interface BasemapFeatureOf<P, G> {
  type: 'Feature';
  properties: P;
  geometry: G;
}

/** In drawing order: land, blocks, parks and woods, water, railway, streets, buildings. */
export type BasemapFeature =
  | BasemapFeatureOf<{ kind: 'land' }, PolygonGeometry>
  | BasemapFeatureOf<{ kind: 'block'; use: 'centre' | 'residential' | 'industrial' }, PolygonGeometry>
  | BasemapFeatureOf<{ kind: 'park' | 'wood'; name: string | null }, PolygonGeometry>
  | BasemapFeatureOf<{ kind: 'water' | 'river'; name: string }, PolygonGeometry>
  | BasemapFeatureOf<{ kind: 'rail' }, MultiLineStringGeometry>
  | BasemapFeatureOf<
      { kind: 'street'; class: StreetClass; name: string | null },
      LineStringGeometry | MultiLineStringGeometry
    >
  | BasemapFeatureOf<{ kind: 'building' }, MultiPolygonGeometry>
  | BasemapFeatureOf<{ kind: 'building'; name: string }, PolygonGeometry>;

export interface Basemap {
  type: 'FeatureCollection';
  features: BasemapFeature[];
}

export interface TownDistrict {
  name: string;
  population: number;
  /** One ring; together the districts tile the municipality. */
  geometry: PolygonGeometry;
}

/** A street with a name; its number in `Town.streets` is used by addresses and graph edges. */
export interface TownStreet {
  name: string;
  class: Exclude<StreetClass, 'path'>;
  metres: number;
}

export interface TownAddress extends Position {
  street: string;
  number: string;
  /** Index in Town.districts. */
  district: number;
  /** People live at homes only. */
  use: 'home' | 'work';
}

/** Crossings and the ways between them, for routes. One connected graph. */
export interface StreetGraph {
  nodes: Position[];
  edges: StreetEdge[];
}

export interface StreetEdge {
  from: number;
  to: number;
  class: StreetClass;
  /** Null on paths. */
  name: string | null;
  metres: number;
  /** From `from` to `to`, both ends included. */
  points: LonLat[];
}

export interface Town {
  seed: number;
  name: string;
  timeZone: string;
  population: number;
  centre: Position;
  bounds: { south: number; west: number; north: number; east: number };
  districts: TownDistrict[];
  streets: TownStreet[];
  addresses: TownAddress[];
  bridges: (Position & { street: string })[];
  graph: StreetGraph;
  basemap: Basemap;
}

export interface TownOptions {
  /** Any whole number; the same seed gives the same town on every machine. Default DEFAULT_SEED. */
  seed?: number;
  /** Where the market square lies; default DEFAULT_CENTRE. */
  centre?: Position;
}
