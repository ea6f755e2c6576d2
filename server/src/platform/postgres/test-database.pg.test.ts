import pg from 'pg';
import { expect, test } from 'vitest';
import { testDatabase } from './test-database.ts';

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

test('each test database is migrated and none sees what another holds', async () => {
  const [one, other] = [await testDatabase(), await testDatabase()];
  const [first, second] = [await connect(one.url), await connect(other.url)];
  await first.query('create table only_here ()');
  const seen = await second.query("select to_regclass('only_here') as here, to_regclass('issues') as issues");
  expect(seen.rows).toEqual([{ here: null, issues: 'issues' }]);
  await Promise.all([first.end(), second.end()]);
  await Promise.all([one.drop(), other.drop()]);
});

test('a session left open fails the test that left it, and the database goes all the same', async () => {
  const database = await testDatabase();
  const leaked = await connect(database.url);
  await leaked.query('select 42');
  await expect(database.drop()).rejects.toThrow('left 1 sessions open: unnamed, last: select 42');
  await expect(connect(database.url)).rejects.toThrow('does not exist');
});
