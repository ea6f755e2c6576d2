import { parseReference } from '@dispatch/shared/ids/reference';
import { uuidv7 } from '@dispatch/shared/ids/uuid';
import type pg from 'pg';
import { makeBatch, sendBatch, type MadeBatch } from './batch.ts';
import type { FaultReport } from './faults.ts';
import type { CityRecord, Fault } from './formats/city-record.ts';
import * as repo from './import.repo.ts';
import type { ImportWorld } from './import.service.ts';
import { lifeOf, type LifeContext, type LifeFacts } from './life.ts';
import type { Position } from './readers/row.ts';
import type { Counters, Met } from './run.ts';
import * as runs from './runs.repo.ts';
import { Surroundings } from './surroundings.keeper.ts';

/** What was read of a file between two commits. */
export interface Batch {
  records: readonly CityRecord[];
  faults: readonly Fault[];
  upTo: Position;
  /** Counted while reading, up to here. */
  read: Pick<Counters, 'lines' | 'later' | 'faulty' | 'noted'>;
  bytesRead: number;
}

export interface BatchWriter {
  readonly counters: Counters;
  readonly met: Met;
  /**
   * All of a batch or nothing of it: issues, history, and how far the file has been read. Resolves when the next one may
   * come: it is made ready while PostgreSQL takes this one in.
   */
  write(batch: Batch): Promise<void>;
  /** Until the last batch is committed. */
  settled(): Promise<void>;
}

export interface WriterOptions {
  /** What an earlier part of the same import had counted and met. */
  before: Counters;
  met: Met;
  /** The import's present, Unix ms, and by how much the records' times have been moved there, ms. */
  now: number;
  moveBy: number;
  dryRun: boolean;
  report: FaultReport;
  /** Where progress is kept; null keeps none. */
  runId: string | null;
}

/** What is committed of a batch together. */
interface Prepared {
  batch: Batch;
  /** Null where nothing is written. */
  made: MadeBatch | null;
  added: Omit<Counters, keyof Batch['read']>;
  met: Met;
  externalIds: readonly string[];
}

/**
 * @param client writes the batches.
 * @param lookups looks up and makes what surrounds the issues of the next batch meanwhile. Categories without issues are
 *   all that is left of that when the import is broken off, and the next part finds them.
 */
export async function batchWriter(
  world: ImportWorld,
  client: pg.Client,
  lookups: pg.Client,
  options: WriterOptions,
): Promise<BatchWriter> {
  const { now, moveBy, dryRun, report, runId } = options;
  const [{ addMinutes, minutesBetween }, districts] = await Promise.all([world.promises(), world.districts()]);
  const context: LifeContext = {
    addMinutes,
    minutesBetween,
    offerMinutes: (urgency) => world.settings.offerMinutes[urgency],
    confirmDays: world.settings.confirmDays,
    reopenDays: world.settings.reopenDays,
  };
  const byName = new Map(
    (await repo.districtNames(lookups)).filter(({ active }) => active).map(({ id, name }) => [name.toLowerCase(), id]),
  );
  const surroundings = new Surroundings(options.met);
  const counters = { ...options.before };
  /** Of the batch on its way to the database, where a look-up does not see them yet. */
  let onTheirWay: ReadonlySet<string> = new Set();
  let committing = Promise.resolve();

  /** By position; where it is not known, by the name of the area. */
  function districtOf({ lat, lon, area }: CityRecord): string | null {
    const here = lat === null || lon === null ? null : districts.districtAt(lat, lon);
    return here ?? (area === null ? null : (byName.get(area.toLowerCase()) ?? null));
  }

  /** Those that are not there yet; a case twice in the file counts once. */
  async function fresh(batch: readonly CityRecord[]): Promise<CityRecord[]> {
    const ids = batch.map(({ externalId }) => externalId);
    const own = batch
      .filter(({ externalId }) => parseReference(externalId) === externalId)
      .map(({ externalId, openedAt }) => ({ ref: externalId, filedAt: openedAt - moveBy }));
    const known = await repo.knownCases(lookups, ids, own);
    const unseen = dryRun ? await repo.newCases(lookups, ids) : null;
    const records: CityRecord[] = [];
    for (const record of batch) {
      if (known.has(record.externalId) || onTheirWay.has(record.externalId)) continue;
      if (unseen?.has(record.externalId) === false) continue;
      known.add(record.externalId);
      records.push(record);
    }
    return records;
  }

  function factsOf(record: CityRecord, districtId: string | null): LifeFacts {
    const { id, urgency } = surroundings.category(record);
    return {
      categoryId: id,
      urgency,
      districtId,
      teamId: surroundings.teamId(record),
      crewId: surroundings.crewId(record),
      newAssignmentId: uuidv7(record.closedAt ?? record.openedAt),
    };
  }

  /** As far as a life can be told without anything being there. */
  function check(records: readonly CityRecord[]): { open: number; closed: number } {
    const facts = {
      categoryId: '',
      urgency: 'normal',
      districtId: null,
      teamId: null,
      crewId: '',
      newAssignmentId: '',
    } as const;
    const closed = records.filter((record) => lifeOf(record, facts, context, now).state.status === 'closed').length;
    return { open: records.length - closed, closed };
  }

  async function make(
    records: readonly CityRecord[],
    districtIds: readonly (string | null)[],
  ): Promise<MadeBatch | null> {
    if (dryRun || records.length === 0) {
      surroundings.meet(records);
      return null;
    }
    await transaction(lookups, () => surroundings.prepare(lookups, records));
    const places = new Map(records.map((record, index) => [record, districtIds[index] ?? null]));
    return makeBatch(lookups, {
      records,
      context,
      now,
      factsOf: (record) => factsOf(record, places.get(record) ?? null),
    });
  }

  async function prepare(batch: Batch): Promise<Prepared> {
    const records = await fresh(batch.records);
    const districtIds = records.map(districtOf);
    const made = await make(records, districtIds);
    const { open, closed } = made ?? check(records);
    return {
      batch,
      made,
      met: surroundings.met,
      externalIds: records.map(({ externalId }) => externalId),
      added: {
        imported: records.length,
        known: batch.records.length - records.length,
        open,
        closed,
        unplaced: records.filter(({ lat }) => lat === null).length,
        outside: districtIds.filter((id) => id === null).length,
      },
    };
  }

  async function commit({ batch, made, added, met }: Prepared): Promise<void> {
    // Before the commit: what an unfinished batch has added is cut off when the import goes on.
    await report.add(batch.faults);
    const next: Counters = { ...counters, ...batch.read };
    for (const [name, count] of Object.entries(added)) next[name as keyof typeof added] += count;
    await transaction(client, async () => {
      if (made) await sendBatch(client, made);
      if (runId !== null)
        await runs.saveProgress(client, runId, {
          position: batch.upTo,
          counters: next,
          met,
          bytesRead: batch.bytesRead,
          reportBytes: report.bytes,
        });
    });
    Object.assign(counters, next);
  }

  return {
    counters,
    get met() {
      return surroundings.met;
    },
    async write(batch) {
      const prepared = await prepare(batch);
      await committing;
      onTheirWay = new Set(prepared.externalIds);
      committing = commit(prepared);
      // Told where it is waited for.
      committing.catch(() => undefined);
    },
    settled: () => committing,
  };
}

async function transaction(client: pg.Client, work: () => Promise<void>): Promise<void> {
  await client.query('begin');
  try {
    await work();
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}
