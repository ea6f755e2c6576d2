import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { STATE_FIELDS } from '@dispatch/shared/issues/issue';
import type { Action } from '@dispatch/shared/issues/lifecycle';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { readConfig } from '../../config.ts';
import { createFeed } from '../../platform/feed/feed.ts';
import { holdConnection } from '../../platform/jobs/connection.ts';
import { Dispatcher } from '../../platform/jobs/dispatcher.ts';
import { migrateJobs } from '../../platform/jobs/runner.ts';
import { aContractor, asker, newKey, silent, testIssues, type TestIssues } from '../../testing/factories.ts';
import { madeUpRecords } from '../../testing/city-file.ts';
import { createExport } from '../export/index.ts';
import { columnOf } from '../issues/index.ts';
import { createImporter, type Importer, type ImportRequest, type ImportSummary } from './index.ts';

let folder: string;
let home: TestIssues;
let importer: Importer;
let now: number;
let fail: (() => void) | null;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dispatch-import-'));
});
beforeEach(async () => {
  home = await testIssues();
  now = home.clock();
  fail = null;
  importer = createImporter({
    database: home.database,
    config: { ...readConfig({}), confirmDays: 3, reopenDays: 14 },
    clock: () => now,
    log: silent,
    say: () => undefined,
    progress: () => fail?.(),
  });
});
afterEach(() => home.close());
afterAll(() => rm(folder, { recursive: true }));

async function bring(name: string, content: string | null, more: Partial<ImportRequest> = {}): Promise<ImportSummary> {
  const file = join(folder, name);
  if (content !== null) await writeFile(file, content);
  return importer.records({ file, report: join(folder, 'faults.csv'), patience: 1000, ...more });
}

async function all(query: string): Promise<Record<string, unknown>[]> {
  const { rows } = await home.database.pool.query<Record<string, unknown>>(query);
  return rows;
}

const OPEN311 =
  'service_request_id,requested_datetime,closed_date,status_description,status_notes,service_name,address';

test('an imported closing leaves an issue as the same moves by commands do', async () => {
  const { contractorId } = await aContractor(home.database);
  const opened = home.clock();
  const ways: [string, string, readonly Action[]][] = [
    ['1', 'Closed', ['triage', 'assign', 'depart', 'arrive', 'finish', 'confirm']],
    ['2', 'Closed (Rejected)', ['triage', 'reject']],
    ['3', 'Closed (Cancelled)', ['triage', 'cancel']],
  ];
  const byCommands: Record<string, unknown>[] = [];
  for (const [id, , moves] of ways) {
    const { issues, operator, categoryId } = home;
    const filed = await issues.file({
      who: operator,
      input: { categoryId, title: id },
      key: newKey(),
      app: 'test',
    });
    const { issueId } = filed;
    let { version } = filed;
    for (const action of moves) {
      const input = {
        version,
        ...(action === 'assign' && { contractorId }),
        ...(/reject|cancel/.test(action) && { reason: 'no' }),
      };
      ({ version } = await issues.command({
        who: operator,
        issueId,
        action,
        input,
        key: newKey(),
        app: 'test',
      }));
    }
    if (moves.includes('confirm')) {
      // What the time for reopening ends with.
      const system = asker({ kind: 'system' });
      home.clock.advance(15 * 86_400_000);
      await issues.command({
        who: system,
        issueId,
        action: 'settle',
        input: { version },
        key: newKey(),
        app: 'test',
      } as never);
      home.clock.advance(-15 * 86_400_000);
    }
    byCommands.push(...(await all(`select * from issues where id = '${issueId}'`)));
  }
  const at = new Date(opened).toISOString();
  await bring('ways.csv', [OPEN311, ...ways.map(([id, status]) => `${id},${at},${at},${status},,Leak,`)].join('\n'));
  const imported = await all('select * from issues where external_id is not null order by external_id');
  // What the promise was, who did it and of what kind it is are facts of the record, not of the moves.
  const facts = new Set([
    'categoryId',
    'doneBy',
    'teamId',
    'respondBy',
    'resolveBy',
    'respondMinutes',
    'resolveMinutes',
    'closedAt',
  ]);
  for (const [place, row] of imported.entries())
    for (const field of STATE_FIELDS.filter((each) => !facts.has(each)))
      expect([field, row[columnOf(field)]]).toEqual([field, byCommands[place]?.[columnOf(field)]]);
  expect(imported).toHaveLength(3);
});

test('nobody is told of imported cases: no event in the feed, no job, no mail; closings keep their own times', async () => {
  const feed = createFeed(home.database);
  const held = await holdConnection(home.database.pool.options.connectionString ?? '');
  await migrateJobs(held, home.database.pool.options.connectionString ?? '', silent);
  const dispatcher = new Dispatcher({
    feed,
    doors: [{ jobsFor: (events) => events.map(() => ({ task: 'any', payload: {} })) }],
    log: silent,
  });
  await dispatcher.pass(held.client);
  await bring('closed.csv', `${OPEN311}\n1,2011-08-28T10:00:00Z,2011-08-29T10:00:00Z,Closed,Mended,Leak,1 Main St\n`);
  expect(await dispatcher.pass(held.client)).toBe(0);
  expect(await all('select xid, at from issue_events order by id')).toEqual([
    { xid: null, at: Date.UTC(2011, 7, 28, 10) },
    { xid: null, at: Date.UTC(2011, 7, 29, 10) },
  ]);
  expect(
    await all(
      'select (select count(*) from graphile_worker._private_jobs) as jobs, (select count(*) from mails) as mails',
    ),
  ).toEqual([{ jobs: 0, mails: 0 }]);
  await held.close();
});

