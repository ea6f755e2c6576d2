/** A real city's day, for tests and pictures. Its files are not part of this project: `DISPATCH_DATA` says where they are. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { expect, type Browser } from '@playwright/test';
import { acceptInvitation, type Device, type Person } from './people.ts';
import { startBoard, type Board } from './server.ts';

/** Folder of the city's files; undefined where they are not there. */
export const cityData = folderOf(process.env['DISPATCH_DATA'] ?? '');

/** A storm: 913 requests on that day, 778 of them by this hour. Local to the city. */
export const AS_OF = '2011-08-28T18:00';

/** An empty board with the city's districts, map and records, as of the storm or another moment. */
export async function startCity(
  data: string,
  asOf = AS_OF,
  settings: Record<string, string> = {},
): Promise<Board & { summary: string }> {
  const file = (name: string): string => join(data, name);
  const board = await startBoard({ DEMO: 'off', ORG_NAME: 'City of Boston', ...settings });
  const summary = await board.run('import', [
    file('311-2011.csv.gz'),
    '--districts',
    file('neighborhoods.geojson.gz'),
    '--as-of',
    asOf,
  ]);
  await board.run('basemap', [
    ...['--streets', file('streets.geojson.gz')],
    ...['--parks', file('parks.geojson.gz')],
    ...['--land', file('neighborhoods.geojson.gz')],
    ...['--attribution', '© OpenStreetMap contributors, City of Boston'],
  ]);
  return { ...board, summary };
}

/** The owner comes in by the link that the first start prints. */
export async function firstOwner(browser: Browser, board: Board, device: Device = {}): Promise<Person> {
  const printed = /http:\S+\/invitation\/[\w-]+(?=\s)/;
  await expect.poll(() => board.said()).toMatch(printed);
  const [link = ''] = printed.exec(board.said()) ?? [];
  return acceptInvitation(
    browser,
    link,
    { role: 'owner', email: 'owner@localhost', password: 'the owner of a whole city' },
    device,
  );
}

export interface Filed {
  id: string;
  closed: boolean;
  placed: boolean;
}

/** What the file itself says of the world at AS_OF, read without the importer. */
export function truth(data: string): { filed: Filed[]; filedThatDay: number; wholeDay: number } {
  const rows: Record<string, string>[] = parse(gunzipSync(readFileSync(join(data, '311-2011.csv.gz'))), {
    columns: true,
    bom: true,
  });
  const moment = AS_OF.replace('T', ' ');
  const [day = ''] = moment.split(' ');
  const of = (row: Record<string, string>, name: string): string => (row[name] ?? '').trim();
  const by = rows.filter((row) => of(row, 'open_dt') <= `${moment}:00`);
  return {
    filed: by.map((row) => ({
      id: of(row, 'case_enquiry_id'),
      closed: of(row, 'closed_dt') !== '' && of(row, 'closed_dt') <= `${moment}:00`,
      // The city hall's own point stands for "somewhere".
      placed: of(row, 'latitude') !== '' && !(of(row, 'latitude') === '42.3594' && of(row, 'longitude') === '-71.0587'),
    })),
    filedThatDay: by.filter((row) => of(row, 'open_dt').startsWith(day)).length,
    wholeDay: rows.filter((row) => of(row, 'open_dt').startsWith(day)).length,
  };
}

function folderOf(data: string): string | undefined {
  const folder = join(data, 'boston');
  return data !== '' && existsSync(folder) ? folder : undefined;
}
