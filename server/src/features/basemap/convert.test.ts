import { describe, expect, test } from 'vitest';
import { convert } from './convert.ts';

const collection = (...features: [properties: object | null, geometry: object][]): object => ({
  type: 'FeatureCollection',
  features: features.map(([properties, geometry]) => ({ type: 'Feature', properties, geometry })),
});
const SQUARE = [
  [0, 0],
  [0.01, 0],
  [0.01, 0.01],
  [0, 0.01],
  [0, 0],
];

describe('a map of files of one’s own', () => {
  test('draws land first and streets last, whatever order they were given in', () => {
    const { basemap } = convert(
      [
        {
          kind: 'street',
          file: 's',
          content: collection([
            { name: 'Elm St', highway: 'tertiary' },
            {
              type: 'LineString',
              coordinates: [
                [0, 0],
                [0.01, 0],
              ],
            },
          ]),
        },
        {
          kind: 'park',
          file: 'p',
          content: collection([{ SITE_NAME: 'Common ' }, { type: 'Polygon', coordinates: [SQUARE] }]),
        },
        {
          kind: 'land',
          file: 'l',
          content: collection([{ Name: 'North End' }, { type: 'MultiPolygon', coordinates: [[SQUARE], [SQUARE]] }]),
        },
      ],
      '© someone',
    );
    expect(basemap.attribution).toBe('© someone');
    expect(basemap.features.map(({ properties }) => properties)).toEqual([
      { kind: 'land' },
      { kind: 'park', name: 'Common' },
      { kind: 'street', class: 'secondary', name: 'Elm St' },
    ]);
  });

  test('joins the pieces of one street, and keeps streets of one name but another class apart', () => {
    const line = (name: string, highway: string, ...coordinates: number[][]): [object, object] => [
      { name, highway },
      { type: 'LineString', coordinates },
    ];
    const content = collection(
      line('Elm St', 'residential', [0, 0], [0.01, 0]),
      line('Elm St', 'residential', [0.01, 0], [0.01, 0.01]),
      line('Elm St', 'primary', [0.01, 0.01], [0.02, 0.01]),
    );
    const { basemap, layers } = convert([{ kind: 'street', file: 's', content }]);
    expect(basemap.features.map(({ geometry }) => geometry.coordinates)).toEqual([
      [
        [0, 0],
        [0.01, 0],
        [0.01, 0.01],
      ],
      [
        [0.01, 0.01],
        [0.02, 0.01],
      ],
    ]);
    expect(layers).toEqual([{ file: 's', kind: 'street', used: 3, leftOut: 0, drawn: 2 }]);
  });

  test('counts what it cannot draw: points, features without a shape, ways that are no streets', () => {
    const content = collection(
      [
        { highway: 'residential' },
        {
          type: 'LineString',
          coordinates: [
            [0, 0],
            [0.01, 0],
          ],
        },
      ],
      [
        { highway: 'raceway' },
        {
          type: 'LineString',
          coordinates: [
            [0, 0],
            [0.01, 0],
          ],
        },
      ],
      [{ highway: 'residential' }, { type: 'Point', coordinates: [0, 0] }],
      [null, {}],
    );
    expect(convert([{ kind: 'street', file: 's', content }]).layers).toEqual([
      { file: 's', kind: 'street', used: 1, leftOut: 3, drawn: 1 },
    ]);
  });

  test('refuses a file that holds nothing to draw, with its name', () => {
    expect(() => convert([{ kind: 'park', file: 'parks.json', content: { type: 'Feature' } }])).toThrow(
      'parks.json is no GeoJSON FeatureCollection',
    );
    const points = collection([null, { type: 'Point', coordinates: [0, 0] }]);
    expect(() => convert([{ kind: 'park', file: 'parks.json', content: points }])).toThrow(
      'parks.json holds nothing that can be drawn as park',
    );
  });
});
