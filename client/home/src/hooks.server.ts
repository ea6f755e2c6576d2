import { isForged } from '#lib/access/forgery.ts';
import { withImageSources, withTheme } from '@dispatch/base/lib/page';
import { themeCookie } from '@dispatch/base/lib/theme';
import { setZone } from '@dispatch/base/lib/time';
import type { Handle } from '@sveltejs/kit/hooks';

/** Pages whose address is a secret: it must not leave in a referrer nor be found by a search engine. */
const SECRET = /^\/(t|reset|invitation)\//;

export const handle: Handle = async ({ event, resolve }) => {
  const { platform, request, url } = event;
  const bearer = url.pathname.startsWith('/t/');
  if (isForged(request, request.headers.get('host'), bearer))
    return new Response('This form was sent by another website. Open our page and send it from there.', {
      status: 403,
    });
  const pages = platform?.req.pages;
  if (!pages)
    return new Response('The service is starting. Load this page again in a moment.', {
      status: 503,
      headers: { 'retry-after': '2' },
    });

  event.locals.pages = pages;
  const { who, organisation } = await pages.session();
  event.locals.who = who;
  event.locals.organisation = organisation;
  setZone(organisation.timeZone);

  const response = await resolve(event, {
    transformPageChunk: ({ html }) => withTheme(html, event.cookies.get(themeCookie)),
  });
  const { headers } = response;
  const policy = headers.get('content-security-policy');
  if (policy && platform.req.imageSources)
    headers.set('content-security-policy', withImageSources(policy, platform.req.imageSources));
  // Every page depends on who asks.
  headers.set('cache-control', 'no-store');
  if (SECRET.test(url.pathname)) {
    headers.set('referrer-policy', 'no-referrer');
    headers.set('x-robots-tag', 'noindex, nofollow, noarchive');
  }
  return response;
};
