import { parseReference } from '@dispatch/shared/ids/reference';
import { isUuid } from '@dispatch/shared/ids/uuid';
import type { NeedKind } from '@dispatch/shared/issues/needs';
import type { IssueQuery } from '@dispatch/shared/issues/schema';
import type { IssueCard } from '@dispatch/shared/issues/views';
import type pg from 'pg';
import { invalidField } from '../../platform/refusal.ts';
import { CARD_JSON } from './issues.columns.ts';

/** Collects conditions and their values. */
class Where {
  readonly values: unknown[] = [];
  readonly conditions: string[] = [];

  /** `$a`, `$b` in the text stand for the values, in order. */
  add(text: string, ...values: unknown[]): void {
    const first = this.values.length;
    this.values.push(...values);
    this.conditions.push(
      text.replace(/\$([a-d])\b/g, (_, letter: string) => `$${String(first + 1 + letter.charCodeAt(0) - 97)}`),
    );
  }
}

/** The SQL twin of isOverdue in shared; a test holds both equal. $a: now. */
const OVERDUE = `coalesce(i.paused_at is null and i.status in ('new', 'open', 'en_route', 'in_progress')
  and $a::timestamptz > case when i.responded_at is null then least(i.respond_by, i.resolve_by) else i.resolve_by end, false)`;
const NOBODY = `i.status = 'new' and i.assignment_state is null`;
const CALL_DUE = `i.call_household and coalesce(i.call_at <= $a::timestamptz, true)`;

/** The SQL twin of needsOf in shared; a test holds both equal. $a: now. */
const NEED_SQL: Record<NeedKind, string> = {
  emergency: `i.urgency = 'emergency' and ${NOBODY}`,
  emergency_asked: `i.urgency = 'emergency' and i.status = 'new' and i.assignment_state = 'offered'`,
  disputed: 'i.disputed_at is not null',
  passed: `i.passes > 0 and ${NOBODY}`,
  callback: `i.callback and ${CALL_DUE}`,
  question: 'i.unanswered_at is not null',
  call_household: `not i.callback and ${CALL_DUE}`,
  call_contractor: 'i.call_contractor',
  late_nobody: `${NOBODY} and ${OVERDUE}`,
  late: `not (${NOBODY}) and ${OVERDUE}`,
};

const EARTH_METRES_PER_DEGREE = 111_320;
/** Metres within which an issue counts as nearby. */
const NEARBY_METRES = 250;

/** What a query asks for, over a row `i` of issues. */
export function conditionsOf(query: IssueQuery, now: number): Where {
  const where = new Where();
  // Said in so many words, it lets PostgreSQL keep to the few issues that are not closed.
  if (query.overdue === 'true' || query.stage?.includes('closed') === false) where.add(`i.status <> 'closed'`);
  if (query.stage) where.add('issue_stage(i.status, i.triaged, i.assignment_state) = any($a)', query.stage);
  if (query.district) {
    const placed = query.district.filter((district) => district !== 'unplaced');
    where.add(
      query.district.includes('unplaced')
        ? '(i.district_id = any($a::uuid[]) or i.district_id is null)'
        : 'i.district_id = any($a::uuid[])',
      placed,
    );
  }
  if (query.category) where.add('i.category_id = any($a::uuid[])', query.category);
  if (query.urgency) where.add('i.urgency = any($a)', query.urgency);
  if (query.team) where.add('i.team_id = any($a::uuid[])', query.team);
  if (query.contractor)
    where.add('(i.contractor_id = any($a::uuid[]) or i.done_by = any($a::uuid[]))', query.contractor);
  if (query.household) where.add('i.household_id = $a::uuid', query.household);
  if (query.overdue !== undefined) where.add(`${OVERDUE} = ${query.overdue}`, new Date(now));
  if (query.needs)
    where.add(
      `i.status <> 'closed' and $a::timestamptz is not null and (${query.needs.map((kind) => `(${NEED_SQL[kind]})`).join(' or ') || 'false'})`,
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
    const words = `i.words @@ websearch_to_tsquery('simple', $a) or i.title %> $a or i.place %> $a`;
    if (ref === null) where.add(`(${words})`, query.text);
    // One word in 31 happens to read as a reference: then both are looked for.
    else if (/^\s*j\W/i.test(query.text)) where.add('i.ref = $a', ref);
    else where.add(`(i.ref = $b or ${words})`, query.text, ref);
  }
  return where;
}

/**
 * Pages are cut at (filed_at, id), so that new issues do not shift them. The time is in microseconds, as the database
 * keeps it: imported records may lie within the same millisecond.
 */
const PAGE_CURSOR = /^(\d{1,17})\.(.+)$/;

function addPage(where: Where, cursor: string): void {
  const [, micros, id] = PAGE_CURSOR.exec(cursor) ?? [];
  if (micros === undefined || id === undefined || !isUuid(id))
    throw invalidField('cursor', 'invalid', 'This is not the end of a page.');
  where.add(
    `(i.filed_at, i.id) < ('epoch'::timestamptz + $a::bigint * interval '1 microsecond', $b::uuid)`,
    micros,
    id,
  );
}

/**
 * A page of issues, newest first.
 *
 * @returns cards and the next page's cursor, null at the end.
 * @throws Refusal invalid for a cursor that is none of ours.
 */
export async function listIssues(
  db: Pick<pg.Pool, 'query'>,
  query: IssueQuery,
  now: number,
  onlyContractor: string | null,
): Promise<{ items: IssueCard[]; next: string | null }> {
  const where = conditionsOf(query, now);
  if (onlyContractor !== null) where.add('(i.contractor_id = $a::uuid or i.done_by = $a::uuid)', onlyContractor);
  if (query.cursor !== undefined) addPage(where, query.cursor);
  const limit = query.limit ?? 50;
  const { rows } = await db.query<{ card: IssueCard; micros: string }>(
    `select ${CARD_JSON} as card, (extract(epoch from i.filed_at) * 1000000)::bigint::text as micros
     from issues i ${where.conditions.length > 0 ? `where ${where.conditions.join(' and ')}` : ''}
     order by i.filed_at desc, i.id desc limit ${String(limit + 1)}`,
    where.values,
  );
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map((row) => row.card),
    next: rows.length > limit && last ? `${last.micros}.${last.card.id}` : null,
  };
}
