import { withImageSources, withTheme } from '@dispatch/base/lib/page';
import { themeCookie } from '@dispatch/base/lib/theme';
import type { Handle } from '@sveltejs/kit/hooks';

export const handle: Handle = async ({ event, resolve }) => {
  const response = await resolve(event, {
    transformPageChunk: ({ html }) => withTheme(html, event.cookies.get(themeCookie)),
  });
  const policy = response.headers.get('content-security-policy');
  const sources = event.platform?.req.imageSources;
  if (policy && sources) response.headers.set('content-security-policy', withImageSources(policy, sources));
  return response;
};
