import { fileURLToPath } from 'node:url';
import knexFactory from 'knex';

const MIGRATIONS = fileURLToPath(new URL('../../../../migrations', import.meta.url));

/**
 * Brings a database to the newest schema. Safe to call from several processes at once: knex holds its lock table, and a
 * process that finds it taken waits for its turn.
 *
 * @returns names of the migrations that ran.
 */
export async function migrate(url: string): Promise<string[]> {
  const knex = knexFactory({ client: 'pg', connection: url, pool: { min: 0, max: 2 } });
  try {
    // Serialises nodes that start together; knex's own lock would make the second one fail.
    return await knex.transaction(async (trx) => {
      await trx.raw("select pg_advisory_xact_lock(hashtext('dispatch-board migrations'))");
      const [, ran] = (await knex.migrate.latest({ directory: MIGRATIONS, loadExtensions: ['.ts'] })) as [
        number,
        string[],
      ];
      return ran;
    });
  } finally {
    await knex.destroy();
  }
}