test('an import as of a moment that is broken off goes on an hour later with the same moment', async () => {
  await madeUpRecords(join(folder, 'as-of.csv'), 300);
  const asOf = '2011-07-02T00:00';
  let batches = 0;
  fail = () => {
    batches += 1;
    if (batches === 2) throw new Error('broken off');
  };
  await expect(bring('as-of.csv', null, { asOf, batch: 50 })).rejects.toThrow('broken off');
  expect(await all('select state, failure from import_runs')).toEqual([{ state: 'failed', failure: 'broken off' }]);
  fail = null;
  const first = now;
  now += 3_600_000;
  const summary = await bring('as-of.csv', null, { asOf, batch: 50 });
  expect(summary.linesBefore).toBeGreaterThan(0);
  expect(summary).toMatchObject({ lines: 300, known: 0, faulty: 3 });
  // The wall clock of the file at its moment is the import's first start, for every one of them.
  const moment = Date.UTC(2011, 6, 2, 4);
  const moved = await all('select external_id as id, filed_at as at from issues');
  for (const { id, at } of moved) {
    const opened = Date.UTC(2011, 6, 1, 12) + (Number(id) - 101_000_000_000) * 240_000 + 4 * 3_600_000;
    expect(at).toBe(opened - moment + first);
  }
  expect((await readFile(join(folder, 'faults.csv'), 'utf8')).split('\r\n')).toHaveLength(5);
  // Another wish is another import, and nothing is there twice.
  expect(await bring('as-of.csv', null)).toMatchObject({ linesBefore: 0, known: moved.length });
});

test('a dry run counts what an import would do, and writes nothing', async () => {
  await madeUpRecords(join(folder, 'dry.csv'), 300);
  const tables = [
    'issues',
    'issue_events',
    'comments',
    'teams',
    'contractors',
    'import_runs',
    'reference_events',
    'settings',
  ];
  const counts = (): Promise<Record<string, unknown>[]> =>
    all(
      `select ${tables.map((name) => `(select count(*) from ${name}) as ${name}`).join(', ')}, (select last_value from issue_numbers) as number`,
    );
  const before = await counts();
  const { seconds: _dry, ...told } = await bring('dry.csv', null, { dryRun: true, batch: 50 });
  expect(await counts()).toEqual(before);
  const { seconds: _real, ...done } = await bring('dry.csv', null, { batch: 50 });
  // Without anything there, no district can be known either.
  expect(told).toEqual(done);
  expect(done.imported).toBe(297);
});

test('what was exported changes nothing when it is imported: case numbers, our own references, any words', async () => {
  await bring(
    'city.csv',
    `${OPEN311}\n17,2011-08-28T10:00:00Z,2011-08-29T10:00:00Z,Closed,Mended,Leak,1 Main St\n18,2011-08-28T10:00:00Z,,Open,,Leak,\n`,
  );
  const input = { categoryId: home.categoryId, title: '=No "water",', description: 'Since\nnoon; é' };
  await home.issues.file({ who: home.operator, input, key: newKey(), app: 'test' });
  const state = async (): Promise<string> =>
    JSON.stringify([
      await all('select * from issues order by number'),
      await all('select * from issue_events order by id'),
      await all('select * from categories order by id'),
      await all('select * from contractors order by id'),
    ]);
  const before = await state();
  for (const format of ['csv', 'geojson'] as const) {
    let file = '';
    for await (const piece of createExport({ pool: home.database.pool, clock: home.clock }).issues(format, {}))
      file += piece;
    expect(await bring(`export.${format}`, file)).toMatchObject({
      lines: 3,
      known: 3,
      imported: 0,
      faulty: 0,
      format: 'generic',
    });
  }
  expect(await state()).toBe(before);
});

test('records as JSON with numbers as strings and missing keys come in like those of a CSV', async () => {
  const records = [
    {
      unique_key: 7,
      created_date: '2011-08-28T10:00:00.000',
      complaint_type: 'Leak',
      latitude: '40.7',
      longitude: '-73.9',
    },
    {
      unique_key: '8',
      created_date: '08/28/2011 10:00:00 AM',
      complaint_type: 'Leak',
      status: 'Closed',
      closed_date: '1900-01-01',
    },
    { created_date: '2011-08-28', complaint_type: 'Leak' },
  ];
  expect(await bring('records.json', JSON.stringify(records), { timeZone: 'America/New_York' })).toMatchObject({
    lines: 3,
    imported: 1,
    faulty: 2,
    open: 1,
  });
  expect(await all('select external_id, filed_at, lat, lon from issues')).toEqual([
    { external_id: '7', filed_at: Date.UTC(2011, 7, 28, 14), lat: 40.7, lon: -73.9 },
  ]);
});

test('a file whose columns mean nothing is refused with the columns it has', async () => {
  await expect(bring('other.csv', 'colour,size\nred,5\n')).rejects.toThrow(
    /externalId: is needed[^]*openedAt: is needed[^]*category: is needed[^]*columns are: colour, size/,
  );
  expect(await all('select count(*)::int as count from import_runs where state = $$finished$$')).toEqual([
    { count: 0 },
  ]);
});
