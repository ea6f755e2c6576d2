import type { Basemap, BasemapFeature, BasemapKind, StreetClass } from '@dispatch/shared/places/basemap';
import { z } from 'zod';
import { joined, rounded, simplified, type LonLat } from './lines.ts';

const position = z.array(z.number()).min(2);
const geometry = z.discriminatedUnion('type', [
  z.object({ type: z.literal('LineString'), coordinates: z.array(position) }),
  z.object({ type: z.literal('MultiLineString'), coordinates: z.array(z.array(position)) }),
  z.object({ type: z.literal('Polygon'), coordinates: z.array(z.array(position)) }),
  z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(z.array(z.array(position))) }),
]);
const feature = z.object({ properties: z.record(z.string(), z.unknown()).nullable(), geometry });
const collection = z.object({ type: z.literal('FeatureCollection'), features: z.array(z.unknown()).min(1) });
type SourceFeature = z.infer<typeof feature>;

/** A layer of map data as it was given: what it shows, and the parsed file. */
export interface Layer {
  kind: 'land' | 'water' | 'park' | 'street';
  file: string;
  content: unknown;
}

export interface Converted {
  basemap: Basemap;
  /** What became of each layer. */
  layers: { file: string; kind: Layer['kind']; used: number; leftOut: number; drawn: number }[];
}

/** Values of OpenStreetMap's `highway`, by how we draw them; motor roads that are not here are left out. */
const CLASSES: Readonly<Record<string, StreetClass>> = {
  motorway: 'primary',
  motorway_link: 'primary',
  trunk: 'primary',
  trunk_link: 'primary',
  primary: 'primary',
  primary_link: 'primary',
  secondary: 'secondary',
  secondary_link: 'secondary',
  tertiary: 'secondary',
  tertiary_link: 'secondary',
  residential: 'residential',
  unclassified: 'residential',
  living_street: 'residential',
  road: 'residential',
  pedestrian: 'path',
  footway: 'path',
  cycleway: 'path',
  path: 'path',
  steps: 'path',
  bridleway: 'path',
  track: 'path',
};
/** Properties that hold an area's name, in the order they are tried; cities differ. */
const NAMES = ['name', 'Name', 'NAME', 'SITE_NAME', 'title'];
/** How far a drawn line may lie off its true place, metres. */
const STREET_METRES = 1;
const AREA_METRES = 2;
const ORDER: readonly Layer['kind'][] = ['land', 'park', 'water', 'street'];

/**
 * Makes our map of a city's own data, in drawing order: areas and streets simplified to a metre or two, pieces of the
 * same street joined.
 *
 * @param attribution what the sources want written on the map.
 * @throws Error with a sentence for people: a file is no GeoJSON collection, or nothing in it can be drawn.
 */
export function convert(layers: readonly Layer[], attribution?: string): Converted {
  const features: BasemapFeature[] = [];
  const told: Converted['layers'] = [];
  for (const layer of [...layers].sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind))) {
    const { found, leftOut } = readLayer(layer);
    const drawn = layer.kind === 'street' ? streets(found) : { features: areas(found, layer.kind), unknown: 0 };
    const used = found.length - drawn.unknown;
    if (drawn.features.length === 0) throw new Error(`${layer.file} holds nothing that can be drawn as ${layer.kind}`);
    features.push(...drawn.features);
    told.push({
      file: layer.file,
      kind: layer.kind,
      used,
      leftOut: leftOut + drawn.unknown,
      drawn: drawn.features.length,
    });
  }
  return { basemap: { type: 'FeatureCollection', ...(attribution && { attribution }), features }, layers: told };
}

function readLayer({ kind, file, content }: Layer): { found: SourceFeature[]; leftOut: number } {
  const read = collection.safeParse(content);
  if (!read.success) throw new Error(`${file} is no GeoJSON FeatureCollection with features`);
  const found = read.data.features.flatMap((one) => {
    const parsed = feature.safeParse(one);
    if (!parsed.success) return [];
    const isLine = parsed.data.geometry.type.endsWith('LineString');
    return isLine === (kind === 'street') ? [parsed.data] : [];
  });
  return { found, leftOut: read.data.features.length - found.length };
}

function areas(found: readonly SourceFeature[], kind: BasemapKind): BasemapFeature[] {
  return found.flatMap(({ properties, geometry: { type, coordinates } }): BasemapFeature[] => {
    const polygons = type === 'Polygon' ? [coordinates] : type === 'MultiPolygon' ? coordinates : [];
    const drawn = polygons
      .map((rings) => rings.map((ring) => simplified(rounded(ring), AREA_METRES)).filter((ring) => ring.length > 3))
      .filter((rings) => rings.length > 0);
    if (drawn.length === 0) return [];
    return [
      {
        type: 'Feature',
        // Districts lie on the land and are named themselves.
        properties: kind === 'land' ? { kind } : { kind, name: nameOf(properties) },
        geometry: { type: 'MultiPolygon', coordinates: drawn },
      },
    ];
  });
}

function nameOf(properties: SourceFeature['properties']): string | null {
  const name = NAMES.map((key) => properties?.[key]).find((value) => typeof value === 'string' && value.trim() !== '');
  return typeof name === 'string' ? name.trim() : null;
}

function streets(found: readonly SourceFeature[]): { features: BasemapFeature[]; unknown: number } {
  const groups = new Map<string, { class: StreetClass; name: string | null; lines: LonLat[][] }>();
  let unknown = 0;
  for (const {
    properties,
    geometry: { type, coordinates },
  } of found) {
    const highway = properties?.['highway'];
    const streetClass = typeof highway === 'string' ? CLASSES[highway] : 'residential';
    if (streetClass === undefined) {
      unknown += 1;
      continue;
    }
    const name = nameOf(properties);
    const key = `${streetClass} ${name ?? ''}`;
    const group = groups.get(key) ?? { class: streetClass, name, lines: [] };
    groups.set(key, group);
    const lines = type === 'LineString' ? [coordinates] : type === 'MultiLineString' ? coordinates : [];
    group.lines.push(...lines.map(rounded).filter((line) => line.length > 1));
  }
  const features = [...groups.values()].flatMap((group) =>
    joined(group.lines).map((line): BasemapFeature => ({
      type: 'Feature',
      properties: { kind: 'street', class: group.class, name: group.name },
      geometry: { type: 'LineString', coordinates: simplified(line, STREET_METRES) },
    })),
  );
  return { features, unknown };
}
