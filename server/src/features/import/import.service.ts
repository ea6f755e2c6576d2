import { uuidv7 } from '@dispatch/shared/ids/uuid';
import type { Urgency } from '@dispatch/shared/issues/status';
import type { PromiseBook } from '@dispatch/shared/promises/book';
import type { DistrictIndex } from '@dispatch/shared/places/polygon';
import type pg from 'pg';
import { writeBatch } from './batch.ts';
import type { CityRecord, Fault } from './city-record.ts';
import { openCsv } from './csv.ts';
import { FaultReport } from './faults.ts';
import { formatOf } from './formats.ts';
import * as repo from './import.repo.ts';
import type { LifeContext } from './life.ts';
import { localTime } from './local-time.ts';
import { Surroundings } from './surroundings.keeper.ts';

export interface ImportWorld {
  pool: pg.Pool;
  /** Unix ms. */
  clock(): number;
  promises(): Promise<PromiseBook>;
  districts(): Promise<DistrictIndex>;
  /** Sets the zone of an organisation that has none yet. */
  setTimeZone(timeZone: string): Promise<unknown>;
  settings: { confirmDays: number; reopenDays: number; offerMinutes: Record<Urgency, number> };
  /** One line of progress. */
  say(line: string): void;
}

export interface ImportRequest {
  file: string;
  /** Local time in the file's zone: the world as it stood then, moved to now. */
  asOf?: string | undefined;
  /** IANA name; the format's own zone when it is left out. */
  timeZone?: string | undefined;
  /** Where faults are told. */
  report: string;
  /** Issues per transaction. */
  batch?: number;
}

export interface ImportSummary {
  format: string;
  /** Lines of data in the file. */
  lines: number;
  imported: number;
  open: number;
  closed: number;
  /** Imported before, or twice in the file. */
  known: number;
  /** Opened after the moment of `asOf`. */
  later: number;
  /** Lines with faults; nothing of them is imported. */
  faulty: number;
  /** Imported without a position, and without a district. */
  unplaced: number;
  outside: number;
  categories: number;
  teams: number;
  crews: number;
  seconds: number;
}

const BATCH = 2000;
const TELL_EVERY = 10_000;

/**
 * Brings a city's export onto the board. Each batch is a transaction, and a case that is there already is left alone, so
 * that an import which was broken off is finished by starting it again. At the end the feed gets a new identity.
 *
 * @throws Error with a sentence for people: no such file, not a known export, another import runs.
 */
export async function importFile(world: ImportWorld, request: ImportRequest): Promise<ImportSummary> {
  const client = await world.pool.connect();
  try {
    if (!(await repo.lockImport(client))) throw new Error('Another import is running: wait until it has ended.');
    try {
      return await run(world, client, request);
    } finally {
      await repo.unlockImport(client);
    }
  } finally {
    client.release();
  }
}

async function run(world: ImportWorld, client: pg.PoolClient, request: ImportRequest): Promise<ImportSummary> {
  const began = performance.now();
  const report = await FaultReport.open(request.report);
  const summary: ImportSummary = {
    format: '',
    lines: 0,
    imported: 0,
    open: 0,
    closed: 0,
    known: 0,
    later: 0,
    faulty: 0,
    unplaced: 0,
    outside: 0,
    categories: 0,
    teams: 0,
    crews: 0,
    seconds: 0,
  };
  const csv = await openCsv(request.file, (fault) => {
    report.add(fault);
    summary.lines += 1;
  });
  try {
    const format = formatOf(csv.header);
    summary.format = format.name;
    const timeZone = request.timeZone ?? format.timeZone;
    const { now, moveBy } = momentOf(request.asOf, timeZone, world.clock());
    if (await repo.isEmpty(client)) {
      await world.setTimeZone(timeZone);
      world.say(`the organisation's time zone is ${timeZone} now`);
    }
    const writer = await batchWriter(world, client, summary, now);
    const columnOf = new Map(csv.header.map((name, index) => [name, index]));
    let batch: CityRecord[] = [];
    // While the database writes one batch, the next is read.
    let writing = Promise.resolve();
    for await (const { line, values } of csv.lines) {
      summary.lines += 1;
      if (summary.lines % TELL_EVERY === 0)
        world.say(`${String(summary.lines)} lines read, ${String(summary.imported)} issues imported`);
      const read = format.read((column) => values[columnOf.get(column) ?? -1]?.trim() ?? '', line, timeZone);
      if (isFaults(read)) for (const fault of read) report.add(fault);
      else {
        const record = moved(read, moveBy);
        if (record.openedAt > now) summary.later += 1;
        else batch.push(record);
      }
      if (batch.length >= (request.batch ?? BATCH)) {
        await writing;
        writing = writer(batch);
        writing.catch(() => undefined);
        batch = [];
      }
    }
    await writing;
    await writer(batch);
  } finally {
    // Also after a failure: what has been written stands, and the screens must see it.
    if (summary.imported > 0) {
      await repo.analyse(client);
      await repo.renewFeed(client);
    }
    csv.close();
    await report.close();
  }
  summary.faulty = report.lines;
  summary.seconds = (performance.now() - began) / 1000;
  return summary;
}

