import type { HouseholdFavour, HouseholdWish, HouseholdWishes, Visitor, Wish } from '@dispatch/shared/wishes/wish';
import type { FavourNumbers } from '@dispatch/shared/wishes/favour';
import type pg from 'pg';

type Reader = Pick<pg.Pool, 'query'>;
const ms = (expression: string): string => `(extract(epoch from ${expression}) * 1000)::bigint`;

/** A household's wishes and whom the system prefers there; null when there is no such household. */
export async function wishesOf(db: Reader, householdId: string): Promise<HouseholdWishes | null> {
  const { rows } = await db.query<{ wishes: HouseholdWish[]; favours: HouseholdFavour[] }>(
    `select
       (select coalesce(json_agg(json_build_object('contractorId', w.contractor_id, 'name', k.name, 'wish', w.wish,
           'at', ${ms('w.at')}, 'by', json_build_object('kind', w.by_kind, 'name', u.name)) order by k.name, k.id), '[]')
         from household_wishes w join contractors k on k.id = w.contractor_id left join users u on u.id = w.by_id
         where w.household_id = h.id) as wishes,
       (select coalesce(json_agg(json_build_object('contractorId', f.contractor_id, 'name', k.name, 'categoryId', f.category_id,
           'fixed', f.fixed, 'confirmed', f.confirmed, 'reopened', f.reopened, 'rated', f.rated, 'rating', f.rating,
           'visits', f.visits, 'punctual', f.punctual, 'strength', f.strength) order by f.strength desc, k.name), '[]')
         from household_favours f join contractors k on k.id = f.contractor_id where f.household_id = h.id) as favours
     from households h where h.id = $1`,
    [householdId],
  );
  return rows[0] ?? null;
}

/** The numbers of contractors at an issue's household in its category. */
export async function favoursFor(db: Reader, issueId: string): Promise<Map<string, FavourNumbers>> {
  const { rows } = await db.query<FavourNumbers & { contractorId: string }>(
    `select f.contractor_id as "contractorId", f.fixed, f.confirmed, f.reopened, f.rated, f.rating::float8 as rating,
       f.visits, f.punctual
     from household_favours f join issues i on i.household_id = f.household_id and i.category_id = f.category_id
     where i.id = $1`,
    [issueId],
  );
  return new Map(rows.map(({ contractorId, ...numbers }) => [contractorId, numbers]));
}

/** Visitors told of at most; those who came last. */
const MOST = 12;

/** Contractors who have been at a household, and those it has a wish about, by first name; the latest first. */
export async function visitorsOf(db: Reader, householdId: string): Promise<Visitor[]> {
  const { rows } = await db.query<Visitor>(
    `select k.id, split_part(k.name, ' ', 1) as name, w.wish, max(${ms('e.at')})::float8 as "lastAt"
     from contractors k
     left join household_wishes w on w.contractor_id = k.id and w.household_id = $1
     left join (issues i join issue_events e on e.issue_id = i.id and e.action in ('arrive', 'finish')
         and not exists (select from issue_events u where u.issue_id = e.issue_id and u.version = e.version + 1 and u.action = 'undo'))
       on i.household_id = $1 and e.contractor_before = k.id
     where w.wish is not null or (k.active and e.id is not null)
     group by k.id, k.name, w.wish order by max(e.at) desc nulls last, k.name limit ${String(MOST)}`,
    [householdId],
  );
  return rows;
}

/** The household of an issue; null where there is none. */
export async function householdOf(db: Reader, issueId: string): Promise<string | null> {
  const { rows } = await db.query<{ id: string | null }>('select household_id as id from issues where id = $1', [
    issueId,
  ]);
  return rows[0]?.id ?? null;
}

export async function isContractor(db: Reader, contractorId: string): Promise<boolean> {
  const { rows } = await db.query('select 1 from contractors where id = $1', [contractorId]);
  return rows.length > 0;
}

/** @returns the wish before; the same as the new one when nothing has changed */
export async function writeWish(
  client: pg.ClientBase,
  given: {
    householdId: string;
    contractorId: string;
    wish: Wish | null;
    byKind: string;
    byId: string | null;
    at: number;
  },
): Promise<Wish | null> {
  const { householdId, contractorId, wish, byKind, byId, at } = given;
  const { rows } = await client.query<{ wish: Wish }>(
    'select wish from household_wishes where household_id = $1 and contractor_id = $2 for update',
    [householdId, contractorId],
  );
  const before = rows[0]?.wish ?? null;
  if (wish === before) return before;
  if (wish === null)
    await client.query('delete from household_wishes where household_id = $1 and contractor_id = $2', [
      householdId,
      contractorId,
    ]);
  else
    await client.query(
      `insert into household_wishes (household_id, contractor_id, wish, by_kind, by_id, at) values ($1, $2, $3, $4, $5, $6)
       on conflict (household_id, contractor_id)
       do update set wish = excluded.wish, by_kind = excluded.by_kind, by_id = excluded.by_id, at = excluded.at`,
      [householdId, contractorId, wish, byKind, byId, new Date(at)],
    );
  return before;
}
