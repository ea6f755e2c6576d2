/** A day out of a city's records: what was opened that day, at its own time, place and in its own words. */
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { CityRecord } from '../server/src/features/import/city-record.ts';
import { openCsv } from '../server/src/features/import/csv.ts';
import { formatOf } from '../server/src/features/import/formats.ts';
import { localTime } from '../server/src/features/import/local-time.ts';
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
  const csv = await openCsv(file, () => undefined);
  const requests: DayRequest[] = [];
  try {
    const format = formatOf(csv.header);
    const midnight = localTime(`${date} 00:00:00`, format.timeZone);
    if (midnight == null) throw new Error(`expected --day as in 2011-08-28, got ${date}`);
    const columns = new Map(csv.header.map((name, index) => [name, index]));
    for await (const { line, values } of csv.lines) {
      const record = format.read((column) => values[columns.get(column) ?? -1]?.trim() ?? '', line, format.timeZone);
      if (Array.isArray(record)) continue;
      const at = record.openedAt - midnight;
      if (at >= 0 && at < 24 * HOUR) requests.push(requestOf(record, at));
    }
  } finally {
    csv.close();
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
