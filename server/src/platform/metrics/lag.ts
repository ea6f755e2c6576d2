import type pg from 'pg';
import { JOBS_SCHEMA } from '../jobs/add.ts';
import { parseCursor } from '../feed/cursor.ts';

/**
 * How long the oldest event behind a position has been waiting.
 *
 * @returns seconds; 0 when nothing waits; null without a position.
 */
export async function feedLag(pool: pg.Pool, cursor: string | null): Promise<number | null> {
  const position = cursor === null ? null : parseCursor(cursor);
  if (!position) return null;
  const { rows } = await pool.query<{ lag: number }>({
    name: 'feed-lag',
    text: `select coalesce(extract(epoch from now() - min(at)), 0)::float8 as lag from issue_events
           where xid >= $1::xid8 or xid = any($2::xid8[])`,
    values: [position.xmax, position.underWay],
  });
  return Math.max(0, rows[0]?.lag ?? 0);
}

/** The dispatcher's lag, in seconds, wherever in the cluster it runs. */
export async function dispatcherLag(pool: pg.Pool): Promise<number | null> {
  const { rows } = await pool.query<{ dispatched: string | null }>('select dispatched from feed');
  return feedLag(pool, rows[0]?.dispatched ?? null);
}

/** How many jobs are in which state: planned for later, due, running, failed (to be tried again), given up. */
export async function jobCounts(pool: pg.Pool): Promise<Record<string, number>> {
  const { rows } = await pool.query<{ state: string; jobs: number }>(
    `select case when locked_at is not null then 'running' when attempts >= max_attempts then 'given_up'
                 when attempts > 0 then 'failed' when run_at > now() then 'planned' else 'due' end as state, count(*) as jobs
     from ${JOBS_SCHEMA}._private_jobs group by 1`,
  );
  const counts: Record<string, number> = { planned: 0, due: 0, running: 0, failed: 0, given_up: 0 };
  for (const { state, jobs } of rows) counts[state] = jobs;
  return counts;
}
