/** Reads of the records that a command names. */
import type { Urgency } from '@dispatch/shared/issues/status';
import type pg from 'pg';

export async function contractorIsActive(client: pg.ClientBase, id: string): Promise<boolean> {
  const { rows } = await client.query<{ active: boolean }>('select active from contractors where id = $1', [id]);
  return rows[0]?.active === true;
}

export interface CategoryFacts {
  name: string;
  active: boolean;
  defaultUrgency: Urgency;
  questions: { id: string; text: string; kind: string; options?: string[]; required: boolean }[];
}

export async function categoryFacts(client: pg.ClientBase, id: string): Promise<CategoryFacts | null> {
  const { rows } = await client.query<CategoryFacts>(
    'select name, active, default_urgency as "defaultUrgency", questions from categories where id = $1',
    [id],
  );
  return rows[0] ?? null;
}

export async function householdFacts(
  client: pg.ClientBase,
  id: string,
): Promise<{ address: string; lat: number | null; lon: number | null } | null> {
  const { rows } = await client.query<{ address: string; lat: number | null; lon: number | null }>(
    'select address, lat, lon from households where id = $1',
    [id],
  );
  return rows[0] ?? null;
}

export async function issueExists(client: pg.ClientBase, id: string): Promise<boolean> {
  const { rowCount } = await client.query('select 1 from issues where id = $1', [id]);
  return rowCount === 1;
}

export async function userName(client: pg.ClientBase, id: string): Promise<string | null> {
  const { rows } = await client.query<{ name: string }>('select name from users where id = $1', [id]);
  return rows[0]?.name ?? null;
}
