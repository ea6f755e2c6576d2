import { parseReference } from '@dispatch/shared/ids/reference';
import { NEED_KINDS, type NeedKind } from '@dispatch/shared/issues/needs';
import { NONE, UNPLACED_DISTRICT } from '@dispatch/shared/issues/filter';
import type { IssueQuery } from '@dispatch/shared/issues/schema';
import type { IssueCard } from '@dispatch/shared/issues/views';
import type pg from 'pg';
import { inTransaction } from '../../platform/database/transaction.ts';
import { CARD_JSON } from './issues.columns.ts';
import { cursorOf, pagingOf, partsOf, type PagePart, type Paging, type Spelling } from './issues.pages.ts';

/** Collects conditions and their values. */
class Where {
  readonly values: unknown[] = [];
  readonly conditions: string[] = [];

  /** `$a`, `$b` in the text stand for the values, in order. */
  add(text: string, ...values: readonly unknown[]): void {
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
  unwanted: `i.status in ('new', 'open', 'en_route', 'in_progress') and exists (
    select from household_wishes w where w.household_id = i.household_id and w.contractor_id = i.contractor_id and w.wish = 'blacklist')`,
  stuck: 'i.stuck_at is not null',
  passed: `i.passes > 0 and ${NOBODY}`,
  callback: `i.callback and ${CALL_DUE}`,
  question: 'i.unanswered_at is not null',
  call_household: `not i.callback and ${CALL_DUE}`,
  call_contractor: 'i.call_contractor',
  late_nobody: `${NOBODY} and ${OVERDUE}`,
  late: `not (${NOBODY}) and ${OVERDUE}`,
};

/** How many issues wait for each reason; those for which none does are left out. @param now Unix ms */
export async function needCounts(db: Pick<pg.Pool, 'query'>, now: number): Promise<Partial<Record<NeedKind, number>>> {
  const counts = NEED_KINDS.map(
    (kind) => `'${kind}', nullif(count(*) filter (where ${NEED_SQL[kind].replaceAll('$a', '$1')}), 0)`,
  );
  const { rows } = await db.query<{ counts: Partial<Record<NeedKind, number>> }>(
    `select json_strip_nulls(json_build_object(${counts.join(', ')})) as counts from issues i where i.status <> 'closed'`,
    [new Date(now)],
  );
  return rows[0]?.counts ?? {};
}

const EARTH_METRES_PER_DEGREE = 111_320;
/** Metres within which an issue counts as nearby. */
const NEARBY_METRES = 250;
const HOUR = 3_600_000;

/** One of these ids, or, where `none` is among them, no id at all. */
function addIds(where: Where, column: string, ids: readonly string[], none: string): void {
  const some = ids.filter((one) => one !== none);
  where.add(
    ids.includes(none) ? `(${column} = any($a::uuid[]) or ${column} is null)` : `${column} = any($a::uuid[])`,
    some,
  );
}

/** Everything a query asks for but its page. It is the twin of the filter in shared; a test holds both equal. */
export function conditionsOf(query: IssueQuery, now: number, spelling: Spelling = 'typed'): Where {
  const where = new Where();
  // Said in so many words, it lets PostgreSQL keep to the few issues that are not closed.
  if (query.overdue === 'true' || query.stage?.includes('closed') === false) where.add(`i.status <> 'closed'`);
  if (query.stage) where.add('issue_stage(i.status, i.triaged, i.assignment_state) = any($a)', query.stage);
  if (query.district) addIds(where, 'i.district_id', query.district, UNPLACED_DISTRICT);
  if (query.category) where.add('i.category_id = any($a::uuid[])', query.category);
  if (query.urgency) where.add('i.urgency = any($a)', query.urgency);
  if (query.team) addIds(where, 'i.team_id', query.team, NONE);
  if (query.contractor) {
    const some = query.contractor.filter((one) => one !== NONE);
    const none = query.contractor.includes(NONE) ? ' or i.contractor_id is null' : '';
    where.add(`(i.contractor_id = any($a::uuid[]) or i.done_by = any($a::uuid[])${none})`, some);
  }
  if (query.hold) where.add('i.hold is not null');
  if (query.olderThan !== undefined) where.add('i.filed_at < $a', new Date(now - query.olderThan * HOUR));
  if (query.youngerThan !== undefined) where.add('i.filed_at >= $a', new Date(now - query.youngerThan * HOUR));
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
  if (query.text !== undefined) addText(where, query.text, spelling);
  return where;
}

/** Words that can be told apart when misspelt. */
function longWords(text: string): string[] {
  return (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).filter((word) => word.length >= 3).slice(0, 6);
}

const alike = (words: string): string => `(${words} <% i.title or ${words} <% i.place)`;

function addText(where: Where, text: string, spelling: Spelling): void {
  if (spelling === 'alike') {
    // Each word somewhere, or all of them together in one place: a swapped letter weighs less in a longer text.
    const words = longWords(text);
    const each = words.map((_, at) => alike(`($a::text[])[${String(at + 1)}]`)).join(' and ');
    where.add(`((${each}) or ${alike('$b')})`, words, text);
    return;
  }
  const ref = parseReference(text);
  const words = `i.words @@ websearch_to_tsquery('simple', $a) or i.title %> $a or i.place %> $a`;
  if (ref === null) where.add(`(${words})`, text);
  // One word in 31 happens to read as a reference: then both are looked for.
  else if (/^\s*j\W/i.test(text)) where.add('i.ref = $a', ref);
  else where.add(`(i.ref = $b or ${words})`, text, ref);
}

interface Found {
  card: IssueCard;
  value: string | null;
}

/** Share of three-letter pieces that make two words alike: `washingtun stret` for Washington Street. */
const ALIKE = 0.5;

/**
 * A page of issues, newest first unless another order is asked for. Where the words of a search find nothing at all,
 * issues with words much like them are given.
 *
 * @returns cards and the next page's cursor, null at the end.
 * @throws Refusal invalid for a cursor that is none of ours.
 */
export async function listIssues(
  pool: pg.Pool,
  query: IssueQuery,
  now: number,
  onlyContractor: string | null,
): Promise<{ items: IssueCard[]; next: string | null }> {
  const paging = pagingOf(query);
  const limit = query.limit ?? 50;
  let page = paging;
  const read = (db: Pick<pg.Pool, 'query'>): Promise<Found[]> => {
    const where = (): Where => {
      const conditions = conditionsOf(query, now, page.spelling);
      if (onlyContractor !== null)
        conditions.add('(i.contractor_id = $a::uuid or i.done_by = $a::uuid)', onlyContractor);
      return conditions;
    };
    return readPage(db, where, page, limit + 1);
  };
  let rows = page.spelling === 'typed' ? await read(pool) : [];
  const mayBeMisspelt = query.text !== undefined && longWords(query.text).length > 0;
  if (page.spelling === 'alike' || (rows.length === 0 && page.after === null && mayBeMisspelt)) {
    page = { ...paging, spelling: 'alike' };
    rows = await inTransaction(pool, async (client) => {
      await client.query(`set local pg_trgm.word_similarity_threshold = ${String(ALIKE)}`);
      return read(client);
    });
  }
  const last = rows[limit - 1];
  return {
    items: rows.slice(0, limit).map((row) => row.card),
    next: rows.length > limit && last ? cursorOf(page, { value: last.value, id: last.card.id }) : null,
  };
}

/** @returns up to `most` issues, from the parts of a page one after the other */
async function readPage(
  db: Pick<pg.Pool, 'query'>,
  where: () => Where,
  paging: Paging,
  most: number,
): Promise<Found[]> {
  const found: Found[] = [];
  for (const part of partsOf(paging)) {
    if (found.length < most) found.push(...(await readPart(db, where(), part, most - found.length)));
  }
  return found;
}

async function readPart(db: Pick<pg.Pool, 'query'>, where: Where, part: PagePart, most: number): Promise<Found[]> {
  for (const { text, values } of part.conditions) where.add(text, ...values);
  const { rows } = await db.query<Found>(
    `select ${CARD_JSON} as card, ${part.value} as value
     from issues i ${where.conditions.length > 0 ? `where ${where.conditions.join(' and ')}` : ''}
     order by ${part.order} limit ${String(most)}`,
    where.values,
  );
  return rows;
}
