import type pg from 'pg';
import { CATEGORY_JSON } from '../categories/index.ts';
import { CONTRACTOR_ROWS } from '../contractors/index.ts';
import { DISTRICT_ROWS, withOutlines } from '../districts/index.ts';
import { ORGANISATION_JSON } from '../organisation/index.ts';
import { TEAM_JSON } from '../teams/index.ts';

/** Where others live and are, and when and why they are away, is nobody's business but the office's. $2: null, or who may see its own only. */
const CONTRACTOR = `case when $2::uuid is null or v.id = $2::uuid then v.contractor::jsonb
  else v.contractor::jsonb || '{"homeLat": null, "homeLon": null, "position": null, "last": null, "certificates": {}, "stock": {}}'
    || jsonb_build_object('schedule', v.contractor::jsonb -> 'schedule' || '{"start": null, "end": "start", "exceptions": []}') end`;

// One statement, so that every id in it is also in it.
const REFERENCE = `select json_build_object(
  'organisation', ${ORGANISATION_JSON},
  'categories', (select coalesce(json_agg(${CATEGORY_JSON} order by lower(k.name), k.id), '[]') from categories k),
  'teams', (select coalesce(json_agg(${TEAM_JSON} order by lower(t.name), t.id), '[]') from teams t),
  'contractors', (select coalesce(json_agg(${CONTRACTOR} order by lower(v.name), v.id), '[]') from (${CONTRACTOR_ROWS}) v)
)::text as reference, (select ${DISTRICT_ROWS} from districts d) as districts`;

/**
 * What stands around the issues as JSON text. Shape: Reference, with inactive records, which old issues still name.
 *
 * @param contractorId for a contractor's own eyes: leaves out where the others live and are; null for the office.
 */
export async function referenceText(pool: pg.Pool, configured: object, contractorId: string | null): Promise<string> {
  const { rows } = await pool.query<{ reference: string; districts: string }>(REFERENCE, [
    JSON.stringify(configured),
    contractorId,
  ]);
  const [row] = rows;
  if (!row) throw new Error('expected one row of reference');
  return `${row.reference.slice(0, -1)},"districts":${withOutlines(row.districts)}}`;
}
