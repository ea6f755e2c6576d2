import type { Position, PublicPosition } from '@dispatch/shared/protocol/events';
import type pg from 'pg';

/** Keeps a contractor's last known position and nothing older. */
export async function savePosition(pool: pg.Pool, contractorId: string, position: Position): Promise<void> {
  await pool.query({
    name: 'position-save',
    text: `insert into positions (contractor_id, lat, lon, heading, at) values ($1, $2, $3, $4, $5)
           on conflict (contractor_id) do update set lat = excluded.lat, lon = excluded.lon, heading = excluded.heading, at = excluded.at
           where positions.at < excluded.at`,
    values: [contractorId, position.lat, position.lon, position.heading, new Date(position.at)],
  });
}

/** The issues a contractor is on the way to. */
export async function issuesEnRoute(pool: pg.Pool, contractorId: string): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>({
    name: 'position-en-route', text: `select id from issues where contractor_id = $1 and status = 'en_route'`, values: [contractorId],
  });
  return rows.map((row) => row.id);
}

/** May this contractor share its position now: only on the way and at work (traccar and D365 do the same). */
export async function isUnderWay(pool: pg.Pool, contractorId: string): Promise<boolean> {
  const { rowCount } = await pool.query({
    name: 'position-under-way',
    text: `select 1 from issues where contractor_id = $1 and status in ('en_route', 'in_progress') limit 1`,
    values: [contractorId],
  });
  return (rowCount ?? 0) > 0;
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
