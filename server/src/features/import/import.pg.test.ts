import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readConfig } from '../../config.ts';
import { openDatabase, type Database } from '../../platform/database/database.ts';
import { createFeed } from '../../platform/feed/feed.ts';
import { testDatabase, type TestDatabase } from '../../platform/postgres/test-database.ts';
import { createImporter, type Importer, type ImportRequest, type ImportSummary } from './index.ts';
import { lookInto, openRecords } from './readers/records.ts';

const COLUMNS = [
  'case_enquiry_id',
  'open_dt',
  'target_dt',
  'closed_dt',
  'case_status',
  'closure_reason',
  'case_title',
  'reason',
  'type',
  'department',
  'location',
  'neighborhood',
  'latitude',
  'longitude',
  'source',
] as const;
type Row = Partial<Record<(typeof COLUMNS)[number], string>>;

let folder: string;
let home: TestDatabase;
let database: Database;
let importer: Importer;
const NOW = Date.UTC(2026, 5, 1, 12);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dispatch-import-'));
});
beforeEach(async () => {
  home = await testDatabase();
  database = openDatabase(home.url);
  importer = createImporter({
    database,
    config: readConfig({}),
    clock: () => NOW,
    log: pino({ level: 'silent' }),
    say: () => undefined,
  });
});
afterEach(async () => {
  await database.close();
  await home.drop();
});
afterAll(() => rm(folder, { recursive: true }));

let number = 101000000000;
function row(more: Row = {}): Row {
  number += 1;
  return {
    case_enquiry_id: String(number),
    open_dt: '2011-08-20 10:00:00',
    target_dt: ' ',
    closed_dt: '',
    case_status: 'Open',
    closure_reason: ' ',
    case_title: 'Pothole',
    reason: 'Highway Maintenance',
    type: 'Request for Pothole Repair',
    department: 'PWDx',
    location: '1 Main St  Boston  MA  02108',
    neighborhood: 'North',
    latitude: '42.5',
    longitude: '-71.5',
    source: 'Constituent Call',
    ...more,
  };
}

async function bring(rows: readonly Row[], more: Partial<ImportRequest> = {}): Promise<ImportSummary> {
  const file = join(folder, 'records.csv');
  const lines = rows.map((each) => COLUMNS.map((column) => `"${each[column] ?? ''}"`).join(','));
  await writeFile(file, [COLUMNS.join(','), ...lines].join('\n'));
  return importer.records({ file, report: join(folder, 'faults.csv'), ...more });
}

async function square(name: string, west: number, south: number): Promise<void> {
  const file = join(folder, 'areas.geojson');
  const ring = [
    [west, south],
    [west + 1, south],
    [west + 1, south + 1],
    [west, south + 1],
    [west, south],
  ];
  const features = [
    { type: 'Feature', properties: { Name: name }, geometry: { type: 'Polygon', coordinates: [ring] } },
  ];
  await writeFile(file, JSON.stringify({ type: 'FeatureCollection', features }));
  await importer.districts(file);
}

async function issues(): Promise<Record<string, unknown>[]> {
  const { rows } = await database.pool.query<Record<string, unknown>>(
    `select i.*, issue_stage(status, triaged, assignment_state) as stage, d.name as district, t.name as team, c.name as category
     from issues i join categories c on c.id = i.category_id left join districts d on d.id = i.district_id
     left join teams t on t.id = i.team_id order by number`,
  );
  return rows;
}

