import { gunzipSync } from 'node:zlib';
import type { Feature } from '../../platform/feature.ts';
import { route } from '../../platform/http/route.ts';
import { KeptMap, packed, type PackedMap } from './kept-map.ts';

export { convert, type Layer } from './convert.ts';
export { keepMap } from './kept-map.ts';

export interface BasemapDependencies {
  dataDir: string;
  /** The bundled map as GeoJSON text, where there is one for what is on the board. */
  bundled(): Promise<string | null>;
}

const NOTHING = '{"type":"FeatureCollection","features":[]}';

/** The map without tiles: the one kept for this city (`npm run basemap`), else the bundled one, else none. */
export function createBasemap({ dataDir, bundled }: BasemapDependencies): Feature {
  const kept = new KeptMap(dataDir);
  const packs = new Map<string, PackedMap>();

  async function current(): Promise<PackedMap> {
    const own = await kept.read();
    if (own) return own;
    const text = (await bundled()) ?? NOTHING;
    const pack = packs.get(text) ?? packed(text);
    packs.set(text, pack);
    return pack;
  }

  return {
    routes: [
      route({
        method: 'GET',
        path: '/basemap',
        allow: 'anyone',
        async handle({ raw: { request, response } }) {
          const { gzip, etag } = await current();
          const unpacked = request.acceptsEncodings('gzip') === false;
          response.vary('Accept-Encoding');
          return {
            text: unpacked ? gunzipSync(gzip) : gzip,
            type: 'application/geo+json',
            headers: {
              // Asked for again each time, and answered with 304 while it is the same.
              'Cache-Control': 'public, no-cache',
              ETag: unpacked ? `W/${etag}` : etag,
              ...(!unpacked && { 'Content-Encoding': 'gzip' }),
            },
          };
        },
      }),
    ],
  };
}
