import type pg from 'pg';

/** One value that PostgreSQL built as JSON text and that is sent on as it is; the statement's first column. */
export async function jsonText(db: Pick<pg.Pool, 'query'>, text: string, values: unknown[] = []): Promise<string> {
  const { rows } = await db.query<[string | null]>({ text, values, rowMode: 'array' });
  return rows[0]?.[0] ?? 'null';
}

/** SQL of a timestamptz as Unix ms. */
export function msOf(expression: string): string {
  return `(extract(epoch from ${expression}) * 1000)::bigint`;
}
