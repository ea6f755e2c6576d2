import type { NewFilter, PatchFilter, SavedFilter } from '@dispatch/shared/filters/schema';
import type { Knex } from 'knex';
import type pg from 'pg';
import { jsonText } from '../../platform/database/json-text.ts';

type Reader = Pick<pg.Pool, 'query'>;

const FILTER_JSON = `json_build_object('id', f.id, 'ownerId', f.owner_id, 'owner', u.name, 'name', f.name,
  'filter', f.filter, 'look', f.look, 'shared', f.shared, 'version', f.version)`;
const FILTERS = 'from saved_filters f join users u on u.id = f.owner_id';

/** Own ones and shared ones, by name. */
export async function filtersFor(db: Reader, userId: string): Promise<SavedFilter[]> {
  const { rows } = await db.query<{ filter: SavedFilter }>(
    `select ${FILTER_JSON} as filter ${FILTERS} where f.shared or f.owner_id = $1 order by lower(f.name), f.id`,
    [userId],
  );
  return rows.map(({ filter }) => filter);
}

/** One, whoever's it is; null when there is none. */
export async function filterOf(db: Reader, id: string): Promise<SavedFilter | null> {
  const { rows } = await db.query<{ filter: SavedFilter }>(
    `select ${FILTER_JSON} as filter ${FILTERS} where f.id = $1`,
    [id],
  );
  return rows[0]?.filter ?? null;
}

/** Shared ones as JSON text, for everyone at a desk; own ones are left out. */
export function sharedFilters(pool: pg.Pool, ids: readonly string[]): Promise<string> {
  return jsonText(
    pool,
    `select coalesce(json_agg(${FILTER_JSON}), '[]')::text ${FILTERS} where f.id = any($1::uuid[]) and f.shared`,
    [ids],
  );
}

/** Locks the owner's row, so that two at once do not pass the limit together. @returns how many they keep */
export async function countFilters(trx: Knex, ownerId: string): Promise<number> {
  await trx('users').where({ id: ownerId }).select('id').forUpdate();
  const [row] = await trx('saved_filters').where({ owner_id: ownerId }).count<{ count: string }[]>('id as count');
  return Number(row?.count ?? 0);
}

/** @returns false when there is one of this id already. */
export async function insertFilter(
  trx: Knex,
  { id, name, filter, look, shared }: NewFilter,
  ownerId: string,
  at: Date,
): Promise<boolean> {
  const row = { id, owner_id: ownerId, name, filter: JSON.stringify(filter), look: JSON.stringify(look), shared };
  const inserted = await trx('saved_filters')
    .insert({ ...row, created_at: at, changed_at: at })
    .onConflict('id')
    .ignore()
    .returning('id');
  return inserted.length > 0;
}

/** @returns false when it is gone or has another version. */
export async function updateFilter(
  trx: Knex,
  id: string,
  { version, name, filter, look, shared }: PatchFilter,
  at: Date,
): Promise<boolean> {
  const changed = await trx('saved_filters')
    .where({ id, version })
    .update({
      ...(name !== undefined && { name }),
      ...(filter !== undefined && { filter: JSON.stringify(filter) }),
      ...(look !== undefined && { look: JSON.stringify(look) }),
      ...(shared !== undefined && { shared }),
      version: version + 1,
      changed_at: at,
    });
  return changed > 0;
}

export async function deleteFilter(trx: Knex, id: string): Promise<void> {
  await trx('saved_filters').where({ id }).delete();
}
