import type pg from 'pg';

/** What a transaction ends with: statements that have been sent and whose answers are still to come. */
export interface UnderWay<T> {
  last: Promise<T>;
}

/**
 * Runs work in one transaction on one connection of the pool.
 *
 * @throws what the work threw, after ROLLBACK; a COMMIT that PostgreSQL answered with ROLLBACK counts as a failure.
 */
export function inTransaction<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  return inPipelinedTransaction(pool, async (client) => ({ last: Promise.resolve(await work(client)) }));
}

/**
 * The same for hot paths: the work's first statements go out together with BEGIN, and its last ones, which it gives
 * back as promises, together with COMMIT, so that a command costs two round trips. Whatever it gives back has been
 * sent, in order; PostgreSQL answers COMMIT with ROLLBACK when one of them failed.
 *
 * @throws what the work or its last statements threw.
 */
export async function inPipelinedTransaction<T>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<UnderWay<T>>,
): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    const begun = client.query('begin');
    // Where it fails, so does the work's first statement; the reason is taken from whichever is awaited first.
    begun.catch(() => undefined);
    const { last } = await work(client);
    const [result, , commit] = await Promise.all([last, begun, client.query('commit')]);
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
