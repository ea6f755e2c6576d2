import { expect, test } from 'vitest';
import { readGeoJson } from './geojson.ts';

const ring = [
  [
    [10, 52],
    [11, 52],
    [11, 53],
    [10, 52],
  ],
];
const area = (properties: object, coordinates: unknown = ring) => ({
  type: 'Feature',
  properties,
  geometry: { type: 'Polygon', coordinates },
});
const file = (...features: object[]): string => JSON.stringify({ type: 'FeatureCollection', features });

test('areas come with the property that is likeliest their name first', () => {
  const read = readGeoJson(
    file(area({ OBJECTID: 1, kind: 'x', Name: 'Nord' }), area({ OBJECTID: 2, kind: 'x', Name: 'Süd' })),
  );
  expect(read).toMatchObject({ ok: true, names: ['Name', 'kind', 'OBJECTID'], skipped: 0 });
});

test('points and lines are passed over and counted', () => {
  const point = { type: 'Feature', properties: {}, geometry: { type: 'Point', coordinates: [1, 2] } };
  expect(readGeoJson(file(area({ name: 'A' }), point))).toMatchObject({ ok: true, skipped: 1 });
  expect(readGeoJson(file(point))).toMatchObject({ ok: false });
});

test('what is no GeoJSON, or not in degrees, is refused in a sentence', () => {
  expect(readGeoJson('<kml/>')).toEqual({ ok: false, reason: 'This is not a JSON file. Export the areas as GeoJSON.' });
  expect(readGeoJson('[1]')).toMatchObject({ ok: false });
  expect(readGeoJson(file(area({}, [[[604_000, 5_792_000]]])))).toMatchObject({
    ok: false,
    reason: expect.stringContaining('EPSG:4326') as string,
  });
});
