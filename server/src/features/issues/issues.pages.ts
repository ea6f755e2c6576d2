/** How pages of issues are sorted and where the next one begins. */
import { SORTS, type IssueQuery, type Sort } from '@dispatch/shared/issues/schema';
import { isUuid } from '@dispatch/shared/ids/uuid';
import { URGENCIES } from '@dispatch/shared/issues/status';
import { invalidField } from '../../platform/refusal.ts';

interface SortKey {
  /** SQL from a row `i` of issues. */
  readonly by: string;
  readonly kind: 'time' | 'number' | 'text';
  /** The column that may be empty: issues without a value come last, whatever the order. */
  readonly nullable?: string;
  /** The order when none is asked for. */
  readonly first: 'asc' | 'desc';
}

const URGENCY_RANK = `case i.urgency ${URGENCIES.map((urgency, rank) => `when '${urgency}' then ${String(rank)}`).join(' ')} end`;

const KEYS: Record<Sort, SortKey> = {
  filed: { by: 'i.filed_at', kind: 'time', first: 'desc' },
  changed: { by: 'i.changed_at', kind: 'time', first: 'desc' },
  ref: { by: 'i.ref', kind: 'text', first: 'asc' },
  urgency: { by: URGENCY_RANK, kind: 'number', first: 'desc' },
  title: { by: 'left(lower(i.title), 200)', kind: 'text', first: 'asc' },
  place: { by: 'left(lower(i.place), 200)', kind: 'text', nullable: 'i.place', first: 'asc' },
  resolveBy: { by: 'i.resolve_by', kind: 'time', nullable: 'i.resolve_by', first: 'asc' },
};

/** Words as they were typed, or, where those find nothing, words that look much like them. */
export type Spelling = 'typed' | 'alike';

/** Where a page begins: after the issue with this id, which had this value when its page was read. */
export interface Place {
  /** Null: among those without a value. */
  value: string | null;
  id: string;
}

/** Which way the pages go; all of it is in the cursor, so that a page is never continued in another order. */
export interface Paging {
  sort: Sort;
  order: 'asc' | 'desc';
  spelling: Spelling;
  after: Place | null;
}

/** Times are in microseconds, as the database keeps them: imported records may lie within the same millisecond. */
const VALUE: Record<SortKey['kind'], { text: (by: string) => string; parameter: string; fits: RegExp }> = {
  time: {
    text: (by) => `(extract(epoch from ${by}) * 1000000)::bigint::text`,
    parameter: `('epoch'::timestamptz + $a::bigint * interval '1 microsecond')`,
    fits: /^-?\d{1,17}$/,
  },
  number: { text: (by) => `(${by})::text`, parameter: '$a::integer', fits: /^\d{1,9}$/ },
  text: { text: (by) => by, parameter: '$a::text', fits: /^[^\0]*$/ },
};

/**
 * Reads where a query's page begins and how it is sorted.
 *
 * @throws Refusal invalid for a cursor that is none of ours, or of pages in another order.
 */
export function pagingOf(query: IssueQuery): Paging {
  const sort = query.sort ?? 'filed';
  const order = query.order ?? KEYS[sort].first;
  if (query.cursor === undefined) return { sort, order, spelling: 'typed', after: null };
  const paging = readCursor(query.cursor);
  if (paging?.sort !== sort || paging.order !== order)
    throw invalidField('cursor', 'invalid', 'This is not the end of a page in this order.');
  return paging;
}

export function cursorOf({ sort, order, spelling }: Paging, { value, id }: Place): string {
  return Buffer.from(JSON.stringify([sort, order, spelling, value, id])).toString('base64url');
}

function readCursor(cursor: string): (Paging & { after: Place }) | null {
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    return null;
  }
  if (!Array.isArray(parts)) return null;
  const [sort, order, spelling, value, id] = parts as unknown[];
  if (!SORTS.includes(sort as Sort) || (order !== 'asc' && order !== 'desc')) return null;
  if ((spelling !== 'typed' && spelling !== 'alike') || typeof id !== 'string' || !isUuid(id)) return null;
  const { kind, nullable } = KEYS[sort as Sort];
  if (value === null ? nullable === undefined : typeof value !== 'string' || !VALUE[kind].fits.test(value)) return null;
  return { sort: sort as Sort, order, spelling, after: { value: value as string | null, id } };
}

/** One part of a page as SQL: what is in it besides the query's conditions, and its order. */
export interface PagePart {
  /** `$a`, `$b` stand for `values`. */
  readonly conditions: readonly { text: string; values: readonly string[] }[];
  readonly order: string;
  /** Text of the value to go on from; null where there is none. */
  readonly value: string;
}

/**
 * The parts a page is read from, one after the other until it is full: first what has a value, then what has none.
 * Each is a plain range of one index, which `nulls last` in both orders would not be.
 */
export function partsOf({ sort, order, after }: Paging): PagePart[] {
  const { by, kind, nullable } = KEYS[sort];
  const compare = order === 'asc' ? '>' : '<';
  const { text, parameter } = VALUE[kind];
  const parts: PagePart[] = [];
  if (after?.value !== null) {
    const conditions = nullable !== undefined ? [{ text: `${nullable} is not null`, values: [] }] : [];
    parts.push({
      conditions: after
        ? [
            ...conditions,
            { text: `(${by}, i.id) ${compare} (${parameter}, $b::uuid)`, values: [after.value, after.id] },
          ]
        : conditions,
      order: `${by} ${order}, i.id ${order}`,
      value: text(by),
    });
  }
  if (nullable !== undefined)
    parts.push({
      conditions: [
        { text: `${nullable} is null`, values: [] },
        ...(after?.value === null ? [{ text: `i.id ${compare} $a::uuid`, values: [after.id] }] : []),
      ],
      order: `i.id ${order}`,
      value: 'null::text',
    });
  return parts;
}
