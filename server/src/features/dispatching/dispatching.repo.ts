import type pg from 'pg';

/** An offer that auto-dispatch made and that waits for its answer. */
export interface OwnOffer {
  issueId: string;
  version: number;
  contractorId: string;
}

/** Issues that nobody has, nobody is asked about, and no search has given up; the most urgent and oldest first. */
export async function searched(pool: pg.Pool, limit: number): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `select id from issues
     where status = 'new' and assignment_state is null and stuck_at is null
     order by case urgency when 'emergency' then 0 when 'high' then 1 when 'normal' then 2 else 3 end, filed_at, id
     limit $1`,
    [limit],
  );
  return rows.map(({ id }) => id);
}

/** Offers that the system made itself, those of a dispatcher left out; of one issue where it is given. */
export async function ownOffers(pool: pg.Pool, issueId: string | null): Promise<OwnOffer[]> {
  const { rows } = await pool.query<OwnOffer>(
    `select i.id as "issueId", i.version, i.contractor_id as "contractorId" from issues i
     where i.assignment_state = 'offered' and ($1::uuid is null or i.id = $1) and exists (
       select 1 from issue_events e where e.issue_id = i.id and e.version = i.assignment_version
         and e.action = 'offer' and e.actor_kind = 'system')`,
    [issueId],
  );
  return rows;
}
