import type { FavourNumbers } from '@dispatch/shared/wishes/favour';
import type pg from 'pg';

type Reader = Pick<pg.ClientBase, 'query'>;

/** A household and a category, in which contractors are compared. */
export interface Pair {
  householdId: string;
  categoryId: string;
}

export type Counted = FavourNumbers & { contractorId: string };
export type Kept = Counted & { strength: number };

/** One count of a pair after the other, until the transaction ends. */
export async function lockPair(client: pg.ClientBase, { householdId, categoryId }: Pair): Promise<void> {
  await client.query(`select pg_advisory_xact_lock(hashtextextended('favours:' || $1 || ':' || $2, 0))`, [
    householdId,
    categoryId,
  ]);
}

/** The household and category of an issue; null where it has no household. */
export async function pairOf(db: Reader, issueId: string): Promise<Pair | null> {
  const { rows } = await db.query<Pair>(
    `select household_id as "householdId", category_id as "categoryId" from issues where id = $1 and household_id is not null`,
    [issueId],
  );
  return rows[0] ?? null;
}

/** Pairs with finished work and nothing kept of it: from a history that came in another way than by events. */
export async function pairsWithout(db: Reader, limit: number): Promise<Pair[]> {
  const { rows } = await db.query<Pair>(
    `select distinct i.household_id as "householdId", i.category_id as "categoryId" from issues i
     where i.household_id is not null and i.done_by is not null
       and exists (select from issue_events e where e.issue_id = i.id and e.action = 'finish')
       and not exists (select from household_favours f where f.household_id = i.household_id and f.category_id = i.category_id)
     limit $1`,
    [limit],
  );
  return rows;
}

// What was undone did not happen; a confirmation, a no and a return belong to the last time it was said to be done.
const COUNT = `
  with told as (
    select e.id, e.issue_id, e.action, e.contractor_before as crew, i.rating
    from issues i join issue_events e on e.issue_id = i.id
    where i.household_id = $1 and i.category_id = $2 and e.action in ('finish', 'confirm', 'dispute', 'reopen')
      and not exists (select from issue_events u where u.issue_id = e.issue_id and u.version = e.version + 1 and u.action = 'undo')
  ), fixes as (
    select issue_id, crew, id, rating, lead(id) over (partition by issue_id order by id) as next
    from told where action = 'finish' and crew is not null
  ), ends as (
    select f.crew, case when f.next is null then f.rating end as rating,
      exists (select from told t where t.issue_id = f.issue_id and t.action = 'confirm' and t.id > f.id and (f.next is null or t.id < f.next)) as confirmed,
      exists (select from told t where t.issue_id = f.issue_id and t.action in ('dispute', 'reopen') and t.id > f.id and (f.next is null or t.id < f.next)) as reopened
    from fixes f
  ), came as (
    select a.contractor_id as crew, count(*)::int as visits, (count(*) filter (where a.kept))::int as punctual
    from arrivals a join issues i on i.id = a.issue_id
    where i.household_id = $1 and i.category_id = $2 group by 1
  )
  select e.crew as "contractorId", count(*)::int as fixed, (count(*) filter (where e.confirmed and not e.reopened))::int as confirmed,
    (count(*) filter (where e.reopened))::int as reopened, count(e.rating)::int as rated, avg(e.rating)::float8 as rating,
    coalesce(max(c.visits), 0) as visits, coalesce(max(c.punctual), 0) as punctual
  from ends e left join came c on c.crew = e.crew group by e.crew order by e.crew`;

/** What the history says of each contractor who finished something at the household in the category. */
export async function counted(db: Reader, { householdId, categoryId }: Pair): Promise<Counted[]> {
  return (await db.query<Counted>(COUNT, [householdId, categoryId])).rows;
}

/** What is kept of a pair. */
export async function kept(db: Reader, { householdId, categoryId }: Pair): Promise<Kept[]> {
  const { rows } = await db.query<Kept>(
    `select contractor_id as "contractorId", fixed, confirmed, reopened, rated, rating::float8 as rating, visits, punctual,
       strength::float8 as strength
     from household_favours where household_id = $1 and category_id = $2 order by contractor_id`,
    [householdId, categoryId],
  );
  return rows;
}

/** The given rows in place of what is kept of the pair. @param at Unix ms */
export async function replace(
  client: pg.ClientBase,
  { householdId, categoryId }: Pair,
  rows: readonly Kept[],
  at: number,
): Promise<void> {
  await client.query('delete from household_favours where household_id = $1 and category_id = $2', [
    householdId,
    categoryId,
  ]);
  if (rows.length === 0) return;
  await client.query(
    `insert into household_favours (household_id, category_id, contractor_id, fixed, confirmed, reopened, rated, rating, visits, punctual, strength, at)
     select $1, $2, r."contractorId", r.fixed, r.confirmed, r.reopened, r.rated, r.rating, r.visits, r.punctual, r.strength, $4
     from json_to_recordset($3::json) as r("contractorId" uuid, fixed int, confirmed int, reopened int, rated int, rating real,
       visits int, punctual int, strength real)`,
    [householdId, categoryId, JSON.stringify(rows), new Date(at)],
  );
}
