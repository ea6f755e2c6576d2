import type { Position, PublicPosition } from '@dispatch/shared/protocol/events';
import type pg from 'pg';

/**
 * Keeps a contractor's last known position and nothing older, and only while it is on the way or at work (traccar and
 * D365 do the same): asked by the same statement, so that none is kept after the work has ended.
 *
 * @returns the issues it is on the way to; null when it is not under way and nothing was kept.
 */
export async function savePosition(pool: pg.Pool, contractorId: string, position: Position): Promise<string[] | null> {
  const { rows } = await pool.query<{ underWay: boolean; enRoute: string[] | null }>({
    name: 'position-save',
    text: `with held as (
             select id, status from issues where contractor_id = $1 and status in ('en_route', 'in_progress')
           ), kept as (
             insert into positions (contractor_id, lat, lon, heading, at) select $1, $2, $3, $4, $5 where exists (select from held)
             on conflict (contractor_id) do update set lat = excluded.lat, lon = excluded.lon, heading = excluded.heading, at = excluded.at
             where positions.at < excluded.at
           )
           select exists (select from held) as "underWay", (select json_agg(id) from held where status = 'en_route') as "enRoute"`,
    values: [contractorId, position.lat, position.lon, position.heading, new Date(position.at)],
  });
  const [row] = rows;
  return row?.underWay === true ? (row.enRoute ?? []) : null;
}

/** Which of these issues nobody is on the way to. */
export async function notEnRoute(pool: pg.Pool, issueIds: readonly string[]): Promise<Set<string>> {
  const { rows } = await pool.query<{ id: string }>({
    name: 'position-not-en-route',
    text: `select id from issues where id = any($1::uuid[]) and status <> 'en_route'`,
    values: [issueIds],
  });
  return new Set(rows.map(({ id }) => id));
}

/** Where the contractor is that is on the way to an issue; null while nobody is. */
export async function positionFor(pool: pg.Pool, issueId: string): Promise<PublicPosition | null> {
  const { rows } = await pool.query<PublicPosition>({
    name: 'position-public',
    text: `select i.id as "issueId", p.lat, p.lon, p.heading, p.at from issues i join positions p on p.contractor_id = i.contractor_id
           where i.id = $1 and i.status = 'en_route'`,
    values: [issueId],
  });
  return rows[0] ?? null;
}

/** Deletes the positions of those who are no longer under way. */
export async function forgetPositions(pool: pg.Pool, contractorIds: readonly string[]): Promise<void> {
  await pool.query({
    name: 'position-forget',
    text: `delete from positions p where p.contractor_id = any($1::uuid[]) and not exists (
             select 1 from issues i where i.contractor_id = p.contractor_id and i.status in ('en_route', 'in_progress'))`,
    values: [contractorIds],
  });
}
