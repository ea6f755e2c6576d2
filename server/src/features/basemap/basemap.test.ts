import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { abilitiesOf } from '@dispatch/shared/access/abilities';
import type { Basemap } from '@dispatch/shared/places/basemap';
import { mountRoutes } from '../../platform/http/mount.ts';
import { createBasemap, keepMap } from './index.ts';

const map = (attribution: string): Basemap => ({ type: 'FeatureCollection', attribution, features: [] });

describe('GET /basemap', () => {
  let dataDir = '';
  let url = '';
  let close = (): void => undefined;
  let bundled: string | null = null;

  beforeEach(async () => {
    bundled = null;
    dataDir = mkdtempSync(join(tmpdir(), 'dispatch-board-map-'));
    const { routes = [] } = createBasemap({ dataDir, bundled: () => Promise.resolve(bundled) });
    const anyone = {
      kind: 'anyone',
      name: null,
      sessionId: null,
      address: '',
      ability: abilitiesOf({ kind: 'anyone' }),
    } as const;
    const server = express().use(
      mountRoutes({ routes, identify: () => Promise.resolve(anyone), corsOrigins: [], log: pino({ level: 'silent' }) }),
    );
    const listening = server.listen(0, '127.0.0.1');
    await new Promise((resolve) => listening.once('listening', resolve));
    const address = listening.address();
    url = `http://127.0.0.1:${String(typeof address === 'object' ? address?.port : '')}/basemap`;
    close = () => {
      listening.closeAllConnections();
      listening.close();
    };
  });
  afterEach(() => {
    close();
    rmSync(dataDir, { recursive: true });
  });

  const get = async (headers: Record<string, string> = {}): Promise<[Response, Basemap | null]> => {
    // Of its own accord fetch asks for nothing from a cache, and Express then never answers 304.
    const response = await fetch(url, { headers: { 'cache-control': 'max-age=0', ...headers } });
    return [response, response.status === 200 ? ((await response.json()) as Basemap) : null];
  };

  test('is empty where nothing is kept and nothing bundled, else the bundled map, else the kept one', async () => {
    expect((await get())[1]).toEqual({ type: 'FeatureCollection', features: [] });
    bundled = JSON.stringify(map('town'));
    expect((await get())[1]).toEqual(map('town'));
    await keepMap(dataDir, map('city'));
    expect((await get())[1]).toEqual(map('city'));
  });

  test('is packed as it lies in its file, with an ETag that answers 304 until another map is kept', async () => {
    await keepMap(dataDir, map('city'));
    const [first] = await get({ 'accept-encoding': 'gzip' });
    expect(first.headers.get('content-encoding')).toBe('gzip');
    expect(first.headers.get('vary')).toContain('Accept-Encoding');
    expect(first.headers.get('content-type')).toBe('application/geo+json');
    const etag = first.headers.get('etag') ?? '';
    expect((await get({ 'if-none-match': etag }))[0].status).toBe(304);
    await keepMap(dataDir, map('another city'));
    expect((await get({ 'if-none-match': etag }))[1]).toEqual(map('another city'));
  });

  test('is plain for those who cannot unpack', async () => {
    await keepMap(dataDir, map('city'));
    const [response, body] = await get({ 'accept-encoding': 'identity' });
    expect(response.headers.get('content-encoding')).toBeNull();
    expect(body).toEqual(map('city'));
  });
});
