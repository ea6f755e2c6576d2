import type { CityRecord, Ending, Fault, RecordFormat } from './city-record.ts';
import { localTime } from './local-time.ts';

/** Where the city's system puts cases whose place it does not know: the city hall. Many have a real address elsewhere. */
const DEFAULT_POINT = { lat: 42.3594, lon: -71.0587 };

/** Exports close some cases a few seconds, or one repeated hour, before they open them; those count as closed at once. */
const CLOCK_SLIP_MS = 3_600_000;

const TEAMS: Record<string, string> = {
  PWDX: 'Public Works',
  ISD: 'Inspectional Services',
  PARK: 'Parks and Recreation',
  BTDT: 'Transportation',
  INFO: 'City Hotline',
  PROP: 'Property Management',
  BWSC: 'Water and Sewer',
  DISB: 'Disabilities Commission',
  ANML: 'Animal Control',
  BPD_: 'Police',
  ECON: 'Small Business',
  BHA_: 'Housing Authority',
};

/** How the department's words for a closing end an issue; the first that fits, else the work was done. */
const ENDINGS: readonly (readonly [RegExp, Ending])[] = [
  [/duplicate of existing case|this is a duplicate|case exists already/i, 'duplicate'],
  [/case invalid|case referred|novio|nobase|\broa\b|no permit|no jurisdiction/i, 'rejected'],
  [/adclsd|administratively closed|tfa: tenant failed|noacc|closed-no access/i, 'cancelled'],
];

const FILED_BY: Record<string, CityRecord['filedBy']> = {
  'Self Service': 'resident',
  'Citizens Connect App': 'resident',
  Twitter: 'resident',
  'Constituent Call': 'caller',
};

function endingOf(words: string): Ending {
  return ENDINGS.find(([pattern]) => pattern.test(words))?.[1] ?? 'done';
}

/** `INTERSECTION of Groveland St & River St  Mattapan  MA  ` → `Groveland St & River St, Mattapan`. */
export function placeOf(location: string): string | null {
  const parts = location
    .replace(/^INTERSECTION of /i, '')
    .split(/ {2,}/)
    .map((part) => part.trim())
    .filter((part) => part !== '' && !/^MA(\s+\d{5}(\.0)?)?$/.test(part));
  return parts.length === 0 ? null : parts.join(', ').slice(0, 200);
}

/** `Case Closed Case Resolved replaced fuse ` → `Case Resolved replaced fuse`. */
function wordsOf(reason: string): string | null {
  const words = reason
    .replace(/^Case Closed\s*/, '')
    .replace(/\s+/g, ' ')
    .replace(/^: ?$/, '')
    .trim();
  return words === '' ? null : words.slice(0, 2000);
}

function positionOf(lat: string, lon: string): { lat: number; lon: number } | null | undefined {
  if (lat === '' || lon === '') return null;
  const at = { lat: Number(lat), lon: Number(lon) };
  if (!(Math.abs(at.lat) <= 90) || !(Math.abs(at.lon) <= 180)) return undefined;
  const unknown = at.lat === DEFAULT_POINT.lat && at.lon === DEFAULT_POINT.lon;
  // Cut to whole degrees, or zero, a position says nothing.
  return unknown || (Number.isInteger(at.lat) && Number.isInteger(at.lon)) ? null : at;
}

/** Service requests as the City of Boston publishes them, one line each, times local. */
export const BOSTON_311: RecordFormat = {
  name: 'boston-311',
  timeZone: 'America/New_York',
  columns: [
    'case_enquiry_id',
    'open_dt',
    'target_dt',
    'closed_dt',
    'case_status',
    'closure_reason',
    'case_title',
    'reason',
    'type',
    'department',
    'location',
    'neighborhood',
    'latitude',
    'longitude',
    'source',
  ],
  read(cells, line, timeZone) {
    const faults: Fault[] = [];
    const fault = (field: string, reason: string): void => {
      faults.push({ line, field, reason });
    };
    const time = (field: string): number | null => {
      const at = localTime(cells(field), timeZone);
      if (at === undefined)
        fault(field, `expected a time as in 2011-08-28 18:00:00, got "${cells(field).slice(0, 40)}"`);
      return at ?? null;
    };
    const externalId = cells('case_enquiry_id');
    if (!/^[\w-]{1,60}$/.test(externalId))
      fault('case_enquiry_id', `expected the case's number, got "${externalId.slice(0, 40)}"`);
    const openedAt = time('open_dt');
    if (openedAt === null && faults.every(({ field }) => field !== 'open_dt')) fault('open_dt', 'is blank');
    const closedAt = time('closed_dt');
    if (closedAt === null && cells('case_status') === 'Closed' && cells('closed_dt') === '')
      fault('closed_dt', 'is blank though the case is closed');
    if (openedAt !== null && closedAt !== null && closedAt < openedAt - CLOCK_SLIP_MS)
      fault('closed_dt', 'lies before open_dt');
    const dueAt = time('target_dt');
    const category = cells('type').slice(0, 80);
    if (category === '') fault('type', 'is blank');
    const position = positionOf(cells('latitude'), cells('longitude'));
    if (position === undefined)
      fault('latitude', `expected degrees, got "${cells('latitude')}", "${cells('longitude')}"`);
    if (faults.length > 0 || openedAt === null) return faults;

    const department = cells('department');
    return {
      line,
      externalId,
      openedAt,
      dueAt,
      closedAt: closedAt === null ? null : Math.max(closedAt, openedAt),
      ending: endingOf(cells('closure_reason')),
      closingWords: wordsOf(cells('closure_reason')),
      title: (cells('case_title') || category).slice(0, 140),
      category,
      group: cells('reason').slice(0, 40) || category.slice(0, 40),
      team: department === '' ? null : (TEAMS[department.toUpperCase()] ?? department),
      place: placeOf(cells('location')),
      lat: position?.lat ?? null,
      lon: position?.lon ?? null,
      area: cells('neighborhood') || null,
      filedBy: FILED_BY[cells('source')] ?? 'staff',
    };
  },
};
