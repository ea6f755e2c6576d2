import type { CityRecord, Ending, RecordFormat } from './city-record.ts';
import { Reading } from './reading.ts';

/** Where the city's system puts cases whose place it does not know: the city hall. Many have a real address elsewhere. */
const DEFAULT_POINT = [42.3594, -71.0587] as const;

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

/** Columns without which a file is no export of the City of Boston. */
export const BOSTON_COLUMNS = [
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
] as const;

/** Service requests as the City of Boston publishes them, one line each, times local. */
export function boston311(timeZone = 'America/New_York'): RecordFormat {
  return {
    name: 'boston',
    timeZone,
    read(cells, line) {
      const reading = new Reading(cells, line, { timeZone });
      const externalId = reading.caseNumber('case_enquiry_id');
      const openedAt = reading.time('open_dt');
      if (openedAt === null) reading.blank('open_dt');
      let closedAt = reading.time('closed_dt');
      if (closedAt === null && cells('case_status').startsWith('Closed') && cells('closed_dt') === '')
        reading.fault('closed_dt', 'is blank though the case is closed');
      closedAt = reading.closing('closed_dt', 'open_dt', openedAt, closedAt);
      const dueAt = reading.time('target_dt');
      const category = reading.text('type', 80);
      if (category === '') reading.blank('type');
      const position = reading.position('latitude', 'longitude', [DEFAULT_POINT]);
      if (reading.faults.length > 0 || openedAt === null) return reading.faults;

      const department = reading.text('department', 80);
      return {
        line,
        externalId,
        openedAt,
        dueAt,
        closedAt,
        ending: endingOf(cells('closure_reason')),
        closingWords: wordsOf(reading.text('closure_reason', 2100)),
        title: reading.text('case_title', 140) || category,
        description: '',
        category,
        group: reading.text('reason', 40) || category.slice(0, 40),
        team: department === '' ? null : (TEAMS[department.toUpperCase()] ?? department),
        place: placeOf(reading.text('location', 400)),
        lat: position?.lat ?? null,
        lon: position?.lon ?? null,
        area: reading.text('neighborhood', 80) || null,
        filedBy: FILED_BY[cells('source')] ?? 'staff',
        notes: reading.notes,
      };
    },
  };
}
