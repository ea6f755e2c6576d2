import type { Organisation } from '@dispatch/shared/board/reference';
import type { Answer } from '../../lib/api.ts';
import { api } from '../../lib/api.ts';
import type { Basemap, MapBase } from './map.types.ts';

let drawn: Promise<Answer<Basemap>> | null = null;

/**
 * What the map is drawn from: the organisation's tile server if it has one, else the bundled drawing, which is fetched
 * once per page. Null while that cannot be had; the markers are shown all the same.
 */
export async function loadBase(
  organisation: Pick<Organisation, 'tileUrl' | 'tileAttribution'>,
): Promise<MapBase | null> {
  if (organisation.tileUrl !== null) {
    return { kind: 'tiles', url: organisation.tileUrl, attribution: organisation.tileAttribution ?? '' };
  }
  drawn ??= api<Basemap>('/basemap');
  const answer = await drawn;
  if (answer.kind === 'done') return { kind: 'drawn', data: answer.value };
  drawn = null;
  return null;
}
