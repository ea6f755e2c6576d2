import type { Place } from '@dispatch/shared/places/distance';

/** One in so many places on each side may be left out of view. */
const LEFT_OUT = 200;
/** Fewer places say nothing of where most are. */
const FEWEST = 8;
/** So many times as far out as the middle half of all is wide lies nothing of a town: a wrong position. */
const FAR_OFF = 8;
/** The middle half is taken for at least as wide, about 500 m: a town of one street is still a town. Degrees. */
const NARROWEST = 0.005;

/**
 * The south-west and north-east corners of where nearly all places are: what is far off, or the few at the edge of
 * hundreds, does not make the rest small. [] without any.
 */
export function mostOf(places: readonly Place[]): Place[] {
  const lat = mostAlong(places.map((place) => place.lat));
  const lon = mostAlong(places.map((place) => place.lon));
  if (!lat || !lon) return [];
  return [
    { lat: lat.from, lon: lon.from },
    { lat: lat.to, lon: lon.to },
  ];
}

/** From where to where nearly all of these lie; null without any. */
function mostAlong(degrees: readonly number[]): { from: number; to: number } | null {
  const sorted = Float64Array.from(degrees).sort();
  const at = (share: number): number => sorted[Math.floor((sorted.length - 1) * share)] ?? 0;
  const [lower, upper] = [at(0.25), at(0.75)];
  const reach = FAR_OFF * Math.max(upper - lower, NARROWEST);
  const near =
    sorted.length < FEWEST ? sorted : sorted.filter((value) => value >= lower - reach && value <= upper + reach);
  const out = Math.floor(near.length / LEFT_OUT);
  const [from, to] = [near[out], near[near.length - 1 - out]];
  return from === undefined || to === undefined ? null : { from, to };
}

/** How wide places lie against how high, as a map shows them: 2 is twice as wide; 1 without any extent. */
export function shapeOf(corners: readonly Place[]): number {
  const [south, north] = corners;
  if (!south || !north || north.lat === south.lat) return 1;
  const middle = ((north.lat + south.lat) / 2) * (Math.PI / 180);
  return ((north.lon - south.lon) * Math.cos(middle)) / (north.lat - south.lat);
}
