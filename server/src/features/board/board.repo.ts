import type { IssueCard } from '@dispatch/shared/issues/views';
import type pg from 'pg';
import { CARD_JSON } from '../issues/index.ts';

export interface BoardScope {
  /** District ids on the board; `all` for every district and the unplaced. */
  districts: readonly string[] | 'all';
  unplaced: boolean;
  contractors: readonly string[];
}

/** One statement for each form of scope: with everything in one, PostgreSQL plans for the widest and reads every issue. */
function partsOf({ districts, unplaced, contractors }: BoardScope): { name: string; where: string; values: unknown[] } {
  if (districts === 'all') return { name: 'board-all', where: `i.status <> 'closed'`, values: [] };
  const parts: string[] = [];
  const values: unknown[] = [];
  if (districts.length > 0)
    parts.push(`i.status <> 'closed' and i.district_id = any($${String(values.push(districts))}::uuid[])`);
  if (unplaced) parts.push(`i.status <> 'closed' and i.district_id is null`);
  if (contractors.length > 0) parts.push(`i.contractor_id = any($${String(values.push(contractors))}::uuid[])`);
  const name = [
    'board',
    districts.length > 0 && 'districts',
    unplaced && 'unplaced',
    contractors.length > 0 && 'contractors',
  ]
    .filter(Boolean)
    .join('-');
  return { name, where: parts.length > 0 ? parts.map((part) => `(${part})`).join(' or ') : 'false', values };
}

/**
 * Cards of a board as JSON text, with the cursor to go on from. Both come from one statement: what it shows is exactly
 * what the cursor says has been seen.
 */
export async function boardText(
  db: Pick<pg.Pool, 'query'>,
  scope: BoardScope,
): Promise<{ cursor: string; cards: string }> {
  const { name, where, values } = partsOf(scope);
  const { rows } = await db.query<{ cursor: string; cards: string }>({
    name,
    text: `select (select id from feed)::text || '/' || pg_current_snapshot()::text as cursor,
      (select coalesce(json_agg(${CARD_JSON}), '[]')::text from issues i where ${where}) as cards`,
    values,
  });
  const [row] = rows;
  if (!row) throw new Error('expected one row of a board');
  return row;
}

export async function boardCards(
  db: Pick<pg.Pool, 'query'>,
  scope: BoardScope,
): Promise<{ cursor: string; cards: IssueCard[] }> {
  const { cursor, cards } = await boardText(db, scope);
  return { cursor, cards: JSON.parse(cards) as IssueCard[] };
}
