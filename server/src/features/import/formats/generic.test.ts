import { describe, expect, test } from 'vitest';
import type { Cells, Row } from '../readers/row.ts';
import type { CityRecord, Fault } from './city-record.ts';
import { generic } from './generic.ts';
import { beginsWithDay, defaultPointsOf, guessFields } from './guess.ts';
import { mapping as schema, mappingFaults, mappingSentence, type Mapping } from './mapping.ts';

const OPEN311 =
  'service_request_id,requested_datetime,updated_datetime,closed_date,status_description,status_notes,source,service_name,service_subtype,description,agency_responsible,address,lat,long'.split(
    ',',
  );
const cellsOf =
  (values: Record<string, string>): Cells =>
  (column) =>
    values[column] ?? '';

const PLAIN = {
  service_request_id: '17',
  requested_datetime: '2011-08-28T18:00:00Z',
  updated_datetime: '2011-08-29T18:00:00Z',
  status_description: 'Open',
  service_name: 'Pothole',
  service_subtype: 'Deep one',
  agency_responsible: 'PWD',
  address: '1 Main St',
  lat: '42.5',
  long: '-71.5',
};

function read(more: Record<string, string> = {}, also: Partial<Mapping> = {}): CityRecord | Fault[] {
  const columns = [...OPEN311, 'zip'];
  return generic({ fields: guessFields(columns), ...also }, 'America/New_York').read(cellsOf({ ...PLAIN, ...more }), 3);
}
const record = (more: Record<string, string> = {}, also: Partial<Mapping> = {}): CityRecord =>
  read(more, also) as CityRecord;
const reasons = (found: readonly Fault[]): string[] => found.map(({ field, reason }) => `${field} ${reason}`);

describe('columns are known by their names', () => {
  test('those of Open311’s bulk format', () => {
    expect(guessFields(OPEN311)).toEqual({
      externalId: 'service_request_id',
      openedAt: 'requested_datetime',
      updatedAt: 'updated_datetime',
      closedAt: 'closed_date',
      status: 'status_description',
      category: 'service_name',
      title: 'service_subtype',
      description: 'description',
      team: 'agency_responsible',
      place: 'address',
      lat: 'lat',
      lon: 'long',
      source: 'source',
      closingWords: 'status_notes',
    });
  });

  test('those of New York among 50 others, however they are written', () => {
    const others = Array.from({ length: 50 }, (_, place) => `X Coordinate ${String(place)}`);
    const columns = [
      'Unique Key',
      'Created Date',
      'Closed Date',
      'Agency',
      'Agency Name',
      'Complaint Type',
      'Descriptor',
      'Incident Zip',
      'Incident Address',
      ...others,
      'Status',
      'Due Date',
      'Resolution Description',
      'Borough',
      'Open Data Channel Type',
      'Latitude',
      'Longitude',
      'Location',
    ];
    expect(guessFields(columns)).toMatchObject({
      externalId: 'Unique Key',
      openedAt: 'Created Date',
      closedAt: 'Closed Date',
      dueAt: 'Due Date',
      category: 'Complaint Type',
      title: 'Descriptor',
      team: 'Agency Name',
      place: 'Incident Address',
      zip: 'Incident Zip',
      area: 'Borough',
      source: 'Open Data Channel Type',
      closingWords: 'Resolution Description',
      lat: 'Latitude',
      lon: 'Longitude',
    });
  });

  test('a mapping names what it lacks, and the columns there are', () => {
    const given: Mapping = { fields: { externalId: 'id', openedAt: ['opened', 'made'] } };
    const faults = mappingFaults(given, ['id', 'made', 'kind']);
    expect(faults).toEqual([
      { field: 'openedAt', reason: 'the file has no column "opened"' },
      { field: 'category', reason: 'is needed (what kind of trouble) and no column is named for it' },
    ]);
    expect(mappingSentence(faults, ['id', 'made', 'kind'])).toContain("The file's columns are: id, made, kind.");
    expect(schema.safeParse({ fields: { externalID: 'id' } }).error?.issues[0]?.message).toContain('externalID');
  });
});

