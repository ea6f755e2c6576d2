/** Notes of the desk and handovers: rows of their own, so that what is personal in them can be deleted. */
import type { DeskNote, DeskPerson, Handover } from '@dispatch/shared/handover/handover';
import type { Knex } from 'knex';
import type pg from 'pg';
import { jsonText } from '../../platform/database/json-text.ts';

type Reader = Pick<pg.Pool, 'query'>;
const ms = (column: string): string => `(extract(epoch from ${column}) * 1000)::bigint`;

const NOTE_JSON = `json_build_object('id', n.id, 'authorId', n.author_id, 'author', u.name, 'audience', n.audience,
  'teamId', n.team_id, 'issueId', n.issue_id, 'issueRef', i.ref, 'text', n.body, 'pinned', n.pinned,
  'at', ${ms('n.at')}, 'changedAt', ${ms('n.changed_at')}, 'doneAt', ${ms('n.done_at')})`;
const NOTES = `from desk_notes n join users u on u.id = n.author_id left join issues i on i.id = n.issue_id`;

/** Notes this person may read: open ones, and done ones since `from`. Pinned first, then the latest. @param from Unix ms */
export async function notesFor(db: Reader, userId: string, from: number): Promise<DeskNote[]> {
  const { rows } = await db.query<{ note: DeskNote }>(
    `select ${NOTE_JSON} as note ${NOTES}
     where (n.audience <> 'own' or n.author_id = $1) and (n.done_at is null or n.done_at > $2)
     order by n.pinned desc, n.at desc, n.id limit 500`,
    [userId, new Date(from)],
  );
  return rows.map(({ note }) => note);
}

/** One note, whoever's it is; null when there is none. */
export async function noteOf(db: Reader, id: string): Promise<DeskNote | null> {
  const { rows } = await db.query<{ note: DeskNote }>(`select ${NOTE_JSON} as note ${NOTES} where n.id = $1`, [id]);
  return rows[0]?.note ?? null;
}

/** Shared notes as JSON text, for everyone at a desk; own ones are left out. */
export function sharedNotes(pool: pg.Pool, ids: readonly string[]): Promise<string> {
  return jsonText(
    pool,
    `select coalesce(json_agg(${NOTE_JSON}), '[]')::text ${NOTES} where n.id = any($1::uuid[]) and n.audience <> 'own'`,
    [ids],
  );
}

export interface NoteRow {
  id: string;
  author_id: string;
  audience: string;
  team_id: string | null;
  issue_id: string | null;
  body: string;
  pinned: boolean;
  at: Date;
  changed_at: Date;
}

/** @returns false when there is one of this id already. */
export async function insertNote(trx: Knex, row: NoteRow): Promise<boolean> {
  const inserted = await trx('desk_notes').insert(row).onConflict('id').ignore().returning('id');
  return inserted.length > 0;
}

export async function updateNote(
  trx: Knex,
  id: string,
  row: Partial<NoteRow> & { done_at?: Date | null },
): Promise<void> {
  await trx('desk_notes').where({ id }).update(row);
}

export async function deleteNote(trx: Knex, id: string): Promise<void> {
  await trx('desk_notes').where({ id }).delete();
}

const HANDOVER_JSON = `json_build_object('id', h.id, 'fromId', h.from_id, 'from', a.name, 'toId', h.to_id, 'to', b.name,
  'at', ${ms('h.at')}, 'text', h.body, 'counts', h.counts, 'confirmedById', h.confirmed_by, 'confirmedBy', c.name,
  'confirmedAt', ${ms('h.confirmed_at')})`;
const HANDOVERS = `from handovers h join users a on a.id = h.from_id left join users b on b.id = h.to_id
  left join users c on c.id = h.confirmed_by`;

/** The latest first. */
export async function latestHandovers(db: Reader, count: number): Promise<Handover[]> {
  const { rows } = await db.query<{ handover: Handover }>(
    `select ${HANDOVER_JSON} as handover ${HANDOVERS} order by h.at desc, h.id limit $1`,
    [count],
  );
  return rows.map(({ handover }) => handover);
}

export function handoversOf(pool: pg.Pool, ids: readonly string[]): Promise<string> {
  return jsonText(
    pool,
    `select coalesce(json_agg(${HANDOVER_JSON}), '[]')::text ${HANDOVERS} where h.id = any($1::uuid[])`,
    [ids],
  );
}

export async function handoverOf(db: Reader, id: string): Promise<Handover | null> {
  const { rows } = await db.query<{ handover: Handover }>(
    `select ${HANDOVER_JSON} as handover ${HANDOVERS} where h.id = $1`,
    [id],
  );
  return rows[0]?.handover ?? null;
}

/** @returns false when there is one of this id already. */
export async function insertHandover(
  trx: Knex,
  row: { id: string; from_id: string; to_id: string | null; at: Date; body: string; counts: string },
): Promise<boolean> {
  return (await trx('handovers').insert(row).onConflict('id').ignore().returning('id')).length > 0;
}

/** @returns false when someone has confirmed it already. */
export async function confirmHandover(trx: Knex, id: string, userId: string, at: Date): Promise<boolean> {
  const changed = await trx('handovers')
    .where({ id })
    .whereNull('confirmed_by')
    .update({ confirmed_by: userId, confirmed_at: at });
  return changed > 0;
}

/** Everyone who dispatches, by name. */
export async function deskPeople(db: Reader): Promise<DeskPerson[]> {
  const { rows } = await db.query<DeskPerson>(
    `select id, name from users where role in ('owner', 'admin', 'operator') and status = 'active' order by lower(name), id`,
  );
  return rows;
}
