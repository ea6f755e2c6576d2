import type pg from 'pg';

/** Locks issues in id order. @returns the contractors who have them or are asked to take them */
export async function lockAll(client: pg.ClientBase, ids: readonly string[]): Promise<string[]> {
  const { rows } = await client.query<{ contractor_id: string | null }>(
    'select contractor_id from issues where id = any($1::uuid[]) order by id for update',
    [ids],
  );
  return rows.flatMap((row) => row.contractor_id ?? []);
}

/** The issues that a report was merged into, the nearest first. */
export async function ancestorsOf(client: pg.ClientBase, id: string): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `with recursive up (id, depth) as (
       select merged_into, 1 from issues where id = $1 and merged_into is not null
       union all
       select i.merged_into, up.depth + 1 from up join issues i on i.id = up.id where i.merged_into is not null and up.depth < 50
     )
     select id from up order by depth`,
    [id],
  );
  return rows.map((row) => row.id);
}

/** What an issue would be merged into by undoing its latest change; null when that change was no reopening of a report. */
export async function undoneTarget(client: pg.ClientBase, id: string): Promise<string | null> {
  const { rows } = await client.query<{ target: string | null }>(
    `select (e.changes->'mergedInto'->>0)::uuid as target from issues i join issue_events e on e.issue_id = i.id and e.version = i.version
     where i.id = $1 and e.changes ? 'mergedInto' order by e.id limit 1`,
    [id],
  );
  return rows[0]?.target ?? null;
}

/** When the issue at the end of a chain of merges closed, Unix ms; null while it is not closed. */
export async function closedAtOf(client: pg.ClientBase, id: string): Promise<number | null> {
  const { rows } = await client.query<{ at: number | null }>(
    'select closed_at as at from issues where id = issue_root($1)',
    [id],
  );
  return rows[0]?.at ?? null;
}

/** Locks the unfinished issues of a household in id order, those of one category where it is given. @returns their ids */
export async function lockUnfinishedOf(
  client: pg.ClientBase,
  householdId: string,
  categoryId: string | null,
): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `select id from issues where household_id = $1 and ($2::uuid is null or category_id = $2)
       and status in ('new', 'open', 'en_route', 'in_progress') order by id for update`,
    [householdId, categoryId],
  );
  return rows.map((row) => row.id);
}
