/** Mean radius of the earth in metres (IUGG). */
const EARTH = 6_371_008.8;

/** A place on the map in degrees, WGS 84. */
export interface Position {
  readonly lat: number;
  readonly lon: number;
}

/** Metres between two places as the crow flies (haversine; error below 0.5 %). */
export function distanceBetween(a: Position, b: Position): number {
  const rad = Math.PI / 180;
  const h =
    Math.sin(((b.lat - a.lat) * rad) / 2) ** 2 +
    Math.cos(a.lat * rad) * Math.cos(b.lat * rad) * Math.sin(((b.lon - a.lon) * rad) / 2) ** 2;
  return 2 * EARTH * Math.asin(Math.sqrt(h));
}

/** Metres as people say them: "40 m", "350 m", "1.2 km", "14 km". */
export function formatDistance(metres: number): string {
  if (metres < 995) return `${String(Math.round(metres / 10) * 10)} m`;
  if (metres < 9_950) return `${(metres / 1000).toFixed(1)} km`;
  return `${String(Math.round(metres / 1000))} km`;
}
