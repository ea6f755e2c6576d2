import type { Household } from '@dispatch/shared/people/household';
import type { NewHousehold, PatchHousehold } from '@dispatch/shared/people/households.schema';
import { uuidv7 } from '@dispatch/shared/ids/uuid';
import type { Knex } from 'knex';
import type pg from 'pg';
import { jsonText } from '../../platform/database/json-text.ts';
import { inTransaction } from '../../platform/database/transaction.ts';
import { given, patchRow } from '../../platform/database/row.ts';
import { HouseholdModel, MemberModel } from './households.model.ts';
import type { HouseholdSearch } from './search.ts';

/** SQL of one household as JSON, from a row `h` of households. Shape: Household. */
const HOUSEHOLD_JSON = `json_build_object(
  'id', h.id, 'address', h.address, 'lat', h.lat, 'lon', h.lon, 'note', h.note,
  'members', (select coalesce(json_agg(json_build_object('id', m.id, 'name', m.name, 'phone', m.phone, 'email', m.email,
      'account', m.user_id is not null) order by m.id), '[]') from household_members m where m.household_id = h.id),
  'openIssues', (select count(*) from issues i where i.household_id = h.id and i.status <> 'closed'))`;

export async function household(pool: pg.Pool, id: string): Promise<Household | null> {
  return JSON.parse(
    await jsonText(pool, `select ${HOUSEHOLD_JSON}::text from households h where h.id = $1`, [id]),
  ) as Household | null;
}

const BY_PHONE = `
  select m.household_id, max(case when m.phone_digits like '%' || $1 || '%' then 2 else 1 end) as score
  from household_members m
  where m.phone_digits like '%' || $1 || '%' or ($2::text is not null and m.phone_digits like '%' || $2)
  group by 1`;

/** Share of three-letter pieces that make two words alike: `okafro` for Okafor has 0.57. */
const ALIKE = 0.5;

// Every word must be found in the address or a name; the trigram indexes give the candidates.
const byWords = (fits: (column: string) => string, score: (column: string) => string): string => `
  select household_id, sum(best) as score from (
    select w.word, hits.household_id, max(hits.score) as best
    from (select distinct unnest($1::text[]) as word) w
    cross join lateral (
      select h.id as household_id, ${score('h.address')} as score from households h where ${fits('h.address')}
      union all
      select m.household_id, ${score('m.name')} from household_members m where ${fits('m.name')}
    ) hits
    group by 1, 2
  ) words
  where $2::text is null
  group by 1 having count(*) = (select count(distinct word) from unnest($1::text[]) as asked(word))`;

/** As typed; where a word begins counts more than within one. */
const AS_TYPED = byWords(
  (column) => `${column} ilike '%' || w.word || '%'`,
  (column) => `case when ' ' || ${column} ilike '% ' || w.word || '%' then 1 else 0.5 end`,
);
const MUCH_ALIKE = byWords(
  (column) => `w.word <% ${column}`,
  (column) => `word_similarity(w.word, ${column})`,
);

// $3 are short words: house numbers in the address put a household before its neighbours. $4 is the limit.
const found = (matches: string): string => `
  select coalesce(json_agg(best.household order by best.score desc, best.address, best.id), '[]')::text from (
    select h.id, h.address, ${HOUSEHOLD_JSON} as household,
      matches.score + case when cardinality($3::text[]) = 0 then 0 else
        (select count(*) * 0.5 from unnest($3::text[]) as s(word) where s.word = any(regexp_split_to_array(lower(h.address), '[^[:alnum:]]+'))) end as score
    from (${matches}) matches join households h on h.id = matches.household_id
    order by score desc, h.address, h.id limit $4
  ) best`;

/** Households that fit a search, the best first, as JSON text of an array; misspelt words count when nothing else fits. */
export async function findHouseholds(
  pool: pg.Pool,
  { words, short, digits, lastDigits }: HouseholdSearch,
  limit: number,
): Promise<string> {
  if (digits !== null) return jsonText(pool, found(BY_PHONE), [digits, lastDigits, short, limit]);
  if (words.length === 0) return '[]';
  const values = [words, null, short, limit];
  const asTyped = await jsonText(pool, found(AS_TYPED), values);
  if (asTyped !== '[]') return asTyped;
  return inTransaction(pool, async (client) => {
    await client.query(`set local pg_trgm.word_similarity_threshold = ${String(ALIKE)}`);
    return jsonText(client, found(MUCH_ALIKE), values);
  });
}

export async function insertHousehold(trx: Knex, id: string, { members, ...facts }: NewHousehold): Promise<void> {
  await HouseholdModel.query(trx).insert({ id, ...given(facts) });
  await MemberModel.query(trx).insert(members.map((member) => ({ id: uuidv7(), householdId: id, ...given(member) })));
}

/** @returns false when there is no such household. */
export function updateHousehold(
  trx: Knex,
  id: string,
  { members: _members, ...facts }: PatchHousehold,
): Promise<boolean> {
  return patchRow(HouseholdModel, trx, id, given(facts));
}

/** Members of a household, locked until the transaction ends. */
export async function lockMembers(trx: Knex, householdId: string): Promise<MemberModel[]> {
  return await MemberModel.query(trx).where('household_id', householdId).forUpdate();
}

export async function insertMember(
  trx: Knex,
  householdId: string,
  member: Omit<NewHousehold['members'][number], 'id'>,
): Promise<void> {
  await MemberModel.query(trx).insert({ id: uuidv7(), householdId, ...given(member) });
}

export async function updateMember(trx: Knex, id: string, member: NewHousehold['members'][number]): Promise<void> {
  await patchRow(MemberModel, trx, id, given(member));
}

export async function deleteMembers(trx: Knex, ids: readonly string[]): Promise<void> {
  await MemberModel.query(trx)
    .delete()
    .whereIn('id', [...ids]);
}
