import type { PastArrival, RangesKept } from '@dispatch/shared/arrivals/range';
import type { ToldRange } from '@dispatch/shared/arrivals/telling';
import type pg from 'pg';

type Reader = Pick<pg.Pool, 'query'>;
const ms = (column: string): string => `(extract(epoch from ${column}) * 1000)::float8`;

/** Of an issue that somebody has: the range it was told, and whether somebody has written to it about the visit since. */
export interface Known {
  told: ToldRange | null;
  toldSince: boolean;
}

/** What these issues' households know. */
export async function knownOf(db: Reader, issueIds: readonly string[]): Promise<Map<string, Known>> {
  const { rows } = await db.query<ToldRange & { issueId: string; toldSince: boolean }>(
    `select r.issue_id as "issueId", r.contractor_id as "contractorId", ${ms('r.planned_at')} as "plannedAt",
       ${ms('r.window_from')} as "from", ${ms('r.window_to')} as "to", ${ms('r.told_at')} as "toldAt",
       exists (select from issue_events e join comments c on c.id = e.text_id and c.kind = 'public'
         where e.issue_id = r.issue_id and e.action in ('plan', 'offer', 'assign', 'reassign') and e.at > r.told_at) as "toldSince"
     from arrival_ranges r where r.issue_id = any($1::uuid[])`,
    [issueIds],
  );
  return new Map(rows.map(({ issueId, toldSince, ...told }) => [issueId, { told, toldSince }]));
}

/** Keeps what a household has been told. @param told times are Unix ms */
export async function keepRange(db: Reader, issueId: string, told: ToldRange): Promise<void> {
  await db.query(
    `insert into arrival_ranges as r (issue_id, contractor_id, planned_at, window_from, window_to, told_at, times)
     values ($1, $2, $3, $4, $5, $6, 1)
     on conflict (issue_id) do update set contractor_id = excluded.contractor_id, planned_at = excluded.planned_at,
       window_from = excluded.window_from, window_to = excluded.window_to, told_at = excluded.told_at, times = r.times + 1`,
    [issueId, told.contractorId, ...[told.plannedAt, told.from, told.to, told.toldAt].map((at) => new Date(at))],
  );
}

/** Arrivals that ranges are learned from, the latest ones. */
const LEARNED = 20_000;
const LEARNED_DAYS = 365;

/** @param now Unix ms */
export async function pastArrivals(db: Reader, now: number): Promise<PastArrival[]> {
  const { rows } = await db.query<PastArrival>(
    `select category_id as "categoryId", contractor_id as "contractorId", ${ms('planned_at')} as "plannedAt", ${ms('at')} as at
     from arrivals where planned_at is not null and at > $1::timestamptz - make_interval(days => ${String(LEARNED_DAYS)})
     order by at desc limit ${String(LEARNED)}`,
    [new Date(now)],
  );
  return rows;
}

/** The visit has begun: what was told of it is history, and the next visit's range will be a first one. */
export async function forgetRange(db: Reader, eventId: number): Promise<void> {
  await db.query(
    `delete from arrival_ranges r using issue_events e where e.id = $1 and r.issue_id = e.issue_id and r.told_at <= e.at
       and not exists (select from issue_events u where u.issue_id = e.issue_id and u.version = e.version + 1 and u.action = 'undo')`,
    [eventId],
  );
}

/**
 * Notes an arrival against the window that the household knew. Nothing is noted without a window, for an arrival that was
 * undone, or twice.
 */
export async function noteArrival(db: Reader, eventId: number): Promise<void> {
  await db.query(
    `insert into arrivals (event_id, issue_id, contractor_id, category_id, planned_at, window_from, window_to, window_by, at, kept)
     select e.id, i.id, e.contractor_before, i.category_id, case when i.window_by = 'plan' then r.planned_at end,
       i.window_from, i.window_to, i.window_by, a.at, a.at between i.window_from and i.window_to
     from issue_events e
       join issues i on i.id = e.issue_id and i.window_from is not null and i.window_to is not null
       cross join lateral (select least(coalesce(e.device_at, e.at), e.at) as at) a
       left join arrival_ranges r on r.issue_id = i.id and r.contractor_id = e.contractor_before
     where e.id = $1 and e.action = 'arrive' and e.contractor_before is not null and not exists (
       select from issue_events u where u.issue_id = e.issue_id and u.version = e.version + 1 and u.action = 'undo')
     on conflict (event_id) do nothing`,
    [eventId],
  );
}

/** How many of the ranges told by the plan were kept. @param now Unix ms */
export async function rangesKept(db: Reader, now: number, days: number): Promise<RangesKept> {
  const { rows } = await db.query<{ kept: number; of: number }>(
    `select (count(*) filter (where kept))::int as kept, count(*)::int as of from arrivals
     where window_by = 'plan' and at > $1::timestamptz - make_interval(days => $2::int)`,
    [new Date(now), days],
  );
  return { kept: rows[0]?.kept ?? 0, of: rows[0]?.of ?? 0, days };
}
