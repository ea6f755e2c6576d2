/**
 * Tells when a page may have missed something: shown again, back on the network, or brought back from the browser's
 * page cache. (A machine that slept with the page in front is noticed by the connection's own timer.)
 *
 * @returns the way to stop
 */
export function onWake(woken: () => void): () => void {
  const shown = (): void => {
    if (document.visibilityState === 'visible') woken();
  };
  document.addEventListener('visibilitychange', shown);
  // A page that is loaded is shown too; only one out of the cache has missed anything.
  const restored = (event: PageTransitionEvent): void => {
    if (event.persisted) woken();
  };
  window.addEventListener('online', woken);
  window.addEventListener('pageshow', restored);
  return () => {
    document.removeEventListener('visibilitychange', shown);
    window.removeEventListener('online', woken);
    window.removeEventListener('pageshow', restored);
  };
}
