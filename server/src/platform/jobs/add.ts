import type pg from 'pg';
import type { NewJob } from './door.ts';

/** The schema that the job runner keeps its tables in. */
export const JOBS_SCHEMA = 'graphile_worker';

// One call for all of them: a call per job was measured to cut writing to a fifth.
const ADD = `
  select count(*) from ${JOBS_SCHEMA}.add_jobs(array(
    select row(task, coalesce(payload, '{}'), null, run_at, null, job_key, null, null)::${JOBS_SCHEMA}.job_spec
    from json_to_recordset($1::json) as spec(task text, payload json, run_at timestamptz, job_key text)
  ))`;

/**
 * Adds jobs in one statement, as part of the transaction that the client has open. Of several with the same `jobKey`
 * the last one counts, and it replaces a job of that key that still waits.
 *
 * @returns how many were added.
 */
export async function addJobs(client: Pick<pg.ClientBase, 'query'>, jobs: readonly NewJob[]): Promise<number> {
  const byKey = new Map(jobs.map((job, index) => [job.jobKey ?? index, job]));
  if (byKey.size === 0) return 0;
  const specs = Array.from(byKey.values(), (job) => ({
    task: job.task,
    payload: job.payload,
    run_at: job.runAt?.toISOString() ?? null,
    job_key: job.jobKey ?? null,
  }));
  await client.query(ADD, [JSON.stringify(specs)]);
  return specs.length;
}
