import { withImageSources, withTheme } from '@dispatch/base/lib/page';
import { themeCookie } from '@dispatch/base/lib/theme';
import type { Handle, HandleFetch } from '@sveltejs/kit/hooks';

export const handle: Handle = async ({ event, resolve }) => {
  const response = await resolve(event, {
    transformPageChunk: ({ html }) => withTheme(html, event.cookies.get(themeCookie)),
  });
  const policy = response.headers.get('content-security-policy');
  const sources = event.platform?.req.imageSources;
  if (policy && sources) response.headers.set('content-security-policy', withImageSources(policy, sources));
  return response;
};

/**
 * A page rendered on the server asks the API of its own process: over the very socket address the request came in on,
 * so that it works on any host, port or proxy, and as the person who asked (cookie and address go along).
 */
export const handleFetch: HandleFetch = async ({ event, request, fetch }) => {
  const url = new URL(request.url);
  const incoming = event.platform?.req;
  if (!incoming || url.origin !== event.url.origin || !url.pathname.startsWith('/api/')) return fetch(request);

  const { localAddress = '127.0.0.1', localPort, localFamily } = incoming.socket;
  const host = localFamily === 'IPv6' ? `[${localAddress}]` : localAddress;
  const own = new Request(`http://${host}:${String(localPort)}${url.pathname}${url.search}`, request);
  const cookie = event.request.headers.get('cookie');
  if (cookie) own.headers.set('cookie', cookie);
  if (incoming.ip) own.headers.set('x-forwarded-for', incoming.ip);
  return globalThis.fetch(own);
};
