/** City records made up for tests and benchmarks: the columns of the Boston export, the same rows for the same count. */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';

const COLUMNS =
  'case_enquiry_id,open_dt,target_dt,closed_dt,ontime,case_status,closure_reason,case_title,reason,type,department,location,neighborhood,latitude,longitude,source';

const KINDS = [
  ['Street Lights', 'Street Light Outages', 'PWDx'],
  ['Highway Maintenance', 'Request for Pothole Repair', 'PWDx'],
  ['Sanitation', 'Missed Trash/Recycling/Yard Waste/Bulk Item', 'PWDx'],
  ['Trees', 'Tree Emergencies', 'PARK'],
  ['Graffiti', 'Graffiti Removal', 'PROP'],
] as const;
const STREETS = ['Main St', 'River St', 'Washington Ave', 'Elm Rd', 'Harbor Way', 'Beacon Hill Ter'];
const SOURCES = ['Self Service', 'Constituent Call', 'City Worker App', 'Citizens Connect App'];
const MINUTE = 60_000;

const wall = (at: number): string => new Date(at).toISOString().slice(0, 19).replace('T', ' ');

/** One row by its place in the file; every 97th has a fault. */
function rowOf(place: number): string {
  const [reason, type, department] = KINDS[place % KINDS.length]!;
  const opened = Date.UTC(2011, 6, 1, 12) + place * 4 * MINUTE;
  const closed = place % 6 === 0 ? '' : wall(opened + ((place * 37) % 20_000) * MINUTE);
  const target = place % 5 === 0 ? ' ' : wall(opened + 7200 * MINUTE);
  const words = closed === '' ? ' ' : `Case Closed Case Resolved crew ${String(place % 89)} was there`;
  const latitude = place % 12 === 0 ? '42.3594' : (42.2 + ((place * 7) % 2000) / 10_000).toFixed(4);
  const longitude = place % 12 === 0 ? '-71.0587' : (-71.2 + ((place * 13) % 2000) / 10_000).toFixed(4);
  return [
    String(101_000_000_000 + place),
    place % 97 === 0 ? 'yesterday' : wall(opened),
    target,
    closed,
    ' ',
    closed === '' ? 'Open' : 'Closed',
    words,
    type,
    reason,
    type,
    department,
    `"${String((place * 3) % 400)} ${STREETS[place % STREETS.length]!}  Boston  MA  02124"`,
    'Dorchester',
    latitude,
    longitude,
    SOURCES[place % SOURCES.length]!,
  ].join(',');
}

/** Writes a CSV file of so many rows. */
export async function madeUpRecords(path: string, rows: number): Promise<void> {
  const file = createWriteStream(path);
  file.write(`${COLUMNS}\n`);
  for (let place = 1; place <= rows; place += 1) if (!file.write(`${rowOf(place)}\n`)) await once(file, 'drain');
  file.end();
  await once(file, 'close');
}
