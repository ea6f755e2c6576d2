import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { openDatabase, type Database } from '../database/database.ts';
import { createFeed } from '../feed/feed.ts';
import { testDatabase, type TestDatabase } from '../postgres/test-database.ts';
import { addJobs } from './add.ts';
import type { JobDoor } from './door.ts';
import { startJobs, type Jobs } from './jobs.ts';
import { recordedHistory } from './recorded-history.ts';

const log = pino({ level: 'silent' });
let home: TestDatabase;
let database: Database;
let history: Awaited<ReturnType<typeof recordedHistory>>;
let nodes: Jobs[] = [];

async function node(door: JobDoor): Promise<Jobs> {
  const jobs = await startJobs({
    url: home.url,
    doors: [door],
    feed: createFeed(database),
    log,
    pollMs: 50,
    searchDeadMs: 100,
    concurrency: 2,
  });
  nodes.push(jobs);
  return jobs;
}

/** Notes what its tasks were given. */
function noting(): JobDoor & { seen: number[] } {
  const seen: number[] = [];
  return {
    seen,
    jobsFor: (events) => events.map((event) => ({ task: 'note', payload: { event: event.id } })),
    tasks: {
      note(payload) {
        seen.push((payload as { event: number }).event);
        return Promise.resolve();
      },
    },
  };
}

const soon = { timeout: 20_000, interval: 20 };

beforeAll(async () => {
  home = await testDatabase();
  database = openDatabase(home.url);
});
beforeEach(async () => {
  await database.pool.query('truncate issues cascade');
  await database.pool.query('update feed set dispatched = null');
  history = await recordedHistory(database.pool);
});
afterEach(async () => {
  await Promise.all(nodes.map((jobs) => jobs.stop()));
  nodes = [];
});
afterAll(async () => {
  await database.close();
  await home.drop();
});

async function dispatching(): Promise<void> {
  await vi.waitFor(async () => {
    const { rows } = await database.pool.query<{ dispatched: string | null }>('select dispatched from feed');
    expect(rows[0]?.dispatched).not.toBeNull();
  }, soon);
}

describe('background jobs', () => {
  test('an event becomes a job, and the job is run', async () => {
    const door = noting();
    const jobs = await node(door);
    await dispatching();
    const event = await history.record(database.pool, 1);
    jobs.wake();
    await vi.waitFor(() => {
      expect(door.seen).toEqual([event]);
    }, soon);
  });

  test('of two nodes one dispatches; when it stops, the other takes over', async () => {
    const door = noting();
    const [one, other] = [await node(door), await node(door)];
    await vi.waitFor(() => {
      expect([one.leads(), other.leads()].filter(Boolean)).toHaveLength(1);
    }, soon);
    await dispatching();
    const leader = one.leads() ? one : other;
    const follower = leader === one ? other : one;
    const events = [await history.record(database.pool, 1)];
    await vi.waitFor(() => {
      expect(door.seen).toEqual(events);
    }, soon);
    nodes = nodes.filter((jobs) => jobs !== leader);
    await leader.stop();
    events.push(await history.record(database.pool, 2));
    await vi.waitFor(() => {
      expect(follower.leads()).toBe(true);
      expect(door.seen).toEqual(events);
    }, soon);
  });

  test('a dispatcher whose connection is cut comes back, and nothing is lost or doubled', async () => {
    const door = noting();
    await node(door);
    await dispatching();
    const events: number[] = [];
    for (let version = 1; version <= 20; version += 1) {
      events.push(await history.record(database.pool, version));
      if (version % 7 === 0)
        await database.pool.query(`select pg_terminate_backend(pid) from pg_stat_activity
          where application_name = 'dispatch-board jobs' and datname = current_database()`);
    }
    await vi.waitFor(() => {
      expect([...door.seen].sort((a, b) => a - b)).toEqual(events);
    }, soon);
  });

  test('(D2) the jobs of a worker that was killed are given to the living', async () => {
    const door = noting();
    const jobs = await node(door);
    await addJobs(database.pool, [
      { task: 'note', payload: { event: 1 }, runAt: new Date(Date.now() + 3_600_000), jobKey: 'held' },
    ]);
    await database.pool.query(
      `update graphile_worker._private_jobs set locked_by = 'pool-that-died', locked_at = now(), run_at = now() where key = 'held'`,
    );
    await vi.waitFor(() => {
      expect(door.seen).toEqual([1]);
    }, soon);
    expect(jobs.leads()).toBe(true);
  });
});
