// `npm run schema`: writes migrations/schema.sql, the schema that all migrations together make.
import { writeFile } from 'node:fs/promises';
import pg from 'pg';
import { migrate } from '../server/src/platform/database/migrate.ts';
import { dumpSchema } from '../server/src/platform/database/schema-dump.ts';
import { startThrowawayPostgres } from '../server/src/platform/postgres/throwaway.ts';

const server = await startThrowawayPostgres();
try {
  await migrate(server.url);
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  await writeFile(new URL('../migrations/schema.sql', import.meta.url), await dumpSchema(client));
  await client.end();
} finally {
  await server.stop();
}
