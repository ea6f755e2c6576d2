import type pg from 'pg';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openDatabase, type Database } from '../database/database.ts';
import { createFeed, type Feed } from '../feed/feed.ts';
import { testDatabase, type TestDatabase } from '../postgres/test-database.ts';
import { holdConnection, type HeldConnection } from './connection.ts';
import { Dispatcher } from './dispatcher.ts';
import type { JobDoor } from './door.ts';
import { recordedHistory } from './recorded-history.ts';
import { migrateJobs } from './runner.ts';

const log = pino({ level: 'silent' });
let home: TestDatabase;
let database: Database;
let feed: Feed;
let held: HeldConnection;
let history: Awaited<ReturnType<typeof recordedHistory>>;

/** Makes one job for each event, named after it, without a key: a doubled event would be a doubled job. */
const echo: JobDoor = { jobsFor: (events) => events.map((event) => ({ task: 'echo', payload: { event: event.id } })) };

async function dispatchedEvents(): Promise<number[]> {
  const { rows } = await database.pool.query<{ event: number }>(
    `select (payload->>'event')::int as event from graphile_worker._private_jobs order by id`,
  );
  return rows.map((row) => row.event);
}

beforeAll(async () => {
  home = await testDatabase();
  database = openDatabase(home.url);
  feed = createFeed(database);
  const first = await holdConnection(home.url);
  await migrateJobs(first, home.url, log);
  await first.close();
});
beforeEach(async () => {
  held = await holdConnection(home.url);
  await database.pool.query('truncate issues, graphile_worker._private_jobs cascade');
  await database.pool.query('update feed set dispatched = null');
  history = await recordedHistory(database.pool);
});
afterEach(() => held.close());
afterAll(async () => {
  await database.close();
  await home.drop();
});

describe('the dispatcher', () => {
  test('begins at the present: what happened before its first pass makes no jobs', async () => {
    await history.record(database.pool, 1);
    const dispatcher = new Dispatcher({ feed, doors: [echo], log });
    expect(await dispatcher.pass(held.client)).toBe(0);
    const later = await history.record(database.pool, 2);
    expect(await dispatcher.pass(held.client)).toBe(1);
    expect(await dispatchedEvents()).toEqual([later]);
  });

  test('(D1) turns each event into jobs once, also when transactions commit in another order than they began', async () => {
    const dispatcher = new Dispatcher({ feed, doors: [echo], log });
    await dispatcher.pass(held.client);
    const [early, late] = await Promise.all([database.pool.connect(), database.pool.connect()]);
    await early.query('begin');
    const first = await history.record(early, 1);
    await late.query('begin');
    const second = await history.record(late, 2);
    await late.query('commit');
    expect(await dispatcher.pass(held.client)).toBe(1);
    expect(await dispatcher.pass(held.client)).toBe(0);
    await early.query('commit');
    expect(await dispatcher.pass(held.client)).toBe(1);
    early.release();
    late.release();
    expect(await dispatchedEvents()).toEqual([second, first]);
  });

  test('(D1) killed between adding jobs and committing, it loses and doubles nothing', async () => {
    const before = new Dispatcher({ feed, doors: [echo], log });
    await before.pass(held.client);
    const event = await history.record(database.pool, 1);
    // Its connection ends where kill -9 of the process would end it: in the open transaction, after the jobs.
    const dying = await holdConnection(home.url);
    const client: Pick<pg.ClientBase, 'query'> = {
      query: (async (text: string, values?: unknown[]) => {
        if (text === 'commit') {
          const { rows } = await dying.client.query<{ pid: number }>('select pg_backend_pid() as pid');
          await database.pool.query('select pg_terminate_backend($1, 3000)', [rows[0]?.pid]);
        }
        return dying.client.query(text, values);
      }) as pg.ClientBase['query'],
    };
    await expect(before.pass(client as pg.ClientBase)).rejects.toThrow();
    await dying.close();
    expect(await dispatchedEvents()).toEqual([]);
    const after = new Dispatcher({ feed, doors: [echo], log });
    expect(await after.pass(held.client)).toBe(1);
    expect(await dispatchedEvents()).toEqual([event]);
  });

  test('(D1) a second one with a stale position writes nothing', async () => {
    const [one, other] = [new Dispatcher({ feed, doors: [echo], log }), new Dispatcher({ feed, doors: [echo], log })];
    await one.pass(held.client);
    await other.pass(held.client);
    const event = await history.record(database.pool, 1);
    expect(await one.pass(held.client)).toBe(1);
    // It believes to be at the old place and reads the event again.
    expect(await other.pass(held.client)).toBe(0);
    expect(await other.pass(held.client)).toBe(0);
    expect(await dispatchedEvents()).toEqual([event]);
  });

  test('an event whose jobs cannot be made stays undone until they can', async () => {
    let broken = true;
    const fragile: JobDoor = {
      jobsFor(events) {
        if (broken) throw new Error('not now');
        return events.map(() => ({ task: 'fragile', payload: {} }));
      },
    };
    const dispatcher = new Dispatcher({ feed, doors: [echo, fragile], log });
    await dispatcher.pass(held.client);
    const event = await history.record(database.pool, 1);
    await expect(dispatcher.pass(held.client)).rejects.toThrow('not now');
    expect(await dispatchedEvents()).toEqual([]);
    broken = false;
    await dispatcher.pass(held.client);
    expect(await dispatchedEvents()).toEqual([event, null]);
  });

  test('a feed with a new identity is followed from the position that came with it', async () => {
    const dispatcher = new Dispatcher({ feed, doors: [echo], log });
    await dispatcher.pass(held.client);
    const event = await history.record(database.pool, 1);
    await database.pool.query(
      `update feed set id = fresh.id, dispatched = fresh.id::text || '/' || split_part(dispatched, '/', 2)
       from (select gen_random_uuid() as id) fresh`,
    );
    expect(await dispatcher.pass(held.client)).toBe(0);
    expect(await dispatcher.pass(held.client)).toBe(1);
    expect(await dispatchedEvents()).toEqual([event]);
  });

  test('of several jobs with one key the last one counts', async () => {
    const keyed: JobDoor = {
      jobsFor: (events) => events.map((event) => ({ task: 'echo', payload: { event: event.id }, jobKey: 'one' })),
    };
    const dispatcher = new Dispatcher({ feed, doors: [keyed], log });
    await dispatcher.pass(held.client);
    await history.record(database.pool, 1);
    const second = await history.record(database.pool, 2);
    await dispatcher.pass(held.client);
    expect(await dispatchedEvents()).toEqual([second]);
    const third = await history.record(database.pool, 3);
    await dispatcher.pass(held.client);
    expect(await dispatchedEvents()).toEqual([third]);
  });
});
