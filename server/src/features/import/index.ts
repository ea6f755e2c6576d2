import type { Logger } from 'pino';
import type { Config } from '../../config.ts';
import type { Database } from '../../platform/database/database.ts';
import { createDistricts } from '../districts/index.ts';
import { createOrganisation } from '../organisation/index.ts';
import { createPromises } from '../promises/index.ts';
import { importDistricts, type DistrictsDone } from './district-file.ts';
import { districtNames } from './import.repo.ts';
import { importFile, type ImportRequest, type ImportSummary } from './import.service.ts';

export type { ImportRequest, ImportSummary } from './import.service.ts';
export type { DistrictsDone } from './district-file.ts';

export interface ImportDependencies {
  database: Database;
  config: Pick<Config, 'orgName' | 'orgTimeZone' | 'confirmDays' | 'reopenDays' | 'offerMinutes' | 'undoSeconds'>;
  /** Unix ms. */
  clock(): number;
  log: Logger;
  /** One line of progress. */
  say(line: string): void;
}

export interface Importer {
  records(request: ImportRequest): Promise<ImportSummary>;
  districts(file: string): Promise<DistrictsDone>;
}

/** Bulk import: set-based, and apart from that the same rules as commands (docs/decisions/0007). */
export function createImporter({ database, config, clock, say }: ImportDependencies): Importer {
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
    },
  });
  const { service: promises } = createPromises({ ...writer, timeZone: () => organisation.timeZone() });
  const { service: districts } = createDistricts(writer);
  return {
    records: (request) =>
      importFile(
        {
          pool,
          clock,
          say,
          settings: config,
          promises: () => promises.book(),
          districts: () => districts.index(),
          setTimeZone: (timeZone) => organisation.set({ kind: 'system' }, { timeZone }),
        },
        request,
      ),
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
