import { boundsOf, type Geometry } from '@dispatch/shared/places/polygon';
import type { NewDistrict, PatchDistrict } from '@dispatch/shared/places/schema';
import type { Knex } from 'knex';
import type pg from 'pg';
import { jsonText } from '../../platform/database/json-text.ts';
import { given, patchRow } from '../../platform/database/row.ts';
import { DistrictModel } from './districts.model.ts';
import { withOutlines } from './outlines.ts';

/** SQL of a list of districts as JSON text for `withOutlines`, from rows `d` of districts. */
export const DISTRICT_ROWS = `coalesce(json_agg(json_build_object(
  'id', d.id, 'name', d.name, 'active', d.active, 'border', d.geometry::text) order by lower(d.name), d.id), '[]')::text`;

/** Areas that issues are put into. */
export async function activeAreas(pool: pg.Pool): Promise<{ id: string; geometry: Geometry }[]> {
  const { rows } = await pool.query<{ id: string; geometry: Geometry }>(
    'select id, geometry from districts where active',
  );
  return rows;
}

/** JSON text of District[], with the borders as screens draw them. */
export async function districtsOf(pool: pg.Pool, ids: readonly string[]): Promise<string> {
  return withOutlines(await jsonText(pool, `select ${DISTRICT_ROWS} from districts d where d.id = any($1)`, [ids]));
}

export async function insertDistrict(trx: Knex, id: string, { name, geometry }: NewDistrict): Promise<void> {
  await DistrictModel.query(trx).insert({ id, name, geometry, ...boundsOf(geometry) });
}

/** @returns false when there is no such district. */
export function updateDistrict(trx: Knex, id: string, input: PatchDistrict): Promise<boolean> {
  const changes = { ...given(input), ...(input.geometry && boundsOf(input.geometry)) };
  return patchRow(DistrictModel, trx, id, changes);
}

/** Issues of a district that are not closed. */
export async function openIssuesIn(trx: Knex, id: string): Promise<number> {
  const { rows } = await trx.raw<{ rows: { count: number }[] }>(
    `select count(*)::int as count from issues where district_id = ? and status <> 'closed'`,
    [id],
  );
  return rows[0]?.count ?? 0;
}
