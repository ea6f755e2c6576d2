import type { NewContractor, PatchContractor } from '@dispatch/shared/people/contractors.schema';
import { freeColour, initialsOf } from '@dispatch/shared/people/initials';
import type { Knex } from 'knex';
import type pg from 'pg';
import { given, patchRow } from '../../platform/database/row.ts';
import { ContractorModel } from './contractors.model.ts';

/** @param userId who signs in as this contractor. */
export async function insertContractor(
  trx: Knex,
  id: string,
  input: NewContractor,
  userId: string | null,
): Promise<void> {
  const colour = input.colour ?? freeColour(await coloursInUse(trx));
  await ContractorModel.query(trx).insert({
    id,
    userId,
    ...given(input),
    initials: input.initials ?? initialsOf(input.name),
    colour,
  });
}

/** @returns false when there is no such contractor. */
export function updateContractor(trx: Knex, id: string, input: PatchContractor, at: number): Promise<boolean> {
  return patchRow(ContractorModel, trx, id, {
    ...given(input),
    ...(input.active === false && { onDuty: false, dutyChangedAt: new Date(at) }),
  });
}

/** @returns whether it is on duty and active, locked until the transaction ends; null when there is none. */
export async function lockDuty(trx: Knex, id: string): Promise<{ onDuty: boolean; active: boolean } | null> {
  const row = await ContractorModel.query(trx).findById(id).select('on_duty', 'active').forUpdate();
  return row ? { onDuty: row.onDuty, active: row.active } : null;
}

export async function setDuty(trx: Knex, id: string, onDuty: boolean, at: number): Promise<void> {
  await ContractorModel.query(trx)
    .findById(id)
    .patch({ onDuty, dutyChangedAt: new Date(at) });
}

/** Issues it has or is asked to take. */
export async function liveIssuesOf(trx: Knex, id: string): Promise<number> {
  const { rows } = await trx.raw<{ rows: { count: number }[] }>(
    'select count(*)::int as count from issues where contractor_id = ?',
    [id],
  );
  return rows[0]?.count ?? 0;
}

export async function teamExists(trx: Knex, id: string): Promise<boolean> {
  return (await trx.raw<{ rows: unknown[] }>('select 1 from teams where id = ?', [id])).rows.length > 0;
}

/** Those of the list that are no districts. */
export async function unknownDistricts(trx: Knex, ids: readonly string[]): Promise<string[]> {
  const { rows } = await trx.raw<{ rows: { id: string }[] }>(
    'select id from unnest(?::uuid[]) as asked(id) where not exists (select 1 from districts d where d.id = asked.id)',
    [[...ids]],
  );
  return rows.map((row) => row.id);
}

async function coloursInUse(trx: Knex): Promise<string[]> {
  const { rows } = await trx.raw<{ rows: { colour: string }[] }>('select colour from contractors where active');
  return rows.map((row) => row.colour);
}

/** @returns false when there is no such contractor. */
export async function savePicture(
  trx: Knex,
  id: string,
  picture: Uint8Array | null,
  contentType: string | null,
  at: number,
): Promise<boolean> {
  const { rowCount } = await trx.raw<{ rowCount: number }>(
    'update contractors set picture = ?, picture_type = ?, picture_changed_at = ? where id = ?',
    [picture && Buffer.from(picture), contentType, picture && new Date(at), id],
  );
  return rowCount > 0;
}

export async function readPicture(pool: pg.Pool, id: string): Promise<{ picture: Buffer; contentType: string } | null> {
  const { rows } = await pool.query<{ picture: Buffer; contentType: string }>(
    'select picture, picture_type as "contentType" from contractors where id = $1 and picture is not null',
    [id],
  );
  return rows[0] ?? null;
}