describe('importing records', () => {
  test('puts them on the board with category, team, crew and district', async () => {
    await square('North', -72, 42);
    const summary = await bring([
      row(),
      row({ latitude: '42.3594', longitude: '-71.0587' }),
      row({ latitude: '10', neighborhood: 'Nowhere' }),
    ]);
    expect(summary).toMatchObject({
      lines: 3,
      imported: 3,
      open: 3,
      closed: 0,
      unplaced: 1,
      outside: 1,
      faulty: 0,
      categories: 1,
      teams: 1,
      crews: 1,
    });
    expect(await issues()).toMatchObject([
      {
        stage: 'to_assign',
        district: 'North',
        team: 'Public Works',
        category: 'Request for Pothole Repair',
        lat: 42.5,
        place: '1 Main St, Boston, 02108',
        version: 2,
      },
      { district: 'North', lat: null, lon: null },
      { district: null, lat: 10 },
    ]);
    const { rows } = await database.pool.query('select name, skills, on_duty from contractors');
    expect(rows).toEqual([{ name: 'Highway Maintenance crew', skills: ['highway maintenance'], on_duty: true }]);
  });

  test('as of a moment: later cases are left out, later closings are still open, and that moment is now', async () => {
    const summary = await bring(
      [
        row({
          open_dt: '2011-08-28 17:00:00',
          closed_dt: '2011-08-28 19:00:00',
          case_status: 'Closed',
          target_dt: '2011-08-28 17:30:00',
        }),
        row({ open_dt: '2011-08-28 16:00:00', closed_dt: '2011-08-28 17:59:00', case_status: 'Closed' }),
        row({ open_dt: '2011-08-28 18:00:01' }),
      ],
      { asOf: '2011-08-28T18:00' },
    );
    expect(summary).toMatchObject({ imported: 2, open: 1, closed: 1, later: 1 });
    expect(await issues()).toMatchObject([
      { stage: 'to_assign', filed_at: NOW - 3_600_000, resolve_by: NOW - 1_800_000, closed_at: null },
      { stage: 'closed', outcome: 'fixed', filed_at: NOW - 7_200_000, closed_at: NOW - 60_000 },
    ]);
  });

  test('again, it adds only what is new; a case twice in the file is one issue', async () => {
    const [one, two] = [row(), row()];
    expect(await bring([one, two, one], { batch: 2 })).toMatchObject({ imported: 2, known: 1 });
    expect(await bring([one, two, row()])).toMatchObject({ imported: 1, known: 2 });
    expect(await issues()).toHaveLength(3);
  });

  test('writes a history that the live feed does not tell, with reference numbers and the closing words', async () => {
    const feed = createFeed(database);
    const before = await feed.now();
    await bring([
      row({
        closed_dt: '2011-08-21 10:00:00',
        case_status: 'Closed',
        closure_reason: 'Case Closed Case Resolved filled',
      }),
    ]);
    const [issue] = await issues();
    const { rows } = await database.pool.query(
      `select e.id, e.version, e.action, e.xid, c.body from issue_events e left join comments c on c.id = e.text_id order by e.id`,
    );
    expect(rows).toMatchObject([
      { version: 1, action: 'file', xid: null, body: null },
      { version: 2, action: 'import', xid: null, body: 'Case Resolved filled', id: issue?.['rev'] },
    ]);
    expect(issue?.['version']).toBe(2);
    expect(issue?.['ref']).toMatch(/^J-/);
    // The old cursor asks for a snapshot: the feed has a new identity.
    expect(await feed.since(before)).toBeNull();
  });

  test('keeps the dispatcher’s place: what commands did before is still turned into jobs', async () => {
    await bring([row()]);
    const feed = createFeed(database);
    await database.pool.query('update feed set dispatched = $1', [await feed.now()]);
    await database.pool.query(
      `insert into issue_events (issue_id, version, action, at, actor_kind, app) select id, 3, 'edit', now(), 'operator', 'desk' from issues`,
    );
    await bring([row()]);
    const { rows } = await database.pool.query<{ dispatched: string }>('select dispatched from feed');
    const read = await feed.since(rows[0]?.dispatched ?? '');
    expect(read?.events.map(({ action }) => action)).toEqual(['edit']);
  });

  test('tells faulty lines by line, field and reason, and imports the others', async () => {
    expect(await bring([row({ open_dt: 'yesterday' }), row(), row({ type: '', latitude: 'x' })])).toMatchObject({
      imported: 1,
      faulty: 2,
      lines: 3,
    });
    expect((await readFile(join(folder, 'faults.csv'), 'utf8')).split('\r\n')).toEqual([
      'line,field,reason',
      '2,open_dt,"expected a time as in 2011-08-28 18:00:00, got ""yesterday"""',
      '4,type,is blank',
      '4,latitude,"expected degrees, got ""x"", ""-71.5"""',
      '',
    ]);
  });

  test('an empty board gets the file’s time zone; one that was set keeps its own', async () => {
    const zone = async (): Promise<unknown> =>
      (
        await database.pool.query<{ value: unknown }>(
          `select value->>'timeZone' as value from settings where key = 'organisation'`,
        )
      ).rows[0]?.value;
    await bring([row()]);
    expect(await zone()).toBe('America/New_York');
    await database.pool.query(`update settings set value = '{"timeZone": "Europe/Paris"}'`);
    await bring([row()]);
    expect(await zone()).toBe('Europe/Paris');
  });

  test('only one import runs at a time', async () => {
    const other = await database.pool.connect();
    await other.query(`select pg_advisory_lock(hashtext('dispatch-board import'))`);
    await expect(bring([row()], { patience: 1 })).rejects.toThrow('Another import is running');
    await other.query(`select pg_advisory_unlock(hashtext('dispatch-board import'))`);
    other.release();
  });
});

