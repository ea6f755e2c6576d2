import type { PlanRun, RunProgress, RunResult } from '@dispatch/shared/planning/plan-run';
import type { NewRun } from '@dispatch/shared/planning/plan-run.schema';
import type pg from 'pg';

type Reader = Pick<pg.Pool, 'query'>;

const ms = (column: string): string => `(extract(epoch from ${column}) * 1000)::bigint`;
const runJson = (result: string): string => `json_build_object('id', r.id, 'state', r.state, 'asked', r.asked,
  'at', ${ms('r.at')}, 'by', u.name, 'startedAt', ${ms('r.started_at')}, 'endedAt', ${ms('r.ended_at')},
  'progress', r.progress, 'result', ${result}, 'fault', r.fault, 'changeId', r.change_id)`;
const RUNS = 'from plan_runs r left join users u on u.id = r.by_id';

/** The latest first, without results. */
export async function latestRuns(db: Reader, most: number): Promise<PlanRun[]> {
  const { rows } = await db.query<{ run: PlanRun }>(
    `select ${runJson('null')} as run ${RUNS} order by r.at desc, r.id limit $1`,
    [most],
  );
  return rows.map(({ run }) => run);
}

export async function runOf(db: Reader, id: string): Promise<PlanRun | null> {
  const { rows } = await db.query<{ run: PlanRun }>(`select ${runJson('r.result')} as run ${RUNS} where r.id = $1`, [
    id,
  ]);
  return rows[0]?.run ?? null;
}

/** @returns false when there is one of this id. */
export async function insertRun(
  db: Reader,
  asked: NewRun,
  { at, by, node }: { at: number; by: string | null; node: string },
): Promise<boolean> {
  const { rowCount } = await db.query(
    `insert into plan_runs (id, state, asked, at, by_id, node, heard_at) values ($1, 'waiting', $2, $3, $4, $5, now())
     on conflict (id) do nothing`,
    [asked.id, JSON.stringify(asked), new Date(at), by, node],
  );
  return rowCount === 1;
}

export async function setStarted(db: Reader, id: string, at: number): Promise<void> {
  await db.query(`update plan_runs set state = 'running', started_at = $2, heard_at = now() where id = $1`, [
    id,
    new Date(at),
  ]);
}

/** Says that the node of these lives. @returns those that were asked to stop */
export async function heard(db: Reader, ids: readonly string[]): Promise<string[]> {
  const { rows } = await db.query<{ id: string; cancel: boolean }>(
    `update plan_runs set heard_at = now() where id = any($1::uuid[]) returning id, cancel`,
    [ids],
  );
  return rows.flatMap(({ id, cancel }) => (cancel ? [id] : []));
}

export async function setProgress(db: Reader, id: string, progress: RunProgress): Promise<void> {
  await db.query(`update plan_runs set progress = $2 where id = $1 and state = 'running'`, [
    id,
    JSON.stringify(progress),
  ]);
}

export async function setEnded(
  db: Reader,
  id: string,
  end: { at: number; result: RunResult } | { at: number; fault: string },
): Promise<void> {
  const [state, result, fault] =
    'result' in end ? ['done', JSON.stringify(end.result), null] : ['failed', null, end.fault];
  await db.query(
    `update plan_runs set state = $2, result = $3, fault = $4, ended_at = $5, heard_at = now()
     where id = $1 and state in ('waiting', 'running')`,
    [id, state, result, fault, new Date(end.at)],
  );
}

/** @returns false when it is over. */
export async function askToStop(db: Reader, id: string): Promise<boolean> {
  const { rowCount } = await db.query(
    `update plan_runs set cancel = true where id = $1 and state in ('waiting', 'running')`,
    [id],
  );
  return rowCount === 1;
}

/** Ends what a node has left behind that has not been heard of for so long. */
export async function endOrphans(db: Reader, seconds: number, at: number, fault: string): Promise<void> {
  await db.query(
    `update plan_runs set state = 'failed', fault = $2, ended_at = $3
     where state in ('waiting', 'running') and heard_at < now() - make_interval(secs => $1)`,
    [seconds, fault, new Date(at)],
  );
}

export async function setChange(db: Reader, id: string, changeId: string): Promise<void> {
  await db.query('update plan_runs set change_id = $2 where id = $1', [id, changeId]);
}

/** Results of old runs are large and of no use. */
export async function forgetResults(db: Reader, kept: number): Promise<void> {
  await db.query(
    `update plan_runs set result = null where result is not null and id not in (
       select id from plan_runs where result is not null order by at desc limit $1)`,
    [kept],
  );
}
