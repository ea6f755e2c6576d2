import type { Urgency } from '@dispatch/shared/issues/status';
import type pg from 'pg';
import type { NewCategory, NewCrew } from './surroundings.ts';

/**
 * One import at a time; the lock hangs on the connection that the whole import runs on. One that was killed may hold it for
 * as long as PostgreSQL takes to notice.
 *
 * @param patience how long to wait for another one, ms.
 * @returns false when one is still running then.
 */
export async function lockImport(client: pg.ClientBase, patience: number): Promise<boolean> {
  await client.query(`select set_config('lock_timeout', $1, false)`, [`${String(Math.max(1, patience))}ms`]);
  try {
    await client.query(`select pg_advisory_lock(hashtext('dispatch-board import'))`);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === '55P03') return false;
    throw error;
  } finally {
    await client.query(`set lock_timeout = 0`);
  }
}

/** Larger steps for text indexes of this session: their pending entries are sorted in by many at once. */
export async function prepareSession(client: pg.ClientBase): Promise<void> {
  await client.query(`set gin_pending_list_limit = '32MB'; set work_mem = '64MB'`);
}

/** True while no issue has ever been filed and nobody has set the organisation. */
export async function isEmpty(client: pg.ClientBase): Promise<boolean> {
  const { rows } = await client.query<{ empty: boolean }>(
    `select not exists (select from issues) and not exists (select from settings where key = 'organisation') as empty`,
  );
  return rows[0]?.empty === true;
}

/** One of our own references in a file, and when its issue was filed there, Unix ms. */
export interface OwnReference {
  ref: string;
  filedAt: number;
}

/**
 * Which of these case numbers are there: imported before, or our own references as our export writes them. A reference
 * counts only with its issue's filing time; another town's board may give the same one to another issue.
 */
export async function knownCases(
  client: pg.ClientBase,
  externalIds: readonly string[],
  own: readonly OwnReference[],
): Promise<Set<string>> {
  const { rows } = await client.query<{ id: string }>(
    'select external_id as id from issues where external_id = any($1)',
    [externalIds],
  );
  if (own.length > 0) {
    const { rows: ours } = await client.query<{ id: string }>(
      `select ref as id from issues join unnest($1::text[], $2::timestamptz[]) as own (name, filed)
         on ref = own.name and abs(extract(epoch from filed_at - own.filed)) < 1`,
      [own.map(({ ref }) => ref), own.map(({ filedAt }) => new Date(filedAt))],
    );
    rows.push(...ours);
  }
  return new Set(rows.map((row) => row.id));
}

/** Remembers case numbers for as long as the connection lasts. @returns those it did not know yet. */
export async function newCases(client: pg.ClientBase, externalIds: readonly string[]): Promise<Set<string>> {
  await client.query('create temporary table if not exists import_seen (id text primary key)');
  const { rows } = await client.query<{ id: string }>(
    'insert into import_seen select distinct unnest($1::text[]) on conflict do nothing returning id',
    [externalIds],
  );
  return new Set(rows.map(({ id }) => id));
}

export async function districtNames(client: pg.ClientBase): Promise<{ id: string; name: string; active: boolean }[]> {
  const { rows } = await client.query<{ id: string; name: string; active: boolean }>(
    'select id, name, active from districts',
  );
  return rows;
}

/** Tells every node that records around the issues are there. */
async function record(
  client: pg.ClientBase,
  noun: 'category' | 'team' | 'contractor',
  ids: readonly string[],
): Promise<void> {
  await client.query(
    `insert into reference_events (noun, noun_id, actor_kind) select $1, id, 'system' from unnest($2::text[]) as id`,
    [noun, ids],
  );
}

export interface KnownCategory {
  id: string;
  code: string;
  urgency: Urgency;
}

