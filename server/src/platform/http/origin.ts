import { Refusal } from '../refusal.ts';

/** The parts of a request that tell which page sent it. */
export interface FromPage {
  method: string;
  /** Host with port as the browser addressed it (behind a trusted proxy: as the proxy was addressed). */
  host: string | undefined;
  /** True when the browser spoke TLS. */
  secure: boolean;
  header(name: 'origin' | 'sec-fetch-site' | 'cookie' | 'x-requested-with'): string | undefined;
}

const UNSAFE = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/**
 * Refuses a change that a page of someone else made the browser send. Three locks, each enough by itself in the
 * browsers that have it: the cookie is SameSite=Lax; the browser names the page's origin (Origin, Sec-Fetch-Site); our
 * own pages send a header that a foreign page cannot set without asking CORS first.
 *
 * @throws Refusal `origin_refused` for a foreign page, `csrf` for a cookie without our header.
 */
export function refuseForgery(request: FromPage, corsOrigins: readonly string[]): void {
  if (!UNSAFE.has(request.method)) return;
  const origin = request.header('origin');
  const known = origin !== undefined && corsOrigins.includes(origin);
  if (origin !== undefined && !known && !isOwnOrigin(origin, request)) throw new Refusal('origin_refused');
  const site = request.header('sec-fetch-site');
  // `same-site` is a sibling under the same registered domain: another host, so not ours.
  if (!known && (site === 'cross-site' || site === 'same-site')) throw new Refusal('origin_refused');
  if (request.header('cookie') !== undefined && request.header('x-requested-with') !== 'dispatch-board')
    throw new Refusal('csrf');
}

/** True when a page of this origin came from the address that it now calls; `null` (sandboxed pages) never is. */
export function isOwnOrigin(origin: string, { host, secure }: Pick<FromPage, 'host' | 'secure'>): boolean {
  if (!URL.canParse(origin)) return false;
  const page = new URL(origin);
  // A page that came unencrypted may have been written by anyone on the way, so it does not count as ours over TLS.
  if (secure && page.protocol !== 'https:') return false;
  return page.host === host?.toLowerCase();
}
