/** Mean radius of the earth in metres (IUGG). */
const EARTH = 6_371_008.8;
const RADIANS = Math.PI / 180;

/** A place in degrees, WGS 84. */
export interface Place {
  readonly lat: number;
  readonly lon: number;
}

/** Metres between two places as the crow flies (haversine; error below 0.5 %). */
export function distanceBetween(a: Place, b: Place): number {
  const h =
    Math.sin(((b.lat - a.lat) * RADIANS) / 2) ** 2 +
    Math.cos(a.lat * RADIANS) * Math.cos(b.lat * RADIANS) * Math.sin(((b.lon - a.lon) * RADIANS) / 2) ** 2;
  return 2 * EARTH * Math.asin(Math.min(1, Math.sqrt(h)));
}
