import { parseReference } from '@dispatch/shared/ids/reference';
import type { IssueQuery } from '@dispatch/shared/issues/schema';
import type { IssueCard } from '@dispatch/shared/issues/views';
import type pg from 'pg';
import { CARD_JSON } from './issues.columns.ts';

/** Collects conditions and their values. */
class Where {
  readonly values: unknown[] = [];
  readonly conditions: string[] = [];

  /** `$a`, `$b` in the text stand for the values, in order. */
  add(text: string, ...values: unknown[]): void {
    const first = this.values.length;
    this.values.push(...values);
    this.conditions.push(text.replace(/\$([a-d])\b/g, (_, letter: string) => `$${String(first + 1 + letter.charCodeAt(0) - 97)}`));
  }
}

const EARTH_METRES_PER_DEGREE = 111_320;
/** Metres within which an issue counts as nearby. */
const NEARBY_METRES = 250;

function conditionsOf(query: IssueQuery, now: number): Where {
  const where = new Where();
  if (query.stage) where.add('issue_stage(i.status, i.triaged, i.assignment_state) = any($a)', query.stage);
  if (query.district) {
    const placed = query.district.filter((district) => district !== 'unplaced');
    where.add(query.district.includes('unplaced') ? '(i.district_id = any($a::uuid[]) or i.district_id is null)' : 'i.district_id = any($a::uuid[])', placed);
  }
  if (query.category) where.add('i.category_id = any($a::uuid[])', query.category);
  if (query.urgency) where.add('i.urgency = any($a)', query.urgency);
  if (query.team) where.add('i.team_id = any($a::uuid[])', query.team);
  if (query.contractor) where.add('(i.contractor_id = any($a::uuid[]) or i.done_by = any($a::uuid[]))', query.contractor);
  if (query.household) where.add('i.household_id = $a::uuid', query.household);
  if (query.overdue !== undefined)
    // The SQL twin of isOverdue in shared; a test holds both equal.
    where.add(
      `coalesce(i.paused_at is null and i.status in ('new', 'open', 'en_route', 'in_progress')
        and $a::timestamptz > case when i.responded_at is null then least(i.respond_by, i.resolve_by) else i.resolve_by end, false)
        = ${query.overdue}`,
      new Date(now),
    );
  if (query.bbox) {
    const [west, south, east, north] = query.bbox;
    where.add('i.lon >= $a', west);
    where.add('i.lat >= $a', south);
    where.add('i.lon <= $a', east);
    where.add('i.lat <= $a', north);
  }
  if (query.near) {
    const [lat, lon] = query.near;
    const dLat = NEARBY_METRES / EARTH_METRES_PER_DEGREE;
    const dLon = dLat / Math.max(0.1, Math.cos((lat * Math.PI) / 180));
    where.add('i.lat between $a and $b', lat - dLat, lat + dLat);
    where.add('i.lon between $a and $b', lon - dLon, lon + dLon);
  }
  if (query.filedFrom !== undefined) where.add('i.filed_at >= $a', new Date(query.filedFrom));
  if (query.filedTo !== undefined) where.add('i.filed_at <= $a', new Date(query.filedTo));
  if (query.text !== undefined) {
    const ref = parseReference(query.text);
    if (ref === null) where.add(`(i.words @@ websearch_to_tsquery('simple', $a) or i.title %> $a or i.place %> $a)`, query.text);
    else where.add('i.ref = $a', ref);
  }
  return where;
}

/** Pages are cut at (filed_at, id); the cursor is both, so that new issues do not shift them. */
const PAGE_CURSOR = /^(\d+)\.([0-9a-f-]{36})$/;

/**
 * A page of issues, newest first.
 *
 * @returns cards and the next page's cursor, null at the end.
 */
export async function listIssues(
  db: Pick<pg.Pool, 'query'>,
  query: IssueQuery,
  now: number,
  onlyContractor: string | null,
): Promise<{ items: IssueCard[]; next: string | null }> {
  const where = conditionsOf(query, now);
  if (onlyContractor !== null) where.add('(i.contractor_id = $a::uuid or i.done_by = $a::uuid)', onlyContractor);
  const page = PAGE_CURSOR.exec(query.cursor ?? '');
  if (page) where.add('(i.filed_at, i.id) < ($a::timestamptz, $b::uuid)', new Date(Number(page[1])), page[2]);
  const limit = query.limit ?? 50;
  const { rows } = await db.query<{ card: IssueCard }>(
    `select ${CARD_JSON} as card from issues i ${where.conditions.length > 0 ? `where ${where.conditions.join(' and ')}` : ''}
     order by i.filed_at desc, i.id desc limit ${String(limit + 1)}`,
    where.values,
  );
  const items = rows.slice(0, limit).map((row) => row.card);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last ? `${String(last.filedAt)}.${last.id}` : null };
}
