/** A day out of a city's records: what was opened that day, at its own time, place and in its own words. */
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { CityRecord } from '../server/src/features/import/formats/city-record.ts';
import { decide, formatOf } from '../server/src/features/import/formats/formats.ts';
import { readTime } from '../server/src/features/import/formats/times.ts';
import { lookInto, openRecords } from '../server/src/features/import/readers/records.ts';
import { newCategory } from '../server/src/features/import/surroundings.ts';
import { HOUR, type Day, type DayRequest } from './day.types.ts';

/** The records of the folder that DISPATCH_DATA names; null where there are none. */
export function recordsFile(folder: string | undefined): string | null {
  const file = join(folder ?? '', 'boston', '311-2011.csv.gz');
  return folder && existsSync(file) ? file : null;
}

/**
 * @param date local, `2011-08-28`.
 * @throws Error when the file cannot be read, is no export that is known, or nothing was opened that day.
 */
export async function recordsDay(file: string, date: string): Promise<Day> {
  const requests: DayRequest[] = [];
  const head = await lookInto(file, basename(file));
  const { timeZone, ...decided } = await decide(file, head, {}, 'America/New_York');
  const midnight = readTime(`${date} 00:00:00`, { timeZone });
  if (midnight == null) throw new Error(`expected --day as in 2011-08-28, got ${date}`);
  const format = formatOf({ timeZone, ...decided }, head.columns);
  const records = await openRecords(file, head);
  try {
    for await (const rows of records.rows)
      for (const { cells, line } of rows) {
        const record = format.read(cells, line);
        if (Array.isArray(record)) continue;
        const at = record.openedAt - midnight;
        if (at >= 0 && at < 24 * HOUR) requests.push(requestOf(record, at));
      }
  } finally {
    records.close();
  }
  if (requests.length === 0) throw new Error(`${basename(file)} has no request of ${date}: choose another --day.`);
  return { name: `${date} of ${basename(file)}`, requests: requests.sort((a, b) => a.at - b.at) };
}

function requestOf(record: CityRecord, at: number): DayRequest {
  const { title, category, group, place, lat, lon, filedBy } = record;
  const { code, name, icon, skills, urgency } = newCategory(category, group);
  return {
    at,
    title,
    description: '',
    category: { code, name, icon, skills, urgency, group },
    answers: {},
    urgency,
    place,
    lat,
    lon,
    by: filedBy,
  };
}
