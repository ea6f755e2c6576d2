import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ImportPreview, ImportView } from '@dispatch/shared/imports/import';
import { uuidv7 } from '@dispatch/shared/ids/uuid';
import type { Logger } from 'pino';
import type { Database } from '../../platform/database/database.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { RunningImport } from './child.ts';
import type { Wish } from './formats/formats.ts';
import { previewOf } from './preview.ts';
import { lookInto } from './readers/records.ts';
import { fingerprint } from './readers/source.ts';
import type { Run, RunOptions } from './run.ts';
import * as repo from './runs.repo.ts';

/** Where uploaded files and their reports are kept. The folder is one for all processes of a board (docs/configuration.md). */
export function uploadPaths(dataDir: string, id: string): { folder: string; file: string; report: string } {
  const folder = join(dataDir, 'imports');
  return { folder, file: join(folder, id), report: join(folder, `${id}.faults.csv`) };
}

export interface UploadsDependencies {
  database: Pick<Database, 'pool'>;
  dataDir: string;
  /** Largest file, MB. */
  maxMb: number;
  /** Unix ms. */
  clock(): number;
  log: Logger;
  /** The zone that times are local to when nothing says another. */
  timeZone(): Promise<string>;
  start(runId: string): RunningImport;
}

const LISTED = 30;

export type Uploads = ReturnType<typeof createUploads>;

/** Files that an admin hands over on the screen: kept, looked into, imported by a process of their own. */
export function createUploads({ database, dataDir, maxMb, clock, log, timeZone, start }: UploadsDependencies) {
  const { pool } = database;
  const running = new Map<string, RunningImport>();
  let stopping = false;

  async function run(id: string): Promise<Run> {
    const found = await repo.findRun(pool, id);
    if (!found) throw new Refusal('not_found');
    return found;
  }

  async function idle(id: string): Promise<Run> {
    const found = await run(id);
    if (found.origin !== 'upload') throw new Refusal('not_found');
    if (found.state === 'running') throw new Refusal('import_running');
    return found;
  }

  /** @param again one that was interrupted; another node may have it already. */
  function launch(id: string, again: boolean): void {
    const child = start(id);
    running.set(id, child);
    child.ended
      .then((failure) => settle(id, failure, again))
      .catch((error: unknown) => {
        log.error({ err: error }, 'the end of an import could not be kept');
      })
      .finally(() => running.delete(id));
  }

  async function settle(id: string, failure: string | null, again: boolean): Promise<void> {
    // Whoever stops the server has not failed: it goes on at the next start.
    if (stopping) return;
    const found = await repo.findRun(pool, id);
    if (found?.state === 'running' && !(again && failure?.startsWith('Another import') === true))
      await repo.endRun(
        pool,
        id,
        failure === null || failure === '' ? 'stopped' : 'failed',
        new Date(clock()),
        failure,
      );
    // What has been imported is on the board; the file itself may hold more about people than the board does.
    if (found?.state === 'finished') await rm(uploadPaths(dataDir, id).file, { force: true });
  }

  return {
    async list(): Promise<ImportView[]> {
      return (await repo.latestRuns(pool, LISTED)).map(viewOf);
    },

    async get(id: string): Promise<ImportView> {
      return viewOf(await run(id));
    },

    /** Keeps a file as it comes in. @throws Refusal when it is too large or holds no records. */
    async take(name: string, userId: string | null, content: Readable): Promise<ImportView> {
      const id = uuidv7(clock());
      const { folder, file } = uploadPaths(dataDir, id);
      await mkdir(folder, { recursive: true, mode: 0o700 });
      try {
        await pipeline(content, atMost(maxMb * 1_048_576), createWriteStream(file, { mode: 0o600 }));
        await readable(() => lookInto(file, name));
        const { size, sha256 } = await fingerprint(file);
        return viewOf(
          await repo.insertRun(pool, {
            id,
            origin: 'upload',
            fileName: name,
            size,
            sha256,
            state: 'uploaded',
            options: {},
            userId,
          }),
        );
      } catch (error) {
        await rm(file, { force: true });
        throw error;
      }
    },

    async preview(id: string, wish: Wish): Promise<ImportPreview> {
      const { fileName } = await idle(id);
      return readable(async () => previewOf(uploadPaths(dataDir, id).file, fileName, wish, await timeZone()));
    },

    /** Begins, or goes on where the same was asked for before. */
    async begin(id: string, options: RunOptions, checkOnly: boolean): Promise<ImportView> {
      const { file } = uploadPaths(dataDir, id);
      const found = await idle(id);
      if (found.state === 'finished')
        throw new Refusal('bad_file', { details: { reason: 'This file has been imported.' } });
      await readable(() => lookInto(file, found.fileName));
      if ((await repo.runningRuns(pool)) > 0) throw new Refusal('import_running');
      const goesOn =
        found.state !== 'uploaded' &&
        !found.checked &&
        !checkOnly &&
        JSON.stringify(found.options) === JSON.stringify(options);
      if (goesOn) await repo.endRun(pool, id, 'running', new Date(clock()));
      else await repo.askRun(pool, id, options, checkOnly);
      launch(id, false);
      return viewOf(await run(id));
    },

    async stop(id: string): Promise<ImportView> {
      await run(id);
      running.get(id)?.stop();
      await running.get(id)?.ended;
      return viewOf(await run(id));
    },

    async remove(id: string): Promise<void> {
      await idle(id);
      const { file, report } = uploadPaths(dataDir, id);
      await rm(file, { force: true });
      await rm(report, { force: true });
      await repo.deleteRun(pool, id);
    },

    async reportPath(id: string): Promise<string> {
      const { origin, reportBytes } = await run(id);
      if (origin !== 'upload' || reportBytes === 0) throw new Refusal('not_found');
      return uploadPaths(dataDir, id).report;
    },

    /** Goes on with what was interrupted when the server went away. */
    async resume(): Promise<void> {
      for (const { id, checked, options } of await repo.interruptedUploads(pool)) {
        if (checked) await repo.askRun(pool, id, options, true);
        launch(id, true);
      }
    },

    async end(): Promise<void> {
      stopping = true;
      const all = [...running.values()];
      for (const child of all) child.stop();
      await Promise.all(all.map(({ ended }) => ended));
    },
  };
}

/** What a file cannot be used for is said to whoever sent it. */
async function readable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      throw new Refusal('bad_file', { details: { reason: 'The file is not here any more.' } });
    throw new Refusal('bad_file', { details: { reason: error instanceof Error ? error.message : String(error) } });
  }
}

function atMost(bytes: number): Transform {
  let size = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      if (size > bytes) done(new Refusal('too_large'));
      else done(null, chunk);
    },
  });
}

function viewOf(run: Run): ImportView {
  const { id, origin, fileName, size, bytesRead, state, checked, counters, failure, createdAt, startedAt, finishedAt } =
    run;
  const report = origin === 'upload' && run.reportBytes > 0;
  return {
    id,
    origin,
    fileName,
    size,
    bytesRead,
    state,
    checked,
    counters,
    report,
    failure,
    createdAt,
    startedAt,
    finishedAt,
  };
}
