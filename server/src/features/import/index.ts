import { USUAL_DISPATCHING } from '@dispatch/shared/dispatching/dispatching';
import type { Logger } from 'pino';
import type { Config } from '../../config.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Feature } from '../../platform/feature.ts';
import { createDistricts } from '../districts/index.ts';
import { createOrganisation } from '../organisation/index.ts';
import { createPromises } from '../promises/index.ts';
import { importDistricts, type DistrictsDone } from './district-file.ts';
import { districtNames } from './import.repo.ts';
import {
  importFile,
  type ImportWorld,
  type ImportProgress,
  type ImportRequest,
  type ImportSummary,
} from './import.service.ts';
import { findRun } from './runs.repo.ts';
import { createUploads, uploadPaths } from './uploads.ts';
import { startImport } from './child.ts';
import { importRoutes } from './import.routes.ts';

export type { ImportProgress, ImportRequest, ImportSummary } from './import.service.ts';
export { isPreset, PRESETS } from './formats/formats.ts';
export type { HandedOver } from './child.ts';
export { uploadPaths } from './uploads.ts';
export { readMapping } from './formats/mapping.ts';
export type { DistrictsDone } from './district-file.ts';

export interface ImportDependencies {
  database: Database;
  config: Pick<
    Config,
    'dataDir' | 'orgName' | 'orgTimeZone' | 'confirmDays' | 'reopenDays' | 'offerMinutes' | 'undoSeconds'
  >;
  /** Unix ms. */
  clock(): number;
  log: Logger;
  /** One line that people should read. */
  say(line: string): void;
  progress?(progress: ImportProgress): void;
}

export interface Importer {
  records(request: ImportRequest): Promise<ImportSummary>;
  /** Imports an uploaded file as its run asks for, or goes on with it. @throws Error when there is no such run. */
  upload(runId: string): Promise<ImportSummary>;
  districts(file: string): Promise<DistrictsDone>;
}

/** Bulk import: set-based, and apart from that the same rules as commands (docs/decisions/0007). */
export function createImporter({ database, config, clock, say, progress }: ImportDependencies): Importer {
  const { pool } = database;
  const writer = { database, clock, committed: () => undefined };
  const { service: organisation } = createOrganisation({
    ...writer,
    configured: {
      name: config.orgName,
      timeZone: config.orgTimeZone,
      tileUrl: null,
      tileAttribution: null,
      undoSeconds: config.undoSeconds,
      reopenDays: config.reopenDays,
      phone: null,
      dispatching: USUAL_DISPATCHING,
    },
  });
  const { service: promises } = createPromises({ ...writer, timeZone: () => organisation.timeZone() });
  const { service: districts } = createDistricts(writer);
  const world: ImportWorld = {
    connect: () => database.connect(),
    clock,
    say,
    ...(progress && { progress }),
    settings: config,
    promises: () => promises.book(),
    districts: () => districts.index(),
    timeZone: () => organisation.timeZone(),
    setTimeZone: (timeZone) => organisation.set({ kind: 'system' }, { timeZone }),
  };
  return {
    records: (request) => importFile(world, request),
    async upload(runId) {
      const run = await findRun(pool, runId);
      if (run?.origin !== 'upload') throw new Error(`there is no upload ${runId}`);
      const { file, report } = uploadPaths(config.dataDir, run.id);
      const { options, fileName, checked } = run;
      return importFile(world, { ...options, file, fileName, report, runId, dryRun: checked });
    },
    async districts(file) {
      const client = await pool.connect();
      try {
        const names = await districtNames(client);
        return await importDistricts(file, districts, new Map(names.map(({ id, name }) => [name.toLowerCase(), id])));
      } finally {
        client.release();
      }
    },
  };
}

export interface UploadFeatureDependencies extends Omit<ImportDependencies, 'say' | 'progress'> {
  config: Config;
  timeZone(): Promise<string>;
}

/** Imports by upload, from the administration's screen. */
export function createUploadFeature({ database, config, clock, log, timeZone }: UploadFeatureDependencies): Feature {
  const url = database.pool.options.connectionString ?? '';
  const uploads = createUploads({
    database,
    dataDir: config.dataDir,
    maxMb: config.importMaxMb,
    clock,
    log,
    timeZone,
    start: (runId) => startImport(runId, { databaseUrl: url, dataDir: config.dataDir }),
  });
  return { routes: importRoutes(uploads), start: () => uploads.resume(), stop: () => uploads.end() };
}