/** The present of the import, and by how much its times are moved so that it is the present here, ms. */
function momentOf(asOf: string | undefined, timeZone: string, now: number): { now: number; moveBy: number } {
  if (asOf === undefined) return { now, moveBy: 0 };
  const then = localTime(asOf, timeZone);
  if (then == null) throw new Error(`expected --as-of as in 2011-08-28T18:00, got ${asOf}`);
  return { now, moveBy: now - then };
}

function moved(record: CityRecord, by: number): CityRecord {
  if (by === 0) return record;
  const move = (at: number | null): number | null => (at === null ? null : at + by);
  return { ...record, openedAt: record.openedAt + by, dueAt: move(record.dueAt), closedAt: move(record.closedAt) };
}

function isFaults(read: CityRecord | Fault[]): read is Fault[] {
  return Array.isArray(read);
}

/** Writes batches, and counts into the summary. */
async function batchWriter(
  world: ImportWorld,
  client: pg.PoolClient,
  summary: ImportSummary,
  now: number,
): Promise<(records: readonly CityRecord[]) => Promise<void>> {
  const [{ addMinutes, minutesBetween }, districts] = await Promise.all([world.promises(), world.districts()]);
  const context: LifeContext = {
    addMinutes,
    minutesBetween,
    offerMinutes: (urgency) => world.settings.offerMinutes[urgency],
    confirmDays: world.settings.confirmDays,
    reopenDays: world.settings.reopenDays,
  };
  const byName = new Map(
    (await repo.districtNames(client)).filter(({ active }) => active).map(({ id, name }) => [name.toLowerCase(), id]),
  );
  const surroundings = new Surroundings();

  /** By position; where it is not known, by the name of the area. */
  function districtOf({ lat, lon, area }: CityRecord): string | null {
    const here = lat === null || lon === null ? null : districts.districtAt(lat, lon);
    return here ?? (area === null ? null : (byName.get(area.toLowerCase()) ?? null));
  }

  return async (batch) => {
    const known = await repo.knownCases(
      client,
      batch.map(({ externalId }) => externalId),
    );
    const records: CityRecord[] = [];
    for (const record of batch) {
      if (known.has(record.externalId)) summary.known += 1;
      else {
        known.add(record.externalId);
        records.push(record);
      }
    }
    if (records.length > 0) {
      await client.query('begin');
      try {
        await surroundings.prepare(client, records);
        const done = await writeBatch(client, {
          records,
          context,
          now,
          factsOf(record) {
            const { id, urgency } = surroundings.category(record);
            return {
              categoryId: id,
              urgency,
              districtId: districtOf(record),
              teamId: surroundings.teamId(record),
              crewId: surroundings.crewId(record),
              newAssignmentId: uuidv7(record.closedAt ?? record.openedAt),
            };
          },
        });
        await client.query('commit');
        summary.open += done.open;
        summary.closed += done.closed;
      } catch (error) {
        await client.query('rollback');
        throw error;
      }
      summary.imported += records.length;
      summary.unplaced += records.filter(({ lat }) => lat === null).length;
      summary.outside += records.filter((record) => districtOf(record) === null).length;
    }
    Object.assign(summary, surroundings.met);
  };
}
