/** How a browser becomes a wall display. */
import { api, type Answer } from '@dispatch/base/lib/api';
import type { Me } from '@dispatch/shared/people/person';

/** Exchanges the token of a wall's link, once, for a session that sees and cannot act. It replaces the browser's own. */
export function enterWall(token: string): Promise<Answer<{ who: Me }>> {
  return api<{ who: Me }>('/session', { method: 'POST', body: { kiosk: token, app: 'wall' }, app: 'wall' });
}

/** Makes a link that turns another browser into a wall display, once, within a quarter of an hour. */
export async function makeWallLink(): Promise<Answer<{ token: string; page: string }>> {
  return api<{ token: string; page: string }>('/kiosks', { method: 'POST', body: {}, app: 'desk' });
}
