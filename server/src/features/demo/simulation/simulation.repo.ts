import type pg from 'pg';

/** Sessions used this recently belong to a person who is trying the demo; the simulation keeps out of their way. */
const IN_USE = `exists (select 1 from sessions s where s.user_id = u.id and s.app <> 'simulation' and s.seen_at > now() - interval '15 minutes')`;

export interface SimulatedContractor {
  id: string;
  userId: string;
  homeLat: number;
  homeLon: number;
}

/** Contractors on duty that no person is signed in as. */
export async function freeContractors(pool: pg.Pool): Promise<SimulatedContractor[]> {
  const { rows } = await pool.query<SimulatedContractor>(
    `select c.id, u.id as "userId", c.home_lat as "homeLat", c.home_lon as "homeLon"
     from contractors c join users u on u.id = c.user_id
     where c.active and c.on_duty and u.status = 'active' and c.home_lat is not null and not ${IN_USE} order by c.id`,
  );
  return rows;
}

/** Users of households that only the simulation knows: they have no password. */
export async function simulatedHouseholds(pool: pg.Pool): Promise<{ userId: string; householdId: string }[]> {
  const { rows } = await pool.query<{ userId: string; householdId: string }>(
    `select u.id as "userId", m.household_id as "householdId" from users u join household_members m on m.user_id = u.id
     where u.role = 'household' and u.status = 'active' and u.password_hash is null order by u.id`,
  );
  return rows;
}

/** Issues that wait for their household: to say whether it is fixed, or to answer a question; the longest wait first. */
export async function waitingForHousehold(
  pool: pg.Pool,
): Promise<{ id: string; version: number; since: number; asked: boolean }[]> {
  const { rows } = await pool.query<{ id: string; version: number; since: number; asked: boolean }>(
    `select i.id, i.version, coalesce(i.asked_at, i.resolved_at) as since, i.asked_at is not null as asked from issues i
     where (i.status = 'resolved' or i.asked_at is not null)
       and not exists (select 1 from household_members m join users u on u.id = m.user_id where m.household_id = i.household_id and ${IN_USE})
     order by since limit 20`,
  );
  return rows;
}
