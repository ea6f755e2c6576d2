import type { Organisation } from '@dispatch/shared/board/reference';
import type { PatchOrganisation } from '@dispatch/shared/people/organisation.schema';
import { USUAL_WEEK } from '@dispatch/shared/promises/calendar';
import type { Knex } from 'knex';
import type pg from 'pg';
import { jsonText } from '../../platform/database/json-text.ts';

/**
 * SQL of the organisation as JSON: $1 is what the configuration says, overlaid by what an admin has set, with the working
 * calendar of the promises. Without a centre
 * the map shows all districts: the zoom at which their wider side fills some 900 pixels (a world at zoom z is 256·2^z
 * wide). Shape: Organisation.
 */
export const ORGANISATION_JSON = `(
  select ($1::jsonb || jsonb_build_object('centre', coalesce(
      (select jsonb_build_object('lat', (b.south + b.north) / 2, 'lon', (b.west + b.east) / 2,
        'zoom', greatest(3, least(16, floor(1.8 + ln(360 / greatest(b.east - b.west, (b.north - b.south) * 1.6, 0.002)) / ln(2)))))
       from (select min(west) as west, min(south) as south, max(east) as east, max(north) as north from districts where active) b
       where b.west is not null),
      '{"lat": 20, "lon": 0, "zoom": 2}'))
    || jsonb_build_object('week', coalesce((select jsonb_agg(jsonb_build_object('weekday', weekday,
        'opens', to_char(opens, 'HH24:MI'), 'closes', to_char(closes, 'HH24:MI')) order by weekday, opens)
       from calendar_week), '${JSON.stringify(USUAL_WEEK)}'))
    || jsonb_build_object('holidays', coalesce((select jsonb_agg(day order by day) from calendar_holidays), '[]'))
    || coalesce((select value from settings where key = 'organisation'), '{}'))::json)`;

export async function readOrganisation(pool: pg.Pool, configured: object): Promise<Organisation> {
  return JSON.parse(
    await jsonText(pool, `select ${ORGANISATION_JSON}::text`, [JSON.stringify(configured)]),
  ) as Organisation;
}

/** Overlays what was set before; null takes a centre back to the middle of the districts. */
export async function setOrganisation(trx: Knex, { centre, ...changes }: PatchOrganisation): Promise<void> {
  const value = JSON.stringify({ ...changes, ...(centre && { centre }) });
  await trx.raw(
    `insert into settings (key, value) values ('organisation', ?::jsonb)
     on conflict (key) do update set value = settings.value || excluded.value`,
    [value],
  );
  if (centre === null) await trx.raw(`update settings set value = value - 'centre' where key = 'organisation'`);
}
