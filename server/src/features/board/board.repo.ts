import type { IssueCard } from '@dispatch/shared/issues/views';
import type pg from 'pg';
import { CARD_JSON } from '../issues/index.ts';

export interface BoardScope {
  /** District ids on the board; `all` for every district and the unplaced. */
  districts: readonly string[] | 'all';
  unplaced: boolean;
  contractors: readonly string[];
}

// State and cursor come from one statement: what it shows is exactly what the cursor says has been seen.
const SNAPSHOT = `
  select (select id from feed)::text || '/' || pg_current_snapshot()::text as cursor,
    (select coalesce(json_agg(${CARD_JSON}), '[]')::text from issues i
     where (i.status <> 'closed' and ($1 or i.district_id = any($2::uuid[]) or ($3 and i.district_id is null)))
        or (cardinality($4::uuid[]) > 0 and i.contractor_id = any($4::uuid[]))) as cards`;

/** Cards of a board as JSON text, with the cursor to go on from. */
export async function boardText(db: Pick<pg.Pool, 'query'>, scope: BoardScope): Promise<{ cursor: string; cards: string }> {
  const all = scope.districts === 'all';
  const { rows } = await db.query<{ cursor: string; cards: string }>({
    name: 'board-snapshot',
    text: SNAPSHOT,
    values: [all, all ? [] : scope.districts, scope.unplaced, scope.contractors],
  });
  return rows[0]!;
}

export async function boardCards(db: Pick<pg.Pool, 'query'>, scope: BoardScope): Promise<{ cursor: string; cards: IssueCard[] }> {
  const { cursor, cards } = await boardText(db, scope);
  return { cursor, cards: JSON.parse(cards) as IssueCard[] };
}
