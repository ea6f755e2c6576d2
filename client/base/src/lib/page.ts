import { parseTheme } from './theme.ts';

/** Placeholder in each app.html that receives the theme. */
const themePlaceholder = '%dispatch.theme%';

/** Writes the chosen theme into a page. `cookie` is the raw value of the theme cookie, if there is one. */
export function withTheme(html: string, cookie: string | undefined): string {
  return html.replace(themePlaceholder, parseTheme(cookie));
}

/**
 * Adds image sources to a content security policy, for a tile server that is only known when the server starts.
 * Sources that are not plain origins are left out, since a stray `;` would open the policy.
 */
export function withImageSources(policy: string, sources: readonly string[]): string {
  const origins = sources.filter((source) => /^https?:\/\/[a-z0-9.*-]+(:\d+)?$/i.test(source));
  if (origins.length === 0) return policy;
  return policy.replace(/img-src [^;]*/, (directive) => `${directive} ${origins.join(' ')}`);
}
