import type { FeedReference, Projection } from './projection.ts';

/** A value that every node keeps in memory and forgets when the records it was made from change anywhere. */
export interface Kept<T> {
  get(): Promise<T>;
  /** Called after a commit of this node; other nodes hear of it through the feed. */
  forget(): void;
  /** Listens to the feed; sends nothing. */
  readonly listener: Projection;
}

/** A notice that a node missed (it was starting, or the feed was restored under it) heals within this time. */
const LONGEST_MS = 60_000;

/**
 * @param nouns whose changes make the value old.
 * @param load reads it anew; a failure is not kept.
 * @param clock Unix ms.
 */
export function keep<T>({
  nouns,
  load,
  clock,
}: {
  nouns: readonly FeedReference['noun'][];
  load: () => Promise<T>;
  clock: () => number;
}): Kept<T> {
  let held: { value: Promise<T>; since: number } | null = null;

  function get(): Promise<T> {
    const now = clock();
    if (held && now - held.since < LONGEST_MS) return held.value;
    // Readers that come meanwhile share this reading; a change meanwhile drops it, so that the next reader reads again.
    const reading = { value: load(), since: now };
    held = reading;
    reading.value.catch(() => {
      if (held === reading) held = null;
    });
    return reading.value;
  }

  const forget = (): void => {
    held = null;
  };

  return {
    get,
    forget,
    listener: ({ reference }) => {
      if (reference.some(({ noun }) => nouns.includes(noun))) forget();
      return Promise.resolve([]);
    },
  };
}
