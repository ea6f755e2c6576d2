/** A contractor's day as a decision saw it, held against what it has become. */
import { dayStamp, type StampedJob } from '@dispatch/shared/planning/day-stamp';
import type pg from 'pg';
import { Refusal } from '../../platform/refusal.ts';

const DAY = `select id, (extract(epoch from planned_at) * 1000)::float8 as "plannedAt" from issues
  where contractor_id = $1 and status in ('new', 'open', 'en_route', 'in_progress')`;

/**
 * Lets one decision after the other at a contractor's day: whoever comes second sees what the first has done. Held until
 * the transaction ends; take the locks of several contractors in the order of their ids.
 */
export async function lockDay(client: pg.ClientBase, contractorId: string): Promise<void> {
  await client.query(`select pg_advisory_xact_lock(hashtextextended('day:' || $1, 0))`, [contractorId]);
}

/**
 * @param stamp of the day that was seen (planning/day-stamp.ts); a job without a contractor has no day to look at
 * @throws Refusal `day_changed` when jobs were given to the contractor, taken away or moved since
 */
export async function checkDay(client: pg.ClientBase, contractorId: string | null, stamp: string): Promise<void> {
  if (contractorId === null) return;
  await lockDay(client, contractorId);
  const { rows } = await client.query<StampedJob>(DAY, [contractorId]);
  if (dayStamp(rows) !== stamp) throw new Refusal('day_changed');
}
