import type { Config } from './config.ts';
import { openDatabase, type Database } from './platform/database/database.ts';
import { migrate } from './platform/database/migrate.ts';
import { startEmbeddedPostgres } from './platform/postgres/embedded.ts';

/**
 * Lends a command-line tool the configured database, or the embedded one, which is started unless a server runs it
 * already.
 *
 * @param say one line of progress
 */
export async function withDatabase<T>(
  config: Pick<Config, 'databaseUrl' | 'dataDir'>,
  say: (line: string) => void,
  work: (database: Database) => Promise<T>,
): Promise<T> {
  const embedded =
    config.databaseUrl === undefined
      ? await startEmbeddedPostgres({ dataDir: config.dataDir, log: say, share: true })
      : null;
  try {
    const url = config.databaseUrl ?? embedded?.url ?? '';
    await migrate(url);
    const database = openDatabase(url, { connections: 4 });
    try {
      return await work(database);
    } finally {
      await database.close();
    }
  } finally {
    await embedded?.stop();
  }
}
