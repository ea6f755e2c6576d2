import { fileURLToPath } from 'node:url';
import knexFactory from 'knex';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dumpSchema } from './schema-dump.ts';
import { testDatabase, type TestDatabase } from '../postgres/test-database.ts';

let at: TestDatabase;
let client: pg.Client;
beforeAll(async () => {
  at = await testDatabase();
  client = new pg.Client({ connectionString: at.url });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await at.drop();
});

const TABLES = `select tablename from pg_tables where schemaname = 'public' and tablename not like 'knex%' order by 1`;

test('every migration can be taken back, and made again with the same result', async () => {
  const before = await dumpSchema(client);
  const directory = fileURLToPath(new URL('../../../../migrations', import.meta.url));
  const knex = knexFactory({ client: 'pg', connection: at.url, migrations: { directory, loadExtensions: ['.ts'] } });
  try {
    await knex.migrate.rollback(undefined, true);
    expect((await client.query(TABLES)).rows).toEqual([]);
    await knex.migrate.latest();
  } finally {
    await knex.destroy();
  }
  expect(await dumpSchema(client)).toBe(before);
});
