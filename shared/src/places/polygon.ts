/** Areas on the map: GeoJSON Polygon and MultiPolygon (RFC 7946: lon, lat; rings closed; the first ring outside, others holes). */
import type { District } from '../board/reference.ts';

export type Geometry = District['geometry'];

/** Degrees: west ≤ east, south ≤ north. */
export interface Bounds {
  west: number;
  south: number;
  east: number;
  north: number;
}

/** Where a point is; on the border within the precision of a double, which for degrees is far below a millimetre. */
export type Side = 'inside' | 'border' | 'outside';

/** A geometry made ready for many questions. */
export interface Area {
  readonly bounds: Bounds;
  sideOf(lat: number, lon: number): Side;
}

/** The polygons of either kind of geometry. */
export function polygonsOf(geometry: Geometry): number[][][][] {
  return geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
}

/** The smallest box around a geometry. */
export function boundsOf(geometry: Geometry): Bounds {
  const bounds = { west: Infinity, south: Infinity, east: -Infinity, north: -Infinity };
  for (const polygon of polygonsOf(geometry))
    for (const [lon = 0, lat = 0] of polygon[0] ?? []) {
      bounds.west = Math.min(bounds.west, lon);
      bounds.south = Math.min(bounds.south, lat);
      bounds.east = Math.max(bounds.east, lon);
      bounds.north = Math.max(bounds.north, lat);
    }
  return bounds;
}

/** Edges per band of latitude aimed at; a point is tested against the edges of its band only. */
const EDGES_PER_BAND = 8;
const MOST_BANDS = 1024;

/**
 * Prepares a geometry that `geometryFaults` finds right: edges sorted into bands of latitude, so that a city district of
 * thousands of corners answers in a microsecond.
 */
export function areaOf(geometry: Geometry): Area {
  const bounds = boundsOf(geometry);
  const edges: number[] = [];
  for (const polygon of polygonsOf(geometry))
    for (const ring of polygon)
      for (let i = 1; i < ring.length; i += 1) {
        const [lonA = 0, latA = 0] = ring[i - 1] ?? [];
        const [lonB = 0, latB = 0] = ring[i] ?? [];
        // The lower end first: an edge that two districts share gives both the same arithmetic.
        if (latA < latB || (latA === latB && lonA <= lonB)) edges.push(latA, lonA, latB, lonB);
        else edges.push(latB, lonB, latA, lonA);
      }
  const bands = Math.min(MOST_BANDS, Math.max(1, Math.floor(edges.length / 4 / EDGES_PER_BAND)));
  const height = bounds.north - bounds.south || 1;
  const bandOf = (lat: number): number =>
    Math.min(bands - 1, Math.max(0, Math.floor(((lat - bounds.south) / height) * bands)));
  const inBand: number[][] = Array.from({ length: bands }, () => []);
  for (let edge = 0; edge < edges.length; edge += 4)
    for (let band = bandOf(edges[edge] ?? 0); band <= bandOf(edges[edge + 2] ?? 0); band += 1) inBand[band]?.push(edge);

  return {
    bounds,
    sideOf(lat, lon) {
      if (!(lon >= bounds.west && lon <= bounds.east && lat >= bounds.south && lat <= bounds.north)) return 'outside';
      let inside = false;
      for (const edge of inBand[bandOf(lat)] ?? []) {
        const latA = edges[edge] ?? 0;
        const lonA = edges[edge + 1] ?? 0;
        const latB = edges[edge + 2] ?? 0;
        const lonB = edges[edge + 3] ?? 0;
        if (lat < latA || lat > latB) continue;
        const cross = (lonB - lonA) * (lat - latA) - (lon - lonA) * (latB - latA);
        if (cross === 0 && lon >= Math.min(lonA, lonB) && lon <= Math.max(lonA, lonB)) return 'border';
        // Half-open in latitude, so that a corner counts once; the point is left of the edge when the cross product is positive.
        if (latA <= lat && lat < latB && cross > 0) inside = !inside;
      }
      return inside ? 'inside' : 'outside';
    },
  };
}

