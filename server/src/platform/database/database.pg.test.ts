import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase } from '../postgres/test-database.ts';
import { openDatabase, type Database } from './database.ts';

let database: Database;
let drop: () => Promise<void>;
beforeAll(async () => {
  const made = await testDatabase();
  drop = made.drop;
  database = openDatabase(made.url, { connections: 2 });
});
afterAll(async () => {
  await database.close();
  await drop();
});

test('times arrive as Unix milliseconds and 64-bit numbers as numbers, through both doors', async () => {
  const sql = `select timestamptz '2026-06-01 09:00+02' as at, 9007199254740991::bigint as big`;
  const expected = { at: Date.UTC(2026, 5, 1, 7), big: Number.MAX_SAFE_INTEGER };
  expect((await database.pool.query(sql)).rows).toEqual([expected]);
  expect((await database.knex.raw<{ rows: unknown[] }>(sql)).rows).toEqual([expected]);
});

test('the message of a failed statement names no value of it', async () => {
  const failure: unknown = await database
    .knex('users')
    .insert({ id: '01890000-0000-7000-8000-000000000000', role: 'emperor', email: 'hanna@example.org', name: 'Hanna' })
    .catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(Error);
  expect((failure as Error).message).toContain('users_role_check');
  expect(`${(failure as Error).message}${(failure as Error).stack ?? ''}`).not.toContain('hanna');
});
