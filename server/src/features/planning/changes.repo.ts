import type { ChangedJob, ChangeSet, ChangeSummary, ChangeUndo } from '@dispatch/shared/planning/change-set';
import type { ChangeKind } from '@dispatch/shared/planning/change-set.schema';
import type pg from 'pg';

type Reader = Pick<pg.ClientBase, 'query'> | Pick<pg.Pool, 'query'>;

const ms = (column: string): string => `(extract(epoch from ${column}) * 1000)::bigint`;
const CHANGE_JSON = `json_build_object('id', c.id, 'kind', c.kind, 'at', ${ms('c.at')}, 'by', u.name, 'jobs', c.jobs,
  'summary', c.summary, 'undo', case when c.undone_at is not null then json_build_object('at', ${ms('c.undone_at')},
    'by', d.name, 'undone', c.undone->'undone', 'left', c.undone->'left') end)`;
const CHANGES = `from plan_changes c left join users u on u.id = c.actor_id left join users d on d.id = c.undone_by`;

/** The latest first. */
export async function latestChanges(db: Reader, most: number): Promise<ChangeSet[]> {
  const { rows } = await db.query<{ change: ChangeSet }>(
    `select ${CHANGE_JSON} as change ${CHANGES} order by c.at desc, c.id limit $1`,
    [most],
  );
  return rows.map(({ change }) => change);
}

export interface StoredChange {
  change: ChangeSet;
  actor: string;
  hash: string;
  contractors: string[];
  undoKey: string | null;
}

export async function changeOf(db: Reader, id: string): Promise<StoredChange | null> {
  const { rows } = await db.query<StoredChange>(
    `select ${CHANGE_JSON} as change, c.actor, c.hash, c.contractors, c.undo_key as "undoKey" ${CHANGES} where c.id = $1`,
    [id],
  );
  return rows[0] ?? null;
}

export interface ChangeRow {
  id: string;
  kind: ChangeKind;
  at: number;
  actor: string;
  actorKind: string;
  actorId: string | null;
  app: string;
  key: string;
  hash: string;
  summary: ChangeSummary | null;
}

/** Waits for another of the same id that is under way. @returns false when there is one of this id. */
export async function insertChange(client: pg.ClientBase, row: ChangeRow): Promise<boolean> {
  const { rowCount } = await client.query(
    `insert into plan_changes (id, kind, at, actor, actor_kind, actor_id, app, key, hash, summary)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (id) do nothing`,
    [
      row.id,
      row.kind,
      new Date(row.at),
      row.actor,
      row.actorKind,
      row.actorId,
      row.app,
      row.key,
      row.hash,
      row.summary === null ? null : JSON.stringify(row.summary),
    ],
  );
  return rowCount === 1;
}

/** @param contractors whose days it touched */
export async function setJobs(
  client: pg.ClientBase,
  id: string,
  jobs: readonly ChangedJob[],
  contractors: readonly string[],
): Promise<void> {
  const values = [id, JSON.stringify(jobs), contractors];
  await client.query('update plan_changes set jobs = $2, contractors = $3 where id = $1', values);
}

/** Locks a change set against a second undo. @returns the key it was undone under; null when it is not undone. */
export async function lockChange(
  client: pg.ClientBase,
  id: string,
): Promise<{ undone: boolean; undoKey: string | null }> {
  const { rows } = await client.query<{ undone: boolean; undoKey: string | null }>(
    'select undone_at is not null as undone, undo_key as "undoKey" from plan_changes where id = $1 for update',
    [id],
  );
  return rows[0] ?? { undone: false, undoKey: null };
}

export async function setUndone(
  client: pg.ClientBase,
  id: string,
  { at, by, key, undone, left }: { at: number; by: string | null; key: string } & Pick<ChangeUndo, 'undone' | 'left'>,
): Promise<void> {
  await client.query(
    'update plan_changes set undone_at = $2, undone_by = $3, undo_key = $4, undone = $5 where id = $1',
    [id, new Date(at), by, key, JSON.stringify({ undone, left })],
  );
}
