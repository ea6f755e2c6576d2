import type { District } from '@dispatch/shared/board/reference';

/** The south-west and north-east corners of districts, for fitting a map to them; [] without any. */
export function cornersOf(districts: readonly Pick<District, 'geometry'>[]): { lat: number; lon: number }[] {
  const box = { west: Infinity, south: Infinity, east: -Infinity, north: -Infinity };
  for (const { geometry } of districts) {
    const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
    // The outer ring alone: holes lie inside.
    for (const [ring = []] of polygons)
      for (const [lon = 0, lat = 0] of ring) {
        box.west = Math.min(box.west, lon);
        box.east = Math.max(box.east, lon);
        box.south = Math.min(box.south, lat);
        box.north = Math.max(box.north, lat);
      }
  }
  if (box.west === Infinity) return [];
  return [
    { lat: box.south, lon: box.west },
    { lat: box.north, lon: box.east },
  ];
}
