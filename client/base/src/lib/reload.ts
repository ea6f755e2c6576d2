const KEY = 'dispatch_reloaded_at';
/** A server that is newer than the page is met once; a second time so soon means that loading again does not help. */
const PAUSE = 60_000;

/**
 * Loads the page anew because the server speaks a newer protocol; at most once a minute, so that a page out of some
 * cache does not load itself for ever.
 *
 * @returns false when it was done just before
 */
export function reloadOnce(now = Date.now(), storage: Pick<Storage, 'getItem' | 'setItem'> = sessionStorage): boolean {
  if (now - Number(storage.getItem(KEY) ?? 0) < PAUSE) return false;
  storage.setItem(KEY, String(now));
  location.reload();
  return true;
}
