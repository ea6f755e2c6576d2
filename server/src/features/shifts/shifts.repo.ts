import type { ExceptionKind, ExceptionState, WorkPattern } from '@dispatch/shared/shifts/schedule';
import type { Knex } from 'knex';
import type pg from 'pg';
import { jsonText, msOf } from '../../platform/database/json-text.ts';
import { ExceptionModel } from './shifts.model.ts';

/** Whose lead decides, and whether it is on duty. */
export interface ShiftOwner {
  active: boolean;
  onDuty: boolean;
  leadUserId: string | null;
}

/** The contractor, locked until the transaction ends; null when there is none. */
export async function lockOwner(trx: Knex, id: string): Promise<ShiftOwner | null> {
  const { rows } = await trx.raw<{ rows: ShiftOwner[] }>(
    `select c.active, c.on_duty as "onDuty", (select lead_user_id from teams t where t.id = c.team_id) as "leadUserId"
     from contractors c where c.id = ? for update`,
    [id],
  );
  return rows[0] ?? null;
}

/** @param seen null: whatever it is now. @returns false when it is another one than was seen. */
export async function savePattern(
  trx: Knex,
  id: string,
  pattern: WorkPattern,
  seen: WorkPattern | null,
): Promise<boolean> {
  const { rowCount } = await trx.raw<{ rowCount: number }>(
    'update contractors set pattern = ?::jsonb where id = ? and pattern = coalesce(?::jsonb, pattern)',
    [JSON.stringify(pattern), id, seen && JSON.stringify(seen)],
  );
  return rowCount > 0;
}

export async function saveStock(trx: Knex, id: string, part: string, pieces: number): Promise<void> {
  await trx.raw('update contractors set stock = stock || jsonb_build_object(?::text, ?::int) where id = ?', [
    part,
    pieces,
    id,
  ]);
}

export async function switchOffDuty(trx: Knex, id: string, at: number): Promise<void> {
  await trx.raw('update contractors set on_duty = false, duty_changed_at = ? where id = ? and on_duty', [
    new Date(at),
    id,
  ]);
}

export interface NewExceptionRow {
  id: string;
  contractorId: string;
  kind: ExceptionKind;
  /** Unix ms, as `until` and `at`. */
  from: number;
  until: number;
  state: ExceptionState;
  note: string | null;
  by: string | null;
  at: number;
}

export async function insertException(trx: Knex, row: NewExceptionRow): Promise<void> {
  const at = new Date(row.at);
  const decided = row.state === 'approved';
  await ExceptionModel.query(trx).insert({
    id: row.id,
    contractorId: row.contractorId,
    kind: row.kind,
    startsAt: new Date(row.from),
    endsAt: new Date(row.until),
    state: row.state,
    note: row.note,
    askedBy: row.by,
    askedAt: at,
    decidedBy: decided ? row.by : null,
    decidedAt: decided ? at : null,
  });
}

/** How many wait or are still to come. */
export async function exceptionsAhead(trx: Knex, contractorId: string, at: number): Promise<number> {
  const { rows } = await trx.raw<{ rows: { count: number }[] }>(
    `select count(*)::int as count from schedule_exceptions
     where contractor_id = ? and ends_at > ? and state <> 'taken_back'`,
    [contractorId, new Date(at)],
  );
  return rows[0]?.count ?? 0;
}

/** One of the contractor's, not taken back, times in Unix ms; null when there is none. */
export async function exceptionOf(
  trx: Knex,
  contractorId: string,
  id: string,
): Promise<{ kind: ExceptionKind; state: ExceptionState; from: number; until: number } | null> {
  const { rows } = await trx.raw<{
    rows: { kind: ExceptionKind; state: ExceptionState; from: number; until: number }[];
  }>(
    `select kind, state, starts_at as "from", ends_at as "until" from schedule_exceptions
     where contractor_id = ? and id = ? and state <> 'taken_back'`,
    [contractorId, id],
  );
  return rows[0] ?? null;
}

export async function setState(
  trx: Knex,
  id: string,
  state: ExceptionState | 'taken_back',
  by: string | null,
  at: number,
): Promise<void> {
  await ExceptionModel.query(trx)
    .findById(id)
    .patch({ state, decidedBy: by, decidedAt: new Date(at) });
}

export async function endAt(trx: Knex, id: string, at: number): Promise<void> {
  await ExceptionModel.query(trx)
    .findById(id)
    .patch({ endsAt: new Date(at) });
}

/** What waits for a decision of teams that someone leads, or of all, oldest first. Shape: AskedException[]. */
export function askedOf(pool: pg.Pool, leadUserId: string | null, at: number): Promise<string> {
  return jsonText(
    pool,
    `select coalesce(json_agg(json_build_object('id', e.id, 'contractorId', c.id, 'name', c.name,
       'kind', e.kind, 'from', ${msOf('e.starts_at')}, 'until', ${msOf('e.ends_at')}, 'state', e.state, 'note', e.note,
       'askedAt', ${msOf('e.asked_at')}) order by e.asked_at, e.id), '[]')::text
     from schedule_exceptions e join contractors c on c.id = e.contractor_id left join teams t on t.id = c.team_id
     where e.state = 'asked' and c.active and e.ends_at > $2
       and ($1::uuid is null or (t.lead_user_id = $1 and c.user_id is distinct from $1))`,
    [leadUserId, new Date(at)],
  );
}
