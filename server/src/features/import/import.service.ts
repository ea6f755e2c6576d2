import { uuidv7 } from '@dispatch/shared/ids/uuid';
import type { Urgency } from '@dispatch/shared/issues/status';
import type { PromiseBook } from '@dispatch/shared/promises/book';
import type { DistrictIndex } from '@dispatch/shared/places/polygon';
import type pg from 'pg';
import type { CityRecord, Fault } from './formats/city-record.ts';
import { decide, formatOf, type Decided } from './formats/formats.ts';
import { readTime } from './formats/times.ts';
import { FaultReport } from './faults.ts';
import * as repo from './import.repo.ts';
import { openRecords, lookInto } from './readers/records.ts';
import { fingerprint } from './readers/source.ts';
import type { FileHead } from './readers/row.ts';
import { NO_COUNTERS, NOTHING_MET, type Counters, type Run, type RunOptions } from './run.ts';
import * as runs from './runs.repo.ts';
import { batchWriter, type Batch, type BatchWriter } from './writer.ts';

export interface ImportWorld {
  /** A connection that can do COPY. */
  connect(): Promise<pg.Client>;
  /** Unix ms. */
  clock(): number;
  promises(): Promise<PromiseBook>;
  districts(): Promise<DistrictIndex>;
  /** The zone that times are local to when nothing says another. */
  timeZone(): Promise<string>;
  /** Sets the zone of an organisation that has none yet. */
  setTimeZone(timeZone: string): Promise<unknown>;
  settings: { confirmDays: number; reopenDays: number; offerMinutes: Record<Urgency, number> };
  /** One line that people should read. */
  say(line: string): void;
  progress?(progress: ImportProgress): void;
}

/** How far an import has come. */
export interface ImportProgress {
  bytesRead: number;
  size: number;
  lines: number;
  imported: number;
}

export interface ImportRequest extends RunOptions {
  file: string;
  /** What people call it; the path when left out. */
  fileName?: string | undefined;
  /** Where faults are told. */
  report: string;
  /** Issues per transaction. */
  batch?: number | undefined;
  /** Reads, checks and counts everything, and writes nothing to the board. */
  dryRun?: boolean;
  /** Begins anew where an unfinished import of the same file could go on. */
  anew?: boolean;
  /** The upload that this is. */
  runId?: string;
  /** How long to wait for another import, ms. */
  patience?: number;
}

export interface ImportSummary extends Counters {
  format: Decided['preset'];
  categories: number;
  teams: number;
  crews: number;
  /** Rows that an earlier part of this import had read already. */
  linesBefore: number;
  importedBefore: number;
  seconds: number;
}

const BATCH = 2000;
/** A batch of rows that hold nothing new ends, too: what has been read is not read again. */
const LINES_PER_RECORD = 10;
const PATIENCE_MS = 10_000;

/**
 * Brings a city's records onto the board. Each batch is a transaction that also says how far the file has been read; an
 * import that was broken off goes on from there when it is started again with the same file and wishes. A case that is
 * there already is left alone. At the end the feed gets a new identity.
 *
 * @throws Error with a sentence for people: no such file, not a known export, another import runs.
 */
export async function importFile(world: ImportWorld, request: ImportRequest): Promise<ImportSummary> {
  const name = request.fileName ?? request.file;
  const head = await lookInto(request.file, name);
  const client = await world.connect();
  let lookups: pg.Client | null = null;
  try {
    if (request.dryRun !== true && !(await repo.lockImport(client, request.patience ?? PATIENCE_MS)))
      throw new Error('Another import is running: wait until it has ended.');
    lookups = await world.connect();
    return await run(world, client, lookups, head, { ...request, fileName: name });
  } finally {
    // The lock goes with the connection.
    await Promise.all([client.end(), lookups?.end()]);
  }
}

/** The run to go on with, or a new one; null for a dry run from the command line, of which nothing is kept. */
async function runFor(world: ImportWorld, client: pg.Client, request: ImportRequest, size: number, sha256: string) {
  if (request.runId !== undefined) return runs.findRun(client, request.runId);
  if (request.dryRun === true) return null;
  const { preset, mapping, asOf, timeZone } = request;
  const options: RunOptions = { preset, mapping, asOf, timeZone };
  const unfinished = await runs.unfinishedRun(client, sha256, options);
  if (unfinished && request.anew !== true) {
    if (unfinished.position)
      world.say(`goes on after line ${String(unfinished.position.line - 1)}, where this import was broken off`);
    return unfinished;
  }
  if (unfinished) await runs.endRun(client, unfinished.id, 'finished', new Date(world.clock()), 'begun anew');
  const fileName = request.fileName ?? request.file;
  return runs.insertRun(client, {
    id: uuidv7(),
    origin: 'command',
    fileName: fileName.slice(-200),
    size,
    sha256,
    state: 'running',
    options,
    userId: null,
  });
}