describe('districts from a file', () => {
  test('are made, and get new borders when they come again under the same name', async () => {
    await square('North', -72, 42);
    await square('north', -73, 42);
    const { rows } = await database.pool.query('select name, west from districts');
    expect(rows).toEqual([{ name: 'North', west: -73 }]);
  });

  test('an area without a name or with an open ring is told and left out', async () => {
    const file = join(folder, 'bad.geojson');
    const open = {
      type: 'Polygon',
      coordinates: [
        [
          [0, 0],
          [1, 0],
          [1, 1],
        ],
      ],
    };
    const features = [{ type: 'Feature', properties: {}, geometry: open }];
    await writeFile(file, JSON.stringify({ type: 'FeatureCollection', features }));
    const { made, faults } = await importer.districts(file);
    expect(made).toBe(0);
    expect(faults).toEqual([expect.stringContaining('area 1 (without a name)')]);
    await writeFile(file, '{"type": "Feature"}');
    await expect(importer.districts(file)).rejects.toThrow('is no GeoJSON FeatureCollection');
  });
});

const data = process.env['DISPATCH_DATA'];
describe.skipIf(data === undefined)('the records of Boston, 2011 (set DISPATCH_DATA to run)', () => {
  const file = join(data ?? '', 'boston/311-2011.csv.gz');

  test('as of the storm, and overdue exactly where the city says so', { timeout: 180_000 }, async () => {
    await importer.districts(join(data ?? '', 'boston/neighborhoods.geojson.gz'));
    const storm = await importer.records({ file, asOf: '2011-08-28T18:00', report: join(folder, 'storm.csv') });
    expect(storm).toMatchObject({
      lines: 58_251,
      imported: 19_461,
      open: 4783,
      closed: 14_678,
      later: 38_790,
      faulty: 0,
      unplaced: 1513,
    });
    const all = await importer.records({ file, report: join(folder, 'all.csv') });
    expect(all).toMatchObject({ known: 19_461, imported: 38_790, faulty: 0 });
    const { rows } = await database.pool.query<{ id: string; overdue: boolean }>(
      'select external_id as id, closed_at > resolve_by as overdue from issues where closed_at is not null and resolve_by is not null',
    );
    const overdue = new Map(rows.map(({ id, overdue }) => [id, overdue]));
    const records = await openRecords(file, await lookInto(file, file));
    let agree = 0;
    let differ = 0;
    for await (const rows of records.rows)
      for (const { cells } of rows) {
        const ours = overdue.get(cells('case_enquiry_id'));
        // The city itself does not say for some.
        if (ours === undefined || cells('ontime') === '') continue;
        if (ours === (cells('ontime') === 'OVERDUE')) agree += 1;
        else differ += 1;
      }
    expect(differ).toBe(0);
    expect(agree).toBeGreaterThan(40_000);
  });
});
