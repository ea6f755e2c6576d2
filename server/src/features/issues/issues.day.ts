/** A contractor's day as a decision saw it, held against what it has become. */
import type { DayChanged } from '@dispatch/shared/errors';
import { dayStamp, type StampedJob } from '@dispatch/shared/planning/day-stamp';
import type pg from 'pg';
import { Refusal } from '../../platform/refusal.ts';

const DAY = `select id, (extract(epoch from planned_at) * 1000)::float8 as "plannedAt" from issues
  where contractor_id = $1 and status in ('new', 'open', 'en_route', 'in_progress')`;

/**
 * Lets one decision after the other at a contractor's day: whoever comes second sees what the first has done. Held until
 * the transaction ends. Issues' rows are locked before days, and several days in the order of their contractors' ids.
 */
export async function lockDay(client: pg.ClientBase, contractorId: string): Promise<void> {
  await client.query({
    name: 'day-lock',
    text: `select pg_advisory_xact_lock(hashtextextended('day:' || $1, 0))`,
    values: [contractorId],
  });
}

/**
 * @param stamp of the day that was seen (planning/day-stamp.ts); a job without a contractor has no day to look at
 * @throws Refusal `day_changed` when jobs were given to the contractor, taken away or moved since
 */
export async function checkDay(client: pg.ClientBase, contractorId: string | null, stamp: string): Promise<void> {
  if (contractorId === null) return;
  await lockDay(client, contractorId);
  const changed = await changedDay(client, contractorId, stamp);
  if (changed) throw new Refusal('day_changed', { days: [changed] });
}

/** Under the day's lock: what came between when it is not as it was seen; null when it is. */
export async function changedDay(
  client: pg.ClientBase,
  contractorId: string,
  stamp: string,
): Promise<DayChanged | null> {
  const { rows } = await client.query<StampedJob>(DAY, [contractorId]);
  if (dayStamp(rows) === stamp) return null;
  const last = await client.query<NonNullable<DayChanged['last']>>(
    `select i.id as "issueId", i.ref, e.action, (extract(epoch from e.at) * 1000)::float8 as at, coalesce(u.name, e.actor_kind) as by
     from issue_events e join issues i on i.id = e.issue_id left join users u on u.id = e.actor_id
     where (e.contractor_before = $1 or e.contractor_after = $1) and e.changes ?| array['contractorId', 'plannedAt', 'status']
     order by e.id desc limit 1`,
    [contractorId],
  );
  return { contractorId, last: last.rows[0] ?? null };
}
