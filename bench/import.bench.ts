/**
 * How fast the import is: rows of a city's file per second, from the file to the last commit, against PostgreSQL writing
 * the same rows into the same tables.
 *
 * The bare part: what the import has written is copied into unlogged tables of the same shape, the real tables are
 * emptied, and one transaction fills them again with one INSERT … SELECT for each of the four tables. So it reads no
 * file, makes nothing, sends nothing over a socket, and meets the same constraints, generated columns and indexes, empty
 * as they were for the import. A checkpoint lies before either part. Rounds are interleaved; medians.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { readConfig } from '../server/src/config.ts';
import { createImporter } from '../server/src/features/import/index.ts';
import { openDatabase } from '../server/src/platform/database/database.ts';
import { migrate } from '../server/src/platform/database/migrate.ts';
import { databaseAt } from '../server/src/platform/postgres/addresses.ts';
import { startThrowawayPostgres } from '../server/src/platform/postgres/throwaway.ts';
import { silent } from '../server/src/testing/factories.ts';
import { madeUpRecords } from '../server/src/testing/city-file.ts';
import { median, printTable, report } from './table.ts';

const ROUNDS = 3;
const MADE_UP_ROWS = 40_000;
const TABLES = ['issues', 'issue_events', 'assignments', 'comments'] as const;

const server = await startThrowawayPostgres({ fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' });
const folder = await mkdtemp(join(tmpdir(), 'dispatch-bench-'));
const data = process.env['DISPATCH_DATA'];
const real = data === undefined ? null : join(data, 'boston/311-2011.csv.gz');
const file = real !== null && existsSync(real) ? real : join(folder, 'made-up.csv');
if (file !== real) {
  console.log(`DISPATCH_DATA is not set: ${String(MADE_UP_ROWS)} made-up rows instead of a city's file`);
  await madeUpRecords(file, MADE_UP_ROWS);
}

const admin = new pg.Client({ connectionString: server.url });
await admin.connect();

/** Every round has a database of its own, so that no index is fuller for one than for the other. */
async function freshDatabase(name: string): Promise<string> {
  await admin.query(`create database ${name}`);
  const url = databaseAt(server.url, name);
  await migrate(url);
  return url;
}

/** @returns issues written, and the seconds it took. */
async function ours(url: string): Promise<{ rows: number; seconds: number }> {
  const database = openDatabase(url, { connections: 4 });
  try {
    const importer = createImporter({
      database,
      config: readConfig({}),
      clock: Date.now,
      log: silent,
      say: () => undefined,
    });
    if (file === real) await importer.districts(join(data ?? '', 'boston/neighborhoods.geojson.gz'));
    await admin.query('checkpoint');
    const began = performance.now();
    const { imported } = await importer.records({ file, report: join(folder, 'faults.csv') });
    return { rows: imported, seconds: (performance.now() - began) / 1000 };
  } finally {
    await database.close();
  }
}

/** @returns the seconds of the same rows in bare PostgreSQL. */
async function bare(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const columns = new Map<string, string>();
    for (const table of TABLES) {
      const { rows } = await client.query<{ names: string }>(
        `select string_agg(column_name, ', ') as names from information_schema.columns
         where table_name = $1 and table_schema = 'public' and is_generated = 'NEVER'`,
        [table],
      );
      columns.set(table, rows[0]?.names ?? '');
      await client.query(`create unlogged table staged_${table} as select ${columns.get(table) ?? ''} from ${table}`);
      await client.query(`analyze staged_${table}`);
    }
    await client.query('truncate issues cascade');
    await client.query('checkpoint');
    const began = performance.now();
    await client.query('begin');
    for (const table of TABLES)
      await client.query(
        `insert into ${table} (${columns.get(table) ?? ''}) overriding system value select * from staged_${table}`,
      );
    await client.query('commit');
    return (performance.now() - began) / 1000;
  } finally {
    await client.end();
  }
}

const rates = { ours: [] as number[], bare: [] as number[] };
for (let round = 0; round < ROUNDS; round += 1) {
  const url = await freshDatabase(`round_${String(round)}`);
  const { rows, seconds } = await ours(url);
  const bareSeconds = await bare(url);
  rates.ours.push(rows / seconds);
  rates.bare.push(rows / bareSeconds);
  await admin.query(`drop database round_${String(round)} with (force)`);
}
const figures = {
  rowsPerSecond: median(rates.ours),
  bareRowsPerSecond: median(rates.bare),
  ratio: median(rates.ours.map((rate, round) => rate / rates.bare[round]!)),
};
printTable([
  { what: 'import, from the file to the last commit', rowsPerSecond: figures.rowsPerSecond },
  { what: 'bare PostgreSQL, one INSERT … SELECT per table', rowsPerSecond: figures.bareRowsPerSecond },
]);
await admin.end();
await server.stop();
await rm(folder, { recursive: true });
report('import', figures);
