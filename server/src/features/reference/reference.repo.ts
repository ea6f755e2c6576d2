import type pg from 'pg';
import { jsonText } from '../../platform/database/json-text.ts';
import { CATEGORY_JSON } from '../categories/index.ts';
import { CONTRACTOR_ROWS } from '../contractors/index.ts';
import { DISTRICT_JSON } from '../districts/index.ts';
import { ORGANISATION_JSON } from '../organisation/index.ts';
import { TEAM_JSON } from '../teams/index.ts';

/** A list's homes and positions of others are nobody's business but the office's. $2: null, or who may see its own only. */
const CONTRACTOR = `case when $2::uuid is null or v.id = $2::uuid then v.contractor::jsonb
  else v.contractor::jsonb || '{"homeLat": null, "homeLon": null, "position": null}' end`;

// One statement, so that every id in it is also in it.
const REFERENCE = `select json_build_object(
  'organisation', ${ORGANISATION_JSON},
  'categories', (select coalesce(json_agg(${CATEGORY_JSON} order by lower(k.name), k.id), '[]') from categories k),
  'districts', (select coalesce(json_agg(${DISTRICT_JSON} order by lower(d.name), d.id), '[]') from districts d),
  'teams', (select coalesce(json_agg(${TEAM_JSON} order by lower(t.name), t.id), '[]') from teams t),
  'contractors', (select coalesce(json_agg(${CONTRACTOR} order by lower(v.name), v.id), '[]') from (${CONTRACTOR_ROWS}) v)
)::text`;

/**
 * What stands around the issues as JSON text. Shape: Reference, with inactive records, which old issues still name.
 *
 * @param contractorId for a contractor's own eyes: leaves out where the others live and are; null for the office.
 */
export function referenceText(pool: pg.Pool, configured: object, contractorId: string | null): Promise<string> {
  return jsonText(pool, REFERENCE, [JSON.stringify(configured), contractorId]);
}
