import { parseReference } from '@dispatch/shared/ids/reference';
import { uuidv7 } from '@dispatch/shared/ids/uuid';
import type pg from 'pg';
import { writeBatch } from './batch.ts';
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
  /** All of a batch or nothing of it: issues, history, and how far the file has been read. One after the other. */
  write(batch: Batch): Promise<void>;
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

export async function batchWriter(world: ImportWorld, client: pg.Client, options: WriterOptions): Promise<BatchWriter> {
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
    (await repo.districtNames(client)).filter(({ active }) => active).map(({ id, name }) => [name.toLowerCase(), id]),
  );
  const surroundings = new Surroundings(options.met);
  const counters = { ...options.before };

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
    const known = await repo.knownCases(client, ids, own);
    const unseen = dryRun ? await repo.newCases(client, ids) : null;
    const records: CityRecord[] = [];
    for (const record of batch) {
      if (known.has(record.externalId) || unseen?.has(record.externalId) === false) continue;
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

  async function put(records: readonly CityRecord[], districtIds: readonly (string | null)[]) {
    if (dryRun) {
      surroundings.meet(records);
      return check(records);
    }
    if (records.length === 0) return { open: 0, closed: 0 };
    await surroundings.prepare(client, records);
    const places = new Map(records.map((record, index) => [record, districtIds[index] ?? null]));
    return writeBatch(client, {
      records,
      context,
      now,
      factsOf: (record) => factsOf(record, places.get(record) ?? null),
    });
  }

  return {
    counters,
    get met() {
      return surroundings.met;
    },
    async write(batch) {
      const records = await fresh(batch.records);
      const districtIds = records.map(districtOf);
      // Before the commit: what an unfinished batch has added is cut off when the import goes on.
      await report.add(batch.faults);
      await client.query('begin');
      try {
        const { open, closed } = await put(records, districtIds);
        const next: Counters = {
          ...batch.read,
          imported: counters.imported + records.length,
          known: counters.known + batch.records.length - records.length,
          open: counters.open + open,
          closed: counters.closed + closed,
          unplaced: counters.unplaced + records.filter(({ lat }) => lat === null).length,
          outside: counters.outside + districtIds.filter((id) => id === null).length,
        };
        if (runId !== null)
          await runs.saveProgress(client, runId, {
            position: batch.upTo,
            counters: next,
            met: surroundings.met,
            bytesRead: batch.bytesRead,
            reportBytes: report.bytes,
          });
        await client.query('commit');
        Object.assign(counters, next);
      } catch (error) {
        await client.query('rollback').catch(() => undefined);
        throw error;
      }
    },
  };
}
