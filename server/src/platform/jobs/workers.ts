import type pg from 'pg';
import { JOBS_SCHEMA } from './add.ts';

const LIVE = `hashtextextended('dispatch-board worker ' || id, 0)`;

/** Shows to the others that these workers live, for as long as the connection does; those before them live no more. */
export async function showLife(client: pg.ClientBase, workers: string, before: string | null): Promise<void> {
  if (before !== null)
    await client.query(`select pg_advisory_unlock(${LIVE}) from (values ($1::text)) as worker(id)`, [before]);
  await client.query(`select pg_advisory_lock(${LIVE}) from (values ($1::text)) as worker(id)`, [workers]);
}

/**
 * Workers that hold jobs and are dead: nobody holds their lock. Left alone, their jobs would rest for four hours.
 */
export async function deadWorkers(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ id: string; dead: boolean }>(
    `with holders as materialized (
       select distinct locked_by as id from ${JOBS_SCHEMA}._private_jobs where locked_at is not null
     )
     select id, pg_try_advisory_lock_shared(${LIVE}) as dead from holders`,
  );
  const dead = rows.filter((row) => row.dead).map((row) => row.id);
  if (dead.length > 0)
    await client.query(`select pg_advisory_unlock_shared(${LIVE}) from unnest($1::text[]) as worker(id)`, [dead]);
  return dead;
}

/** Gives the jobs that dead workers held to the living. */
export async function freeJobs(client: pg.ClientBase, workers: readonly string[]): Promise<void> {
  await client.query(`select ${JOBS_SCHEMA}.force_unlock_workers($1::text[])`, [workers]);
}
