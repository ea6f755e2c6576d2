import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Basemap } from '@dispatch/shared/places/basemap';

/** A map as it goes over the wire: GeoJSON packed with gzip. */
export interface PackedMap {
  gzip: Buffer;
  etag: string;
}

/** Where the map of one's own city is kept. */
export const mapFile = (dataDir: string): string => join(dataDir, 'basemap.geojson.gz');

/** Packs a map; the ETag is of what it shows. */
export function packed(text: string): PackedMap {
  return named(gzipSync(text, { level: 9 }));
}

function named(gzip: Buffer): PackedMap {
  return { gzip, etag: `"${createHash('sha256').update(gzip).digest('base64url').slice(0, 22)}"` };
}

/** Keeps a map in place of the one before; a server that runs shows it to the next page that is opened. */
export async function keepMap(dataDir: string, basemap: Basemap): Promise<{ file: string; bytes: number }> {
  const file = mapFile(dataDir);
  const { gzip } = packed(JSON.stringify(basemap));
  await mkdir(dirname(file), { recursive: true });
  // Never half a map, whoever reads meanwhile.
  await writeFile(`${file}.new`, gzip);
  await rename(`${file}.new`, file);
  return { file, bytes: gzip.length };
}

/** Reads the kept map again only when its file has changed. */
export class KeptMap {
  readonly #file: string;
  #seen = '';
  #map: PackedMap | null = null;

  constructor(dataDir: string) {
    this.#file = mapFile(dataDir);
  }

  /** @returns null when none is kept. */
  async read(): Promise<PackedMap | null> {
    const now = await stat(this.#file).catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
      throw error;
    });
    if (now === null) return null;
    const seen = `${String(now.mtimeMs)} ${String(now.size)} ${String(now.ino)}`;
    if (this.#map === null || seen !== this.#seen) {
      this.#map = named(await readFile(this.#file));
      this.#seen = seen;
    }
    return this.#map;
  }
}
