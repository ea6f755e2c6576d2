import type pg from 'pg';
import { jsonText, msOf } from '../../platform/database/json-text.ts';

/** Minutes a way is reckoned to take while the contractor has given no arrival time. */
const USUAL_TRAVEL_MINUTES = 15;

/** Waiting for parts or for the household leaves hands free; fetching something does not. */
const AT_WORK = `i.status = 'in_progress' and (i.hold is null or i.hold = 'pickup')`;

/**
 * SQL of contractors as JSON: rows `contractor` (json), `id`, `name`. State, since when, load and next free time follow
 * from duty, issues and categories, so that they cannot disagree with the board. Work under way counts also off duty: who
 * drives to a job is driving, whatever the switch says. Shape: Contractor.
 */
export const CONTRACTOR_ROWS = `
  select c.id, c.name, json_build_object(
    'id', c.id, 'name', c.name, 'initials', c.initials, 'colour', c.colour, 'phone', c.phone, 'skills', c.skills,
    'certificates', c.certificates, 'travelLimit', c.travel_limit, 'stock', c.stock,
    'schedule', c.pattern || jsonb_build_object('exceptions', otherwise.exceptions),
    'teamId', c.team_id, 'districtIds', c.district_ids, 'onDuty', c.on_duty, 'dutyAt', ${msOf('c.duty_changed_at')},
    'state', case when work.driving > 0 then 'driving' when work.working > 0 then 'working' when c.on_duty then 'free' else 'off' end,
    'since', ${msOf(`coalesce(
      case when work.driving > 0 then work.driving_since when work.working > 0 then work.working_since end,
      greatest(c.duty_changed_at, last.ended_at))`)},
    'openIssues', work.accepted, 'offers', work.offers, 'loadMinutes', coalesce(work.load_minutes, 0),
    'nextFreeAt', ${msOf('work.free_at')},
    'homeLat', c.home_lat, 'homeLon', c.home_lon,
    'position', case when p.contractor_id is not null then
      json_build_object('lat', p.lat, 'lon', p.lon, 'heading', p.heading, 'at', ${msOf('p.at')}) end,
    'last', case when done.lat is not null then json_build_object('lat', done.lat, 'lon', done.lon, 'at', ${msOf('done.ended_at')}) end,
    'pictureUrl', case when c.picture_changed_at is not null then
      '/api/v1/contractors/' || c.id || '/picture?at=' || ${msOf('c.picture_changed_at')} end,
    'active', c.active) as contractor
  from contractors c
  left join lateral (
    select
      count(*) filter (where i.assignment_state = 'accepted') as accepted,
      count(*) filter (where i.assignment_state = 'offered') as offers,
      sum(k.expected_minutes) filter (where i.assignment_state = 'accepted') as load_minutes,
      count(*) filter (where i.status = 'en_route') as driving,
      min(i.departed_at) filter (where i.status = 'en_route') as driving_since,
      count(*) filter (where ${AT_WORK}) as working,
      min(i.arrived_at) filter (where ${AT_WORK}) as working_since,
      max(k.expected_minutes * interval '1 minute' + case
        when i.status = 'en_route' then coalesce(i.eta_at, i.departed_at + interval '${String(USUAL_TRAVEL_MINUTES)} minutes')
        else i.arrived_at end) filter (where i.status = 'en_route' or (${AT_WORK})) as free_at
    from issues i join categories k on k.id = i.category_id
    where i.contractor_id = c.id
  ) work on true
  left join lateral (
    select a.ended_at from assignments a
    where a.contractor_id = c.id and a.ended_at is not null and a.state not in ('passed', 'expired')
    order by a.ended_at desc limit 1
  ) last on true
  left join lateral (
    select a.ended_at, i.lat, i.lon from assignments a join issues i on i.id = a.issue_id
    where a.contractor_id = c.id and a.ended_at is not null and a.state = 'done'
    order by a.ended_at desc limit 1
  ) done on true
  cross join lateral (
    select coalesce(jsonb_agg(jsonb_build_object('id', e.id, 'kind', e.kind, 'from', ${msOf('e.starts_at')},
      'until', ${msOf('e.ends_at')}, 'state', e.state, 'note', e.note) order by e.starts_at, e.id), '[]') as exceptions
    from schedule_exceptions e
    where e.contractor_id = c.id and e.ends_at > now() - interval '1 day' and e.state <> 'taken_back'
  ) otherwise
  left join positions p on p.contractor_id = c.id`;

/** All contractors, or those of the list, as JSON text by name: one statement, read by the relay after each change. */
export function contractorViews(pool: pg.Pool, ids: readonly string[] | null): Promise<string> {
  const rows = ids === null ? CONTRACTOR_ROWS : `${CONTRACTOR_ROWS} where c.id = any($1::uuid[])`;
  return jsonText(
    pool,
    `select coalesce(json_agg(v.contractor order by lower(v.name), v.id), '[]')::text from (${rows}) v`,
    ids === null ? [] : [ids],
  );
}
