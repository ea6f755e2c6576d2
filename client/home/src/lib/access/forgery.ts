/** Requests that may change something. */
const UNSAFE = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/**
 * Whether a request that may change something was started by a foreign page. The framework's own check compares whole
 * origins, which it cannot know behind a proxy, and takes the `Origin: null` that browsers send from a no-referrer page
 * (Fetch standard, "serializing a request origin") for foreign.
 *
 * @param host the Host header: what the browser believes it talks to
 * @param bearer true when the address itself holds the right to act (a tracking link): a foreign page that knew it
 *   would not need the visitor's browser, so that `Origin: null` is no danger there
 */
export function isForged(request: Request, host: string | null, bearer: boolean): boolean {
  if (!UNSAFE.has(request.method)) return false;
  const site = request.headers.get('sec-fetch-site');
  if (site !== null && site !== 'same-origin' && site !== 'none') return true;
  const origin = request.headers.get('origin');
  // Browsers name the origin of every POST; what does not is a program, which has no visitor's cookie to misuse.
  if (origin === null) return request.headers.has('cookie') && site === null;
  if (origin === 'null') return !bearer && site === null;
  return !URL.canParse(origin) || new URL(origin).host !== host;
}
