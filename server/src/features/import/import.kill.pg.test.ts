import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../platform/postgres/test-database.ts';
import { madeUpRecords } from '../../testing/city-file.ts';
import { openRecords, lookInto } from './readers/records.ts';

const PROGRAM = fileURLToPath(new URL('../../import.ts', import.meta.url));
const ROWS = 5000;
const KILLS = 3;

let folder: string;
let file: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dispatch-kill-'));
  file = join(folder, 'records.csv');
  const data = process.env['DISPATCH_DATA'];
  if (data === undefined) await madeUpRecords(file, ROWS);
  else await writeFile(file, await beginningOf(join(data, 'boston/311-2011.csv.gz')));
});
afterAll(() => rm(folder, { recursive: true }));

/** The first rows of the real file, with two faults put in. */
async function beginningOf(path: string): Promise<string> {
  const head = await lookInto(path, path);
  const records = await openRecords(path, head);
  const lines = [head.columns.join(',')];
  for await (const rows of records.rows) {
    for (const { cells } of rows)
      lines.push(head.columns.map((column) => `"${cells(column).replaceAll('"', '""')}"`).join(','));
    if (lines.length > ROWS) break;
  }
  records.close();
  lines.splice(ROWS / 2, 0, 'broken', 'broken again');
  return lines.slice(0, ROWS).join('\n');
}

function start(home: TestDatabase, dataDir: string) {
  const child = spawn(process.execPath, [PROGRAM, file, '--batch', '200'], {
    env: { PATH: process.env['PATH'], DATABASE_URL: home.url, DATA_DIR: dataDir, LOG_LEVEL: 'silent' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const told: string[] = [];
  child.stdout.on('data', (data: Buffer) => told.push(data.toString()));
  return { child, ended: once(child, 'exit'), told };
}

/** Lines committed so far; -1 before there is a run. */
async function linesDone(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ lines: number }>(
    `select coalesce((select (counters->>'lines')::int from import_runs), -1) as lines`,
  );
  return rows[0]?.lines ?? -1;
}

/** Everything an import writes, without what is random or runs on: ids by name, no numbers. */
async function contents(client: pg.Client): Promise<string[]> {
  const { rows: names } = await client.query<{ id: string; name: string }>(
    `select id, external_id as name from issues union all select id, code from categories union all select id, name from teams
     union all select id, name from contractors union all select id, name from districts`,
  );
  const byId = new Map(names.map(({ id, name }) => [id, name]));
  const { rows } = await client.query<{ row: string }>(
    `select (to_jsonb(i) - '{number,ref,rev}'::text[])::text as row from issues i
     union all select (to_jsonb(e) - 'id')::text from issue_events e
     union all select to_jsonb(a)::text from assignments a
     union all select to_jsonb(c)::text from comments c
     union all select (counters || jsonb_build_object('state', state))::text from import_runs
     union all select to_jsonb(c)::text from categories c union all select to_jsonb(t)::text from teams t`,
  );
  const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
  return rows.map(({ row }) => row.replace(uuid, (id) => byId.get(id) ?? 'random')).sort();
}

test(
  'killed at three random moments and started again each time, an import ends in the same database and report',
  { timeout: 120_000 },
  async () => {
    const [unbroken, killed] = [await testDatabase(), await testDatabase()];
    const [one, other] = [new pg.Client(unbroken.url), new pg.Client(killed.url)];
    await Promise.all([one.connect(), other.connect()]);
    try {
      expect(await start(unbroken, join(folder, 'unbroken')).ended).toEqual([0, null]);
      let before = -1;
      for (let kill = 1; kill <= KILLS; kill += 1) {
        const { child, ended } = start(killed, join(folder, 'killed'));
        // Somewhere in the next quarter of the file, counted in what has been committed.
        const target = Math.max(before, 0) + 1 + Math.floor(Math.random() * (ROWS / 4));
        while (child.exitCode === null && (await linesDone(other)) < target);
        child.kill('SIGKILL');
        expect(await ended).toEqual([null, 'SIGKILL']);
        const done = await linesDone(other);
        expect(done).toBeGreaterThan(before);
        expect(done).toBeLessThan(ROWS - 1);
        before = done;
      }
      const last = start(killed, join(folder, 'killed'));
      expect(await last.ended).toEqual([0, null]);
      expect(last.told.join('')).toMatch(/goes on after line \d+, where this import was broken off/);
      // As far as it had come at the last kill, or one batch further that was committed while it died.
      expect(Number(/(\d+) rows had been read/.exec(last.told.join(''))?.[1])).toBeGreaterThanOrEqual(before);

      const expected = await contents(one);
      expect(expected.length).toBeGreaterThan(2 * ROWS);
      expect(await contents(other)).toEqual(expected);
      const report = (name: string): Promise<string> => readFile(join(folder, name, 'records.csv.faults.csv'), 'utf8');
      expect(await report('killed')).toBe(await report('unbroken'));
      const { rows } = await other.query('select count(*)::int as runs from import_runs');
      expect(rows).toEqual([{ runs: 1 }]);
    } finally {
      await Promise.all([one.end(), other.end()]);
      await Promise.all([unbroken.drop(), killed.drop()]);
    }
  },
);
