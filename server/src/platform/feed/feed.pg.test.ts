import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { newKey, silent, testIssues, type TestIssues } from '../../testing/factories.ts';
import type { FeedEvent } from './projection.ts';
import { createFeed, type Feed } from './feed.ts';
import { createRelay } from './relay.ts';

let t: TestIssues;
let feed: Feed;
const open: pg.Client[] = [];

beforeAll(async () => {
  t = await testIssues();
  feed = createFeed(t.database);
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((client) => client.end()));
});
afterAll(() => t.close());

async function connection(): Promise<pg.Client> {
  const { connectionString } = (t.database.knex.client as { connectionSettings: { connectionString: string } })
    .connectionSettings;
  const client = new pg.Client({ connectionString });
  await client.connect();
  open.push(client);
  return client;
}

async function filed(): Promise<string> {
  return (await t.issues.file({ who: t.operator, key: newKey(), app: 'test', input: { categoryId: t.categoryId } }))
    .issueId;
}

/** Inserts an event by hand within an open transaction. */
async function begin(issueId: string): Promise<{ commit(): Promise<void> }> {
  const client = await connection();
  await client.query('begin');
  await client.query(
    `insert into issue_events (issue_id, version, action, at, actor_kind, app) values ($1, 99, 'comment', now(), 'operator', 'test')`,
    [issueId],
  );
  return {
    async commit() {
      await client.query('commit');
    },
  };
}

const ids = (events: readonly FeedEvent[] | undefined): string[] => (events ?? []).map((event) => event.issueId);

describe('the feed’s cursor (rule S3)', () => {
  test('transactions that commit in the other order than they began are each read once', async () => {
    const [one, two] = [await filed(), await filed()];
    const start = await feed.now();
    const first = await begin(one);
    const second = await begin(two);
    await second.commit();
    const early = await feed.since(start);
    expect(ids(early?.events)).toEqual([two]);
    await first.commit();
    const late = await feed.since(early?.cursor ?? '');
    expect(ids(late?.events)).toEqual([one]);
    expect(ids((await feed.since(late?.cursor ?? ''))?.events)).toEqual([]);
  });

  test('a foreign transaction left open delays nothing and loses nothing', async () => {
    const stranger = await connection();
    await stranger.query('begin');
    await stranger.query('create temporary table left_open (x integer)');
    const start = await feed.now();
    const id = await filed();
    const read = await feed.since(start);
    expect(ids(read?.events)).toEqual([id]);
    const later = await filed();
    expect(ids((await feed.since(read?.cursor ?? ''))?.events)).toEqual([later]);
    await stranger.query('rollback');
  });

  test('a rolled back transaction is never read', async () => {
    const id = await filed();
    const start = await feed.now();
    await begin(id);
    await open.splice(0)[0]?.end();
    await filed();
    expect(ids((await feed.since(start))?.events)).not.toContain(id);
  });

  test('ten writers at once: nothing lost, nothing twice, within an issue in version order', async () => {
    const issues = await Promise.all(Array.from({ length: 6 }, filed));
    let cursor = await feed.now();
    const read: FeedEvent[] = [];
    let writing = true;
    const isWriting = (): boolean => writing;
    const reader = (async () => {
      for (let last = false; ;) {
        const batch = await feed.since(cursor);
        read.push(...(batch?.events ?? []));
        cursor = batch?.cursor ?? cursor;
        if (last) return;
        last = !isWriting();
      }
    })();
    const writers = Array.from({ length: 10 }, async (_, writer) => {
      for (let i = 0; i < 30; i += 1) {
        const id = issues[(writer + i) % issues.length]!;
        await t.issues.note({
          who: t.operator,
          issueId: id,
          action: 'comment',
          input: { kind: 'internal', text: 'x' },
          key: newKey(),
          app: 'test',
        });
        if (i % 3 === 0) {
          const { version } = await t.issues.card(id);
          await t.issues
            .command({
              who: t.operator,
              issueId: id,
              action: 'edit',
              input: { version, title: `T${String(i)}` },
              key: newKey(),
              app: 'test',
            })
            .catch(() => undefined);
        }
      }
    });
    await Promise.all(writers);
    writing = false;
    await reader;
    const { rows } = await t.database.pool.query<{ id: number }>(
      'select id from issue_events where issue_id = any($1::uuid[]) and action <> $2 order by id',
      [issues, 'file'],
    );
    expect(read.map((event) => event.id).sort((a, b) => a - b)).toEqual(rows.map((row) => row.id));
    for (const id of issues) {
      const versions = read.filter((event) => event.issueId === id).map((event) => event.version);
      expect(versions).toEqual([...versions].sort((a, b) => a - b));
    }
  });

  test('an unknown cursor, one of another feed and one that is none need a snapshot', async () => {
    expect(await feed.since('nonsense')).toBeNull();
    expect(await feed.since(`00000000-0000-0000-0000-000000000000/1:2:`)).toBeNull();
    const start = await feed.now();
    await filed();
    await filed();
    expect(await feed.since(start, 1)).toBeNull();
  });

  test('imported history stands outside the feed', async () => {
    const id = await filed();
    const start = await feed.now();
    await t.database.pool.query(
      `insert into issue_events (xid, issue_id, version, action, at, actor_kind, app) values (null, $1, 1, 'import', now(), 'system', 'import')`,
      [id],
    );
    expect(ids((await feed.since(start))?.events)).toEqual([]);
  });

  test('the history cannot be changed', async () => {
    await filed();
    await expect(t.database.pool.query(`update issue_events set action = 'other'`)).rejects.toThrow('append-only');
  });
});

describe('the relay', () => {
  test('woken, it sends each changed issue once per pass, and then says how far it has come (rules S1, S8)', async () => {
    const batches: string[][] = [];
    const told: string[] = [];
    let seen = (): void => undefined;
    const relay = createRelay({
      feed,
      log: silent,
      pollMs: 60_000,
      emit: () => undefined,
      rooms: { has: () => true, evict: () => undefined },
      fresh: (cursor) => told.push(cursor),
      anew: () => undefined,
      projections: [
        (batch) => {
          batches.push(ids(batch.events));
          seen();
          return Promise.resolve([]);
        },
      ],
    });
    await relay.start();
    const id = await filed();
    const arrived = new Promise<void>((resolve) => (seen = resolve));
    relay.wake();
    await arrived;
    await relay.stop();
    expect(batches.flat()).toContain(id);
    expect(told.length).toBeLessThanOrEqual(1);
  });

  test('a projection that fails is tried again with the same events', async () => {
    let tries = 0;
    let done = (): void => undefined;
    const finished = new Promise<void>((resolve) => (done = resolve));
    const relay = createRelay({
      feed,
      log: silent,
      pollMs: 20,
      emit: () => undefined,
      fresh: () => undefined,
      anew: () => undefined,
      rooms: { has: () => true, evict: () => undefined },
      projections: [
        (batch) => {
          tries += 1;
          if (tries === 1) return Promise.reject(new Error('database away'));
          expect(batch.events.length).toBeGreaterThan(0);
          done();
          return Promise.resolve([]);
        },
      ],
    });
    await relay.start();
    await filed();
    relay.wake();
    await finished;
    await relay.stop();
    expect(tries).toBe(2);
  });
});
