import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase, type Database } from '../database/database.ts';
import { createFeed } from '../feed/feed.ts';
import { addJobs } from '../jobs/add.ts';
import { holdConnection } from '../jobs/connection.ts';
import { recordedHistory } from '../jobs/recorded-history.ts';
import { migrateJobs } from '../jobs/runner.ts';
import { testDatabase, type TestDatabase } from '../postgres/test-database.ts';
import { dispatcherLag, feedLag, jobCounts } from './lag.ts';

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

test('the lag is the age of the oldest event behind the position', async () => {
  const { pool } = database;
  const history = await recordedHistory(pool);
  const cursor = await createFeed(database).now();
  expect(await feedLag(pool, cursor)).toBe(0);
  expect(await dispatcherLag(pool)).toBeNull();
  await history.record(pool, 1);
  await pool.query(
    `insert into issue_events (issue_id, version, action, at, actor_kind, app)
     values ($1, 2, 'edit', now() - interval '90 s', 'operator', 'desk')`,
    [history.issueId],
  );
  const lag = await feedLag(pool, cursor);
  expect(lag).toBeGreaterThanOrEqual(90);
  expect(lag).toBeLessThan(120);
  await pool.query('update feed set dispatched = $1', [cursor]);
  expect(await dispatcherLag(pool)).toBeGreaterThanOrEqual(90);
});

test('jobs are counted by state', async () => {
  const held = await holdConnection(home.url);
  await migrateJobs(held, home.url, pino({ level: 'silent' }));
  await held.close();
  await addJobs(database.pool, [
    { task: 'a', payload: {} },
    { task: 'a', payload: {}, runAt: new Date(Date.now() + 60_000) },
    { task: 'a', payload: {}, runAt: new Date(Date.now() + 60_000) },
  ]);
  await database.pool.query(`update graphile_worker._private_jobs set attempts = 25 where run_at <= now()`);
  expect(await jobCounts(database.pool)).toEqual({ planned: 2, due: 0, running: 0, failed: 0, given_up: 1 });
});
