import type { Database } from '../database/database.ts';
import { formatCursor, parseCursor } from './cursor.ts';
import type { FeedBatch, FeedEvent, FeedReference } from './projection.ts';

/** Past so many events a catch-up costs more than a snapshot. */
export const LONGEST_CATCH_UP = 50_000;

export interface FeedRead extends FeedBatch {
  cursor: string;
}

export interface Feed {
  /** The position of now, for a reader that starts with a snapshot of the state. */
  now(): Promise<string>;
  /**
   * All events that have become visible since the cursor, in id order (within an issue that is version order).
   *
   * @returns null when the cursor is of another feed, is not a cursor, or lies more than LONGEST_CATCH_UP events back:
   * the reader needs a snapshot.
   */
  since(cursor: string, limit?: number): Promise<FeedRead | null>;
}

// One statement: its snapshot is the next cursor, so nothing can slip between reading and remembering.
const SINCE = `
  with position as (select pg_current_snapshot()::text as snapshot, (select id from feed) as feed),
  events as (
    select id, issue_id, version, action, at, actor_kind, actor_id, district_before, district_after,
           contractor_before, contractor_after, on_board_before, on_board_after
    from issue_events
    where (xid >= $1::xid8 or xid = any($2::xid8[])) and $3::uuid = (select feed from position)
    order by id limit $4
  ),
  refs as (
    select id, noun, noun_id from reference_events
    where (xid >= $1::xid8 or xid = any($2::xid8[])) and $3::uuid = (select feed from position)
    order by id limit $4
  )
  select position.snapshot, position.feed,
    (select json_agg(json_build_object(
      'id', id, 'issueId', issue_id, 'version', version, 'action', action,
      'at', (extract(epoch from at) * 1000)::bigint, 'actorKind', actor_kind, 'actorId', actor_id,
      'districtBefore', district_before, 'districtAfter', district_after,
      'contractorBefore', contractor_before, 'contractorAfter', contractor_after,
      'onBoardBefore', on_board_before, 'onBoardAfter', on_board_after) order by id) from events) as events,
    (select json_agg(json_build_object('id', id, 'noun', noun, 'nounId', noun_id) order by id) from refs) as refs
  from position`;

interface SinceRow {
  snapshot: string;
  feed: string;
  events: FeedEvent[] | null;
  refs: FeedReference[] | null;
}

export function createFeed(database: Database): Feed {
  return {
    async now() {
      const { rows } = await database.pool.query<{ cursor: string }>(
        `select (select id from feed)::text || '/' || pg_current_snapshot()::text as cursor`,
      );
      return rows[0]!.cursor;
    },
    async since(cursor, limit = LONGEST_CATCH_UP) {
      const position = parseCursor(cursor);
      if (!position) return null;
      const { rows } = await database.pool.query<SinceRow>({
        name: 'feed-since',
        text: SINCE,
        values: [position.xmax, position.underWay, position.feed, limit + 1],
      });
      const row = rows[0]!;
      if (row.feed !== position.feed || Math.max(row.events?.length ?? 0, row.refs?.length ?? 0) > limit) return null;
      return { cursor: formatCursor(row.feed, row.snapshot), events: row.events ?? [], reference: row.refs ?? [] };
    },
  };
}
