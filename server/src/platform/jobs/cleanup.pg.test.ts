import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase, type Database } from '../database/database.ts';
import { testDatabase, type TestDatabase } from '../postgres/test-database.ts';
import { cleanupDoor } from './cleanup.ts';

let home: TestDatabase;
let database: Database;
beforeAll(async () => {
  home = await testDatabase();
  database = openDatabase(home.url);
});
afterAll(async () => {
  await database.close();
  await home.drop();
});

test('rows go when their days are over, in batches, and not before', async () => {
  const now = Date.UTC(2026, 2, 1);
  await database.pool.query(
    `insert into idempotency_keys (actor, key, hash, status, answer, created_at)
     select 'user:1', n::text, '', 200, '{}', $1::timestamptz - n * interval '1 hour' from generate_series(1, 12000) n`,
    [new Date(now)],
  );
  const door = cleanupDoor({
    pool: database.pool,
    expiries: [{ table: 'idempotency_keys', column: 'created_at', days: 60 }],
    clock: () => now,
    log: pino({ level: 'silent' }),
  });
  await door.tasks?.['cleanup:daily']?.({});
  const { rows } = await database.pool.query('select count(*) as left from idempotency_keys');
  expect(rows).toEqual([{ left: 60 * 24 }]);
});

test('a table name that is not a plain name is refused', () => {
  const make = () =>
    cleanupDoor({
      pool: database.pool,
      expiries: [{ table: 'a; drop table b', column: 'c', days: 1 }],
      clock: Date.now,
      log: pino(),
    });
  expect(make).toThrow('expected names of a table and a column');
});
