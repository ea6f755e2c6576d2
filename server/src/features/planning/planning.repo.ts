import type { Category, Contractor } from '@dispatch/shared/board/reference';
import type { IssueCard } from '@dispatch/shared/issues/views';
import type pg from 'pg';
import { CATEGORY_JSON } from '../categories/index.ts';
import { CONTRACTOR_ROWS } from '../contractors/index.ts';
import { CARD_JSON } from '../issues/index.ts';

/** Of the issues that nobody has, those to be planned as well. */
export interface Wanted {
  /** By id. */
  readonly issueIds?: readonly string[];
  /** All of these districts, null for all; left out: none. */
  readonly unassignedOf?: readonly string[] | null;
}

export interface PlanRows {
  cards: IssueCard[];
  contractors: Contractor[];
  categories: Category[];
}

const TO_DO = `i.status in ('new', 'open', 'en_route', 'in_progress')`;

// One statement: cards, crews and categories are of one moment.
const ROWS = `select json_build_object(
  'cards', (select coalesce(json_agg(${CARD_JSON}), '[]') from issues i where ${TO_DO} and (
    i.contractor_id is not null or i.id = any($1::uuid[])
    or $2 and i.contractor_id is null and ($3::uuid[] is null or i.district_id = any($3)))),
  'contractors', (select coalesce(json_agg(v.contractor), '[]') from (${CONTRACTOR_ROWS}) v),
  'categories', (select coalesce(json_agg(${CATEGORY_JSON}), '[]') from categories k)) as rows`;

/** Everything a plan is made of, as it is at one moment. */
export async function planRows(pool: pg.Pool, { issueIds = [], unassignedOf }: Wanted): Promise<PlanRows> {
  const { rows } = await pool.query<{ rows: PlanRows }>({
    name: 'plan-rows',
    text: ROWS,
    values: [issueIds, unassignedOf !== undefined, unassignedOf ?? null],
  });
  const [row] = rows;
  if (!row) throw new Error('expected one row of planning');
  return row.rows;
}