/** Districts made ready for many questions. */
export interface DistrictIndex {
  /** Id of the district at a place; null outside of all. */
  districtAt(lat: number, lon: number): string | null;
}

/**
 * Which district a place belongs to. The order of the list does not matter: inside wins over on the border, and where
 * several fit, the smallest id.
 */
export function indexDistricts(districts: readonly Pick<District, 'id' | 'geometry'>[]): DistrictIndex {
  const areas = districts
    .map(({ id, geometry }) => ({ id, area: areaOf(geometry) }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  return {
    districtAt(lat, lon) {
      let onBorder: string | null = null;
      for (const { id, area } of areas) {
        const side = area.sideOf(lat, lon);
        if (side === 'inside') return id;
        if (side === 'border') onBorder ??= id;
      }
      return onBorder;
    },
  };
}

/** The one-off form of `indexDistricts`. */
export function districtOf(
  place: { lat: number; lon: number },
  districts: readonly Pick<District, 'id' | 'geometry'>[],
): string | null {
  return indexDistricts(districts).districtAt(place.lat, place.lon);
}

/** The most corners of one district; East Boston with its harbour front has 6,623. */
export const MOST_POSITIONS = 20_000;

/**
 * What is wrong with coordinates, with the path of the first fault of each ring; empty when nothing is. Rings may cross
 * themselves: inside is then what an odd number of edges encloses.
 */
export function geometryFaults(geometry: Geometry): { path: (string | number)[]; reason: string }[] {
  const faults: { path: (string | number)[]; reason: string }[] = [];
  let positions = 0;
  polygonsOf(geometry).forEach((polygon, p) => {
    const at = geometry.type === 'Polygon' ? ['coordinates'] : ['coordinates', p];
    if (polygon.length === 0) faults.push({ path: at, reason: 'A polygon needs an outer ring.' });
    polygon.forEach((ring, r) => {
      positions += ring.length;
      const reason = ringFault(ring);
      if (reason !== null) faults.push({ path: [...at, r], reason });
    });
  });
  if (polygonsOf(geometry).length === 0)
    faults.push({ path: ['coordinates'], reason: 'There must be at least one polygon.' });
  if (positions > MOST_POSITIONS)
    faults.push({
      path: ['coordinates'],
      reason: `At most ${String(MOST_POSITIONS)} corners, got ${String(positions)}.`,
    });
  return faults;
}

function ringFault(ring: readonly number[][]): string | null {
  if (ring.length < 4) return 'A ring needs at least four positions, the last being the first again.';
  for (const [lon, lat] of ring)
    if (lon === undefined || lat === undefined || !(Math.abs(lon) <= 180) || !(Math.abs(lat) <= 90))
      return 'Positions are [longitude, latitude] in degrees.';
  const [firstLon, firstLat] = ring[0] ?? [];
  const [lastLon, lastLat] = ring.at(-1) ?? [];
  if (firstLon !== lastLon || firstLat !== lastLat) return 'A ring must end where it begins.';
  const distinct = new Set(ring.map(([lon, lat]) => `${String(lon)} ${String(lat)}`));
  if (distinct.size < 3) return 'A ring must enclose something.';
  return null;
}

/** Metres are kept to a decimetre: six decimals of a degree. A third number (height) is dropped. */
export function roundGeometry(geometry: Geometry): Geometry {
  const round = (value: number): number => Math.round(value * 1e6) / 1e6;
  const ring = (positions: number[][]): number[][] => positions.map(([lon = 0, lat = 0]) => [round(lon), round(lat)]);
  return geometry.type === 'Polygon'
    ? { type: 'Polygon', coordinates: geometry.coordinates.map(ring) }
    : { type: 'MultiPolygon', coordinates: geometry.coordinates.map((polygon) => polygon.map(ring)) };
}
