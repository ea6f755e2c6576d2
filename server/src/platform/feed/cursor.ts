import { isUuid } from '@dispatch/shared/ids/uuid';

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

/** Transaction ids have 64 bits. */
const LARGEST_ID = 2n ** 64n - 1n;

/** @returns null for anything that is not a cursor: what PostgreSQL would refuse must not reach it (rule S6). */
export function parseCursor(cursor: string): FeedPosition | null {
  const match = FORM.exec(cursor);
  if (!match) return null;
  const [, feed = '', snapshot = '', , xmax = '', under] = match;
  const underWay = under ? under.split(',') : [];
  if (!isUuid(feed) || [xmax, ...underWay].some((id) => BigInt(id) > LARGEST_ID)) return null;
  return { feed, snapshot, xmax, underWay };
}

export function formatCursor(feed: string, snapshot: string): string {
  return `${feed}/${snapshot}`;
}