async function run(
  world: ImportWorld,
  client: pg.Client,
  lookups: pg.Client,
  head: FileHead,
  request: ImportRequest,
): Promise<ImportSummary> {
  const began = performance.now();
  const { size, sha256 } = await fingerprint(request.file);
  let kept: Run | null = await runFor(world, client, request, size, sha256);
  const decided = kept?.format ?? (await decide(request.file, head, request, await world.timeZone()));
  const format = formatOf(decided, head.columns);
  tellDecision(world, decided);
  const dryRun = request.dryRun === true;
  if (kept)
    kept = await runs.beginRun(client, kept.id, { format: decided, present: new Date(world.clock()), checked: dryRun });
  const { now, moveBy } = momentOf(request.asOf, format.timeZone, kept?.present ?? world.clock());
  if (!dryRun && (await repo.isEmpty(client))) {
    await world.setTimeZone(format.timeZone);
    world.say(`the organisation's time zone is ${format.timeZone} now`);
  }
  await repo.prepareSession(client);
  const before = kept?.counters ?? NO_COUNTERS;
  const report = await FaultReport.open(request.report, kept?.reportBytes ?? 0);
  const writer = await batchWriter(world, client, lookups, {
    before,
    met: kept?.met ?? NOTHING_MET,
    now,
    moveBy,
    dryRun,
    report,
    runId: kept?.id ?? null,
  });
  const records = await openRecords(request.file, head, kept?.position ?? head.first);
  const perBatch = request.batch ?? BATCH;
  const read = { lines: before.lines, later: before.later, faulty: before.faulty, noted: before.noted };
  let batch = { records: [] as CityRecord[], faults: [] as Fault[], lines: 0 };
  let upTo = kept?.position ?? head.first;
  const flush = (): Batch => {
    const { records: found, faults } = batch;
    batch = { records: [], faults: [], lines: 0 };
    const bytesRead = Math.min(records.bytesRead(), size);
    world.progress?.({ bytesRead, size, lines: read.lines, imported: writer.counters.imported });
    return { records: found, faults, upTo, read: { ...read }, bytesRead };
  };
  try {
    // While the database writes one batch, the next is read and made ready.
    let writing = Promise.resolve();
    for await (const rows of records.rows)
      for (const row of rows) {
        read.lines += 1;
        batch.lines += 1;
        upTo = row.next;
        const found =
          row.fault === null ? format.read(row.cells, row.line) : [{ line: row.line, field: '', reason: row.fault }];
        if (Array.isArray(found)) {
          read.faulty += 1;
          batch.faults.push(...found);
        } else {
          const record = moved(found, moveBy);
          if (record.openedAt > now) read.later += 1;
          else batch.records.push(record);
          if (record.notes.length > 0) {
            read.noted += 1;
            batch.faults.push(...record.notes);
          }
        }
        if (batch.records.length >= perBatch || batch.lines >= perBatch * LINES_PER_RECORD) {
          await writing;
          writing = writer.write(flush());
          writing.catch(() => undefined);
        }
      }
    await writing;
    await writer.write({ ...flush(), bytesRead: size });
    await writer.settled();
  } catch (error) {
    // The batch on its way ends first, well or not.
    await writer.settled().catch(() => undefined);
    if (kept) await runs.endRun(client, kept.id, 'failed', new Date(world.clock()), told(error)).catch(() => undefined);
    throw error;
  } finally {
    records.close();
    await report.close();
    // Also after a failure: what has been written stands, and the screens must see it.
    if (!dryRun && writer.counters.imported > 0) await showAll(client).catch(() => undefined);
  }
  if (kept) await runs.endRun(client, kept.id, dryRun ? 'uploaded' : 'finished', new Date(world.clock()));
  return summaryOf(decided, writer, before, performance.now() - began);
}

async function showAll(client: pg.Client): Promise<void> {
  await repo.analyse(client);
  await repo.renewFeed(client);
}

function summaryOf({ preset }: Decided, { counters, met }: BatchWriter, before: Counters, ms: number): ImportSummary {
  return {
    ...counters,
    format: preset,
    categories: met.categories.length,
    teams: met.teams.length,
    crews: met.crews.length,
    linesBefore: before.lines,
    importedBefore: before.imported,
    seconds: ms / 1000,
  };
}

function told(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Says what nobody asked for but the file seems to mean. */
function tellDecision(world: ImportWorld, { preset, timeZone, mapping }: Decided): void {
  world.say(`read as ${preset}; times without a zone are those of ${timeZone}`);
  if (!mapping) return;
  world.say(
    `columns: ${Object.entries(mapping.fields)
      .map(([field, column]) => `${field} = ${[column].flat().join(' + ')}`)
      .join(', ')}`,
  );
  if (mapping.dates === 'day-first') world.say('dates with slashes begin with the day');
  for (const [lat, lon] of mapping.defaultPoints ?? [])
    world.say(`the point ${String(lat)}, ${String(lon)} counts as "position not known"`);
}

/** The present of the import, and by how much its times are moved so that it is the present here, ms. */
function momentOf(asOf: string | undefined, timeZone: string, now: number): { now: number; moveBy: number } {
  if (asOf === undefined) return { now, moveBy: 0 };
  const then = readTime(asOf, { timeZone });
  if (then == null) throw new Error(`expected --as-of as in 2011-08-28T18:00, got ${asOf}`);
  return { now, moveBy: now - then };
}

function moved(record: CityRecord, by: number): CityRecord {
  if (by === 0) return record;
  const move = (at: number | null): number | null => (at === null ? null : at + by);
  return { ...record, openedAt: record.openedAt + by, dueAt: move(record.dueAt), closedAt: move(record.closedAt) };
}