describe('a row of any city', () => {
  test('becomes a record', () => {
    expect(record()).toMatchObject({
      externalId: '17',
      openedAt: Date.UTC(2011, 7, 28, 18),
      closedAt: null,
      title: 'Deep one',
      category: 'Pothole',
      group: 'Pothole',
      team: 'PWD',
      place: '1 Main St',
      lat: 42.5,
      lon: -71.5,
      filedBy: 'staff',
      notes: [],
    });
  });

  test('is closed by its status, else by its date; a closed one without a date takes the last change', () => {
    const at = Date.UTC(2011, 7, 29, 18);
    expect(record({ status_description: 'Closed (Duplicate)' })).toMatchObject({ closedAt: at, ending: 'duplicate' });
    expect(record({ status_description: 'Closed', status_notes: 'Not ours: referred to the state' })).toMatchObject({
      closedAt: at,
      ending: 'rejected',
    });
    expect(record({ status_description: '', closed_date: '2011-08-29T18:00:00Z' }).closedAt).toBe(at);
    expect(record({ status_description: 'Erloschen', closed_date: '2011-08-29T18:00:00Z' }).closedAt).toBe(at);
    expect(record({ status_description: 'Gone' }, { closedWords: ['gone'] }).closedAt).toBe(at);
    expect(reasons(read({ status_description: 'Closed', updated_datetime: '1900-01-01' }) as Fault[])).toEqual([
      'closed_date is blank though the case is "Closed"',
    ]);
  });

  test('that is open again keeps no closing; that is told', () => {
    const open = record({ status_description: 'In Progress', closed_date: '2011-08-29T18:00:00Z' });
    expect(open.closedAt).toBeNull();
    expect(reasons(open.notes)).toEqual([
      'closed_date noted: is there though the case is "In Progress"; it counts as open',
    ]);
  });

  test('has a postal code with its zeros, and a number without a spreadsheet’s tail', () => {
    expect(record({ zip: '2124.0' }).place).toBe('1 Main St, 02124');
    expect(record({ zip: '02124' }).place).toBe('1 Main St, 02124');
    expect(record({ service_request_id: '101000295613.0' }).externalId).toBe('101000295613');
    expect(reasons(read({ service_request_id: '1.01E+11' }) as Fault[])).toEqual([
      'service_request_id was cut by a spreadsheet to "1.01E+11": export the file again without opening it in one',
    ]);
  });

  test('has no position where its coordinates are blank, cut to integers, or a point that stands for nowhere', () => {
    const nowhere = { lat: null, lon: null };
    expect(record({ lat: '', long: '' })).toMatchObject(nowhere);
    expect(record({ lat: '0', long: '0' })).toMatchObject({ ...nowhere, notes: [] });
    const cut = record({ lat: '42', long: '-71' });
    expect(cut).toMatchObject(nowhere);
    expect(reasons(cut.notes)).toEqual(['lat noted: is cut to whole degrees; the position counts as unknown']);
    expect(record({}, { defaultPoints: [[42.5, -71.5]] })).toMatchObject(nowhere);
    expect(record({ lat: '42,25' })).toMatchObject({ lat: 42.25 });
    expect(reasons(read({ lat: '4250' }) as Fault[])).toEqual(['lat expected degrees, got "4250", "-71.5"']);
  });

  test('has its position from one column where there are not two', () => {
    const fields = { externalId: 'id', openedAt: 'at', category: 'kind', point: 'point' };
    const at = (point: string): unknown => {
      const found = generic({ fields }, 'UTC').read(cellsOf({ id: '1', at: '2011-08-28', kind: 'x', point }), 2);
      return Array.isArray(found) ? found : [found.lat, found.lon];
    };
    expect(at('POINT (-71.06 42.36)')).toEqual([42.36, -71.06]);
    expect(at('1 Main St\n(42.36, -71.06)')).toEqual([42.36, -71.06]);
    expect(at('somewhere')).toEqual([null, null]);
  });

  test('with text that no database holds is mended', () => {
    const mended = record({ service_subtype: 'caf\ufffd\u0000 \ud800' });
    expect(mended.title).toBe('caf\ufffd \ufffd');
    expect(reasons(mended.notes)).toEqual(['service_subtype noted: has bytes that are no UTF-8; they stand as \ufffd']);
  });

  test('without anything that says it in a line is called by the first line of what was written', () => {
    expect(record({ service_subtype: '', description: 'It leaks\nsince Monday' })).toMatchObject({
      title: 'It leaks',
      description: 'since Monday',
    });
    expect(record({ service_subtype: '' }).title).toBe('Pothole');
  });
});

describe('a file’s habits are seen in its first rows', () => {
  const rows = (values: Record<string, string>[]): Row[] =>
    values.map((each, place) => ({ line: place + 2, next: { offset: 0, line: 0 }, cells: cellsOf(each), fault: null }));

  test('a point that many different addresses share stands for nowhere; a house with many cases does not', () => {
    const shared = Array.from({ length: 60 }, (_, place) => ({
      lat: '42.3594',
      lon: '-71.0587',
      at: `${String(place)} Elm St`,
    }));
    const house = Array.from({ length: 60 }, () => ({ lat: '42.4', lon: '-71.1', at: '9 River St' }));
    const others = Array.from({ length: 300 }, (_, place) => ({
      lat: `42.3${String(1000 + place)}`,
      lon: '-71.2',
      at: `${String(place)} Oak St`,
    }));
    expect(defaultPointsOf(rows([...shared, ...house, ...others]), { lat: 'lat', lon: 'lon', place: 'at' })).toEqual([
      [42.3594, -71.0587],
    ]);
  });

  test('dates begin with the day where one of them cannot begin with the month', () => {
    const fields = { openedAt: 'at' };
    expect(beginsWithDay(rows([{ at: '01/02/2011' }, { at: '28/02/2011' }]), fields)).toBe(true);
    expect(beginsWithDay(rows([{ at: '01/02/2011' }, { at: '02/28/2011' }]), fields)).toBe(false);
    expect(beginsWithDay(rows([{ at: '01/02/2011' }]), fields)).toBe(false);
  });
});
