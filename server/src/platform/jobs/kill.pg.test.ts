import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openDatabase, type Database } from '../database/database.ts';
import { testDatabase, type TestDatabase } from '../postgres/test-database.ts';
import { recordedHistory } from './recorded-history.ts';

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

async function node(): Promise<ChildProcess> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('node-to-kill.ts', import.meta.url)), home.url], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}

async function count(sql: string): Promise<number> {
  const { rows } = await database.pool.query<{ count: number }>(sql);
  return rows[0]?.count ?? -1;
}

test(
  '(D1) kill -9 of the node that dispatches, five times while events are written: each has its job once',
  { timeout: 120_000 },
  async () => {
    const history = await recordedHistory(database.pool);
    let child = await node();
    await vi.waitFor(async () => {
      expect(await count('select count(*) from feed where dispatched is not null')).toBe(1);
    }, 20_000);
    let writing = true;
    const events: number[] = [];
    const writers = Array.from({ length: 3 }, async () => {
      while (writing) events.push(await history.record(database.pool, 1));
    });
    for (let round = 0; round < 5; round += 1) {
      // Killed in the middle of its work: after it has come some way since the last time.
      const before = await count('select count(*) from graphile_worker._private_jobs');
      await vi.waitFor(async () => {
        expect(await count('select count(*) from graphile_worker._private_jobs')).toBeGreaterThan(before);
      }, 20_000);
      await kill(child);
      child = await node();
    }
    writing = false;
    await Promise.all(writers);
    await vi.waitFor(async () => {
      expect(await count('select count(*) from graphile_worker._private_jobs')).toBe(events.length);
    }, 20_000);
    await kill(child);
    expect(await count(`select count(distinct payload->>'event') from graphile_worker._private_jobs`)).toBe(
      events.length,
    );
  },
);
