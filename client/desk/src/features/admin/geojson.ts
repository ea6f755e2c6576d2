/** Districts out of a GeoJSON file, as cities publish them. Pure. */
import type { District } from '@dispatch/shared/board/reference';

type Geometry = District['geometry'];

export interface FoundArea {
  readonly properties: Readonly<Record<string, string>>;
  readonly geometry: Geometry;
}

export type GeoFile =
  | {
      readonly ok: true;
      readonly areas: readonly FoundArea[];
      /** Properties that could be the name, the likeliest first. */ readonly names: readonly string[];
      /** Features that are no areas. */ readonly skipped: number;
    }
  | { readonly ok: false; readonly reason: string };

const LIKELY = /name|district|bezirk|stadtteil|quartier|hood|ward|label|title/i;

/** @param text the file's content, RFC 7946: a FeatureCollection, a Feature or a bare geometry */
export function readGeoJson(text: string): GeoFile {
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch {
    return { ok: false, reason: 'This is not a JSON file. Export the areas as GeoJSON.' };
  }
  const features = featuresOf(file);
  if (!features) return { ok: false, reason: 'This is JSON, but not GeoJSON: it holds no features.' };
  const areas: FoundArea[] = [];
  for (const feature of features) {
    const geometry = feature['geometry'];
    if (
      !isRecord(geometry) ||
      (geometry['type'] !== 'Polygon' && geometry['type'] !== 'MultiPolygon') ||
      !Array.isArray(geometry['coordinates'])
    )
      continue;
    if (!isLonLat(geometry['coordinates']))
      return {
        ok: false,
        reason:
          'The coordinates are not degrees of longitude and latitude (WGS 84). Export the file again in EPSG:4326.',
      };
    const given = isRecord(feature['properties']) ? Object.entries(feature['properties']) : [];
    const properties = Object.fromEntries(
      given.flatMap(([key, value]) =>
        typeof value === 'string' || typeof value === 'number' ? [[key, String(value).trim()]] : [],
      ),
    );
    // The server checks the rest: rings that are closed and do not cross.
    areas.push({ properties, geometry: { type: geometry['type'], coordinates: geometry['coordinates'] } });
  }
  if (areas.length === 0)
    return { ok: false, reason: 'There is no area in this file: only polygons can be districts.' };
  return { ok: true, areas, names: namesOf(areas), skipped: features.length - areas.length };
}

/** Properties that every area has and that tell them apart, the likeliest to be a name first. */
function namesOf(areas: readonly FoundArea[]): string[] {
  const keys = Object.keys(areas[0]?.properties ?? {}).filter((key) =>
    areas.every(({ properties }) => (properties[key] ?? '') !== ''),
  );
  const rank = (key: string): number => {
    const values = areas.map(({ properties }) => properties[key] ?? '');
    return (
      (LIKELY.test(key) ? 0 : 2) +
      (new Set(values).size === values.length ? 0 : 4) +
      (values.every((value) => /^[\d.]+$/.test(value)) ? 8 : 0)
    );
  };
  return keys.sort((a, b) => rank(a) - rank(b));
}

function featuresOf(file: unknown): Record<string, unknown>[] | null {
  if (!isRecord(file)) return null;
  if (file['type'] === 'FeatureCollection' && Array.isArray(file['features'])) return file['features'].filter(isRecord);
  if (file['type'] === 'Feature') return [file];
  if (file['type'] === 'Polygon' || file['type'] === 'MultiPolygon') return [{ geometry: file, properties: {} }];
  return null;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The first corner tells: projected coordinates are in the hundreds of thousands. */
function isLonLat(coordinates: unknown): boolean {
  let inner = coordinates;
  while (Array.isArray(inner) && Array.isArray(inner[0])) inner = inner[0];
  if (!Array.isArray(inner)) return false;
  const [lon, lat] = inner as unknown[];
  return typeof lon === 'number' && typeof lat === 'number' && Math.abs(lon) <= 180 && Math.abs(lat) <= 90;
}
