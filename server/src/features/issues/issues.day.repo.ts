/** The lock of a contractor's day: whoever fills it on the word of how it looked takes it first. */
import type pg from 'pg';

/** Locks the days of contractors until the transaction ends, in id order, so that no two wait for each other. */
export async function lockDays(client: pg.ClientBase, contractorIds: readonly string[]): Promise<void> {
  const ids = [...new Set(contractorIds)].sort();
  for (const id of ids)
    await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`contractor day/${id}`]);
}
