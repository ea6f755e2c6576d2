import { simplify } from '@dispatch/shared/places/simplify';
import type { Geometry } from '@dispatch/shared/places/polygon';

/** How far a border may be drawn beside where it is, metres: less than its line is wide where a street fills the screen. */
const MAY_BE_OFF = 3;

/** Outlines by district, each with the border it was made of. */
const made = new Map<string, { readonly border: string; readonly outline: string }>();

interface Row {
  readonly id: string;
  readonly name: string;
  readonly active: boolean;
  /** GeoJSON as text. */
  readonly border: string;
}

/**
 * Districts as screens get them: a city's exact borders are most of what a desk loads, and it draws lines of two pixels.
 *
 * @param rows JSON text of Row[]
 * @returns JSON text of District[]
 */
export function withOutlines(rows: string): string {
  return `[${(JSON.parse(rows) as Row[])
    .map(
      ({ id, name, active, border }) =>
        `{"id":${JSON.stringify(id)},"name":${JSON.stringify(name)},"geometry":${outlineOf(id, border)},"active":${String(active)}}`,
    )
    .join(',')}]`;
}

function outlineOf(id: string, border: string): string {
  const known = made.get(id);
  if (known?.border === border) return known.outline;
  const outline = JSON.stringify(simplify(JSON.parse(border) as Geometry, MAY_BE_OFF));
  made.set(id, { border, outline });
  return outline;
}