/** Categories by code; those that are not there yet are made. */
export async function categoriesByCode(
  client: pg.ClientBase,
  wanted: readonly (NewCategory & { id: string })[],
): Promise<KnownCategory[]> {
  const { rows: made } = await client.query<{ id: string }>(
    `insert into categories (id, code, name, icon, skills, default_urgency)
     select id, code, name, icon, array(select json_array_elements_text(skills)), urgency
     from json_to_recordset($1::json) as c(id uuid, code text, name text, icon text, skills json, urgency text)
     on conflict (code) do nothing returning id`,
    [JSON.stringify(wanted)],
  );
  if (made.length > 0)
    await record(
      client,
      'category',
      made.map((row) => row.id),
    );
  const { rows } = await client.query<KnownCategory>(
    'select id, code, default_urgency as urgency from categories where code = any($1)',
    [wanted.map(({ code }) => code)],
  );
  return rows;
}

/** Teams by name, whatever its case; those that are not there yet are made. */
export async function teamsByName(
  client: pg.ClientBase,
  wanted: readonly { id: string; name: string }[],
): Promise<{ id: string; name: string }[]> {
  const { rows: made } = await client.query<{ id: string }>(
    `insert into teams (id, name) select id, name from json_to_recordset($1::json) as t(id uuid, name text)
     on conflict (lower(name)) do nothing returning id`,
    [JSON.stringify(wanted)],
  );
  if (made.length > 0)
    await record(
      client,
      'team',
      made.map((row) => row.id),
    );
  const { rows } = await client.query<{ id: string; name: string }>(
    'select id, lower(name) as name from teams where lower(name) = any($1)',
    [wanted.map(({ name }) => name.toLowerCase())],
  );
  return rows;
}

export async function countContractors(client: pg.ClientBase): Promise<number> {
  const { rows } = await client.query<{ count: string }>('select count(*) as count from contractors');
  return Number(rows[0]?.count ?? 0);
}

/** Crews by name; those that are not there yet are made, on duty. */
export async function crewsByName(
  client: pg.ClientBase,
  wanted: readonly (NewCrew & { id: string; teamId: string | null })[],
): Promise<{ id: string; name: string }[]> {
  const { rows: made } = await client.query<{ id: string }>(
    `insert into contractors (id, name, initials, colour, skills, team_id, on_duty)
     select id, name, initials, colour, array(select json_array_elements_text(skills)), "teamId", true
     from json_to_recordset($1::json) as c(id uuid, name text, initials text, colour text, skills json, "teamId" uuid)
     where not exists (select from contractors k where k.name = c.name) returning id`,
    [JSON.stringify(wanted)],
  );
  if (made.length > 0)
    await record(
      client,
      'contractor',
      made.map((row) => row.id),
    );
  const { rows } = await client.query<{ id: string; name: string }>(
    'select distinct on (name) id, name from contractors where name = any($1) order by name, id',
    [wanted.map(({ name }) => name)],
  );
  return rows;
}

/** The next numbers of issues and of events, so many of each, in rising order. */
export async function takeNumbers(
  client: pg.ClientBase,
  issues: number,
  events: number,
): Promise<{ issues: number[]; events: number[] }> {
  const { rows } = await client.query<{ issues: number[] | null; events: number[] | null }>(
    `select (select json_agg(nextval('issue_numbers')) from generate_series(1, $1)) as issues,
       (select json_agg(nextval(pg_get_serial_sequence('issue_events', 'id'))) from generate_series(1, $2)) as events`,
    [issues, events],
  );
  return { issues: rows[0]?.issues ?? [], events: rows[0]?.events ?? [] };
}

/**
 * Gives the feed a new identity: cursors of the old one are answered with a snapshot, which is how screens come to see
 * what was imported past the feed. The dispatcher keeps its place, so that no event of a command misses its jobs.
 */
export async function renewFeed(client: pg.ClientBase): Promise<void> {
  await client.query(
    `update feed set id = fresh.id, dispatched = fresh.id::text || '/' || split_part(dispatched, '/', 2)
     from (select gen_random_uuid() as id) fresh`,
  );
}

/** Rows the planner has not seen yet would be read by plans made for an empty table. */
export async function analyse(client: pg.ClientBase): Promise<void> {
  await client.query('analyze issues, issue_events, assignments, comments');
}
