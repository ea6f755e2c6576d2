import type { Place } from '@dispatch/shared/places/distance';

/** One in so many places on each side may be left out of view. */
const LEFT_OUT = 200;

/**
 * The south-west and north-east corners of where nearly all places are: of hundreds, the few far away do not make the
 * rest small. [] without any.
 */
export function mostOf(places: readonly Place[]): Place[] {
  if (places.length === 0) return [];
  const lats = Float64Array.from(places, ({ lat }) => lat).sort();
  const lons = Float64Array.from(places, ({ lon }) => lon).sort();
  const out = Math.floor(places.length / LEFT_OUT);
  const last = places.length - 1 - out;
  return [
    { lat: lats[out] ?? 0, lon: lons[out] ?? 0 },
    { lat: lats[last] ?? 0, lon: lons[last] ?? 0 },
  ];
}

/** How wide places lie against how high, as a map shows them: 2 is twice as wide; 1 without any extent. */
export function shapeOf(corners: readonly Place[]): number {
  const [south, north] = corners;
  if (!south || !north || north.lat === south.lat) return 1;
  const middle = ((north.lat + south.lat) / 2) * (Math.PI / 180);
  return ((north.lon - south.lon) * Math.cos(middle)) / (north.lat - south.lat);
}
