/**
 * A position in the feed: the feed's id and a database snapshot, as text `feed/xmin:xmax:xip,xip`. A snapshot says
 * exactly which transactions had been seen, so that transactions which commit in another order than they began are
 * neither lost nor read twice (docs/decisions/0003).
 */
export interface FeedPosition {
  feed: string;
  /** As PostgreSQL prints pg_snapshot. */
  snapshot: string;
  /** The first transaction id not yet begun at the time. */
  xmax: string;
  /** Transactions under way at the time. */
  underWay: string[];
}

const FORM = /^([0-9a-f-]{36})\/((\d{1,20}):(\d{1,20}):((?:\d{1,20})(?:,\d{1,20})*)?)$/;

/** @returns null for anything that is not a cursor. */
export function parseCursor(cursor: string): FeedPosition | null {
  const match = FORM.exec(cursor);
  if (!match) return null;
  const [, feed = '', snapshot = '', , xmax = '', underWay] = match;
  return { feed, snapshot, xmax, underWay: underWay ? underWay.split(',') : [] };
}

export function formatCursor(feed: string, snapshot: string): string {
  return `${feed}/${snapshot}`;
}
