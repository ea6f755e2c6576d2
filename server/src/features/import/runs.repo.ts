import type pg from 'pg';
import { NO_COUNTERS, NOTHING_MET, type Progress, type Run, type RunOptions, type RunState } from './run.ts';
import type { Decided } from './formats/formats.ts';

/** What runs a statement: a connection or a pool. */
export type Querier = Pick<pg.ClientBase, 'query'> | Pick<pg.Pool, 'query'>;

const COLUMNS = `id, origin, file_name as "fileName", size, sha256, state, checked, options, format, present, position,
  counters, met, bytes_read as "bytesRead", report_bytes as "reportBytes", failure, created_at as "createdAt",
  started_at as "startedAt", finished_at as "finishedAt"`;

function runOf(row: Run): Run {
  return {
    ...row,
    counters: { ...NO_COUNTERS, ...row.counters },
    met: { ...NOTHING_MET, ...row.met },
  };
}

async function query(db: Querier, text: string, values: unknown[]): Promise<Run[]> {
  const { rows } = await (db as pg.ClientBase).query<Run>(text, values);
  return rows.map(runOf);
}

export async function findRun(db: Querier, id: string): Promise<Run | null> {
  return (await query(db, `select ${COLUMNS} from import_runs where id = $1`, [id]))[0] ?? null;
}

/** The latest first. */
export function latestRuns(db: Querier, count: number): Promise<Run[]> {
  return query(db, `select ${COLUMNS} from import_runs order by created_at desc, id desc limit $1`, [count]);
}

/** The run of the same file with the same wishes that has not come to its end. */
export async function unfinishedRun(db: Querier, sha256: string, options: RunOptions): Promise<Run | null> {
  const rows = await query(
    db,
    `select ${COLUMNS} from import_runs
     where sha256 = $1 and options = $2::jsonb and origin = 'command' and state in ('running', 'stopped', 'failed')
     order by created_at desc limit 1`,
    [sha256, JSON.stringify(options)],
  );
  return rows[0] ?? null;
}

/** How many imports are under way. */
export async function runningRuns(db: Querier): Promise<number> {
  const { rows } = await (db as pg.ClientBase).query<{ count: number }>(
    `select count(*)::int as count from import_runs where state = 'running' and origin = 'upload'`,
  );
  return rows[0]?.count ?? 0;
}

/** Uploads that were being imported when their server went away. */
export function interruptedUploads(db: Querier): Promise<Run[]> {
  return query(
    db,
    `select ${COLUMNS} from import_runs where origin = 'upload' and state = 'running' order by started_at`,
    [],
  );
}

export interface NewRun {
  id: string;
  origin: Run['origin'];
  fileName: string;
  size: number;
  sha256: string;
  state: RunState;
  options: RunOptions;
  userId: string | null;
}

export async function insertRun(db: Querier, run: NewRun): Promise<Run> {
  const rows = await query(
    db,
    `insert into import_runs (id, origin, file_name, size, sha256, state, options, user_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8) returning ${COLUMNS}`,
    [run.id, run.origin, run.fileName, run.size, run.sha256, run.state, JSON.stringify(run.options), run.userId],
  );
  const [made] = rows;
  if (!made) throw new Error('expected the new run, got none');
  return made;
}

/** A run begins or goes on: what it was asked for, and its present where it has none yet. */
export async function beginRun(
  db: Querier,
  id: string,
  { format, present, checked }: { format: Decided; present: Date; checked: boolean },
): Promise<Run> {
  const rows = await query(
    db,
    `update import_runs set state = 'running', checked = $4, format = coalesce(format, $2::jsonb),
       present = coalesce(present, $3), started_at = coalesce(started_at, $3), finished_at = null, failure = null
     where id = $1 returning ${COLUMNS}`,
    [id, JSON.stringify(format), present, checked],
  );
  const [run] = rows;
  if (!run) throw new Error('this import is not there any more');
  return run;
}

/** Everything that an earlier run of it left behind, except the file: asked anew, it begins from the start. */
export async function askRun(db: Querier, id: string, options: RunOptions, checked: boolean): Promise<void> {
  await (db as pg.ClientBase).query(
    `update import_runs set state = 'running', options = $2, checked = $3, format = null, present = null, position = null,
       counters = '{}', met = '{}', bytes_read = 0, report_bytes = 0, failure = null, started_at = null, finished_at = null
     where id = $1`,
    [id, JSON.stringify(options), checked],
  );
}

export async function saveProgress(db: Querier, id: string, progress: Progress): Promise<void> {
  await (db as pg.ClientBase).query(
    `update import_runs set position = $2, counters = $3, met = $4, bytes_read = $5, report_bytes = $6 where id = $1`,
    [
      id,
      JSON.stringify(progress.position),
      JSON.stringify(progress.counters),
      JSON.stringify(progress.met),
      progress.bytesRead,
      progress.reportBytes,
    ],
  );
}

export async function endRun(
  db: Querier,
  id: string,
  state: RunState,
  at: Date,
  failure: string | null = null,
): Promise<void> {
  await (db as pg.ClientBase).query('update import_runs set state = $2, finished_at = $3, failure = $4 where id = $1', [
    id,
    state,
    at,
    failure,
  ]);
}

export async function deleteRun(db: Querier, id: string): Promise<void> {
  await (db as pg.ClientBase).query('delete from import_runs where id = $1', [id]);
}
