import type pg from 'pg';

/**
 * Runs work in one transaction on one connection of the pool.
 *
 * @throws what the work threw, after ROLLBACK; a COMMIT that PostgreSQL answered with ROLLBACK counts as a failure.
 */
export async function inTransaction<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin');
    const result = await work(client);
    const commit = await client.query('commit');
    if (commit.command !== 'COMMIT') throw new Error(`expected COMMIT, got ${commit.command}`);
    return result;
  } catch (error) {
    try {
      await client.query('rollback');
    } catch (lost) {
      broken = lost instanceof Error ? lost : new Error('connection lost');
    }
    throw error;
  } finally {
    client.release(broken);
  }
}
