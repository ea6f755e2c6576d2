import type { Place } from '@dispatch/shared/places/distance';

/** Coordinates as people type or paste them: "42.36010, -71.05890". Five places are about a metre. */
export function formatPlace({ lat, lon }: Place): string {
  return `${lat.toFixed(5)}, ${lon.toFixed(5)}`;
}

/**
 * Reads what formatPlace writes and what maps copy: two decimal numbers, latitude first, parted by comma, semicolon or
 * blanks, each with an optional N/S/E/W. Null for anything else, and for what lies outside the world.
 */
export function parsePlace(text: string): Place | null {
  const match = /^\s*([-+]?\d+(?:\.\d+)?)\s*°?\s*([NS])?\s*[,;\s]\s*([-+]?\d+(?:\.\d+)?)\s*°?\s*([EW])?\s*$/i.exec(
    text,
  );
  if (!match) return null;
  const [, north = '', ns = '', east = '', ew = ''] = match;
  const lat = Number(north) * (ns.toUpperCase() === 'S' ? -1 : 1);
  const lon = Number(east) * (ew.toUpperCase() === 'W' ? -1 : 1);
  return Math.abs(lat) <= 90 && Math.abs(lon) <= 180 ? { lat, lon } : null;
}
