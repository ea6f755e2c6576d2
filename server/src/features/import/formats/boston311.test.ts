import { describe, expect, test } from 'vitest';
import { BOSTON_COLUMNS, boston311, placeOf } from './boston311.ts';
import type { CityRecord, Fault } from './city-record.ts';
import { formatOf, presetOf } from './formats.ts';

const PLAIN: Record<string, string> = {
  case_enquiry_id: '101000295613',
  open_dt: '2011-07-01 01:32:33',
  target_dt: '2011-07-15 01:32:32',
  closed_dt: '2011-07-01 05:06:58',
  case_status: 'Closed',
  closure_reason: 'Case Closed Case Resolved replaced fuse',
  case_title: 'Street Light Outages',
  reason: 'Street Lights',
  type: 'Street Light Outages',
  department: 'PWDx',
  location: 'INTERSECTION of Groveland St & River St  Mattapan  MA',
  neighborhood: 'Greater Mattapan',
  latitude: '42.2715',
  longitude: '-71.0772',
  source: 'Constituent Call',
};

function read(more: Record<string, string> = {}): CityRecord | Fault[] {
  const row: Record<string, string> = { ...PLAIN, ...more };
  return boston311().read((column) => row[column] ?? '', 7);
}
const record = (more: Record<string, string> = {}): CityRecord => read(more) as CityRecord;
const faults = (more: Record<string, string>): string[] =>
  (read(more) as Fault[]).map(({ line, field, reason }) => `${String(line)} ${field} ${reason}`);

describe('a line of the Boston export', () => {
  test('becomes a record, its times read on the clock of Boston', () => {
    expect(record()).toEqual({
      line: 7,
      externalId: '101000295613',
      openedAt: Date.UTC(2011, 6, 1, 5, 32, 33),
      dueAt: Date.UTC(2011, 6, 15, 5, 32, 32),
      closedAt: Date.UTC(2011, 6, 1, 9, 6, 58),
      ending: 'done',
      closingWords: 'Case Resolved replaced fuse',
      title: 'Street Light Outages',
      description: '',
      category: 'Street Light Outages',
      group: 'Street Lights',
      team: 'Public Works',
      place: 'Groveland St & River St, Mattapan',
      lat: 42.2715,
      lon: -71.0772,
      area: 'Greater Mattapan',
      filedBy: 'caller',
      notes: [],
    });
  });

  test('at the city hall’s default point has no known position', () => {
    expect(record({ latitude: '42.3594', longitude: '-71.0587' })).toMatchObject({ lat: null, lon: null });
    expect(record({ latitude: '42.3594', longitude: '-71.0583' })).toMatchObject({ lat: 42.3594, lon: -71.0583 });
    expect(record({ latitude: '42', longitude: '-71' })).toMatchObject({ lat: null, lon: null });
  });

  test('in the hour that comes twice counts as the first of both, and still ends after it began', () => {
    expect(record({ open_dt: '2011-11-06 01:30:00', closed_dt: '2011-11-07 10:00:00' }).openedAt).toBe(
      Date.UTC(2011, 10, 6, 5, 30),
    );
    const closed = record({ open_dt: '2011-11-06 01:50:00', closed_dt: '2011-11-06 01:10:00' });
    expect(closed.closedAt).toBe(closed.openedAt);
  });

  test('closed a few seconds before it was opened counts as closed at once; long before is a fault', () => {
    const slip = record({ closed_dt: '2011-07-01 01:32:20' });
    expect(slip.closedAt).toBe(slip.openedAt);
    expect(slip.notes).toEqual([
      { line: 7, field: 'closed_dt', reason: 'noted: lies 13 s before open_dt; counts as closed at once' },
    ]);
    expect(faults({ closed_dt: '2011-06-01 01:32:20' })).toEqual(['7 closed_dt lies before open_dt']);
  });

  test('tells everything that is wrong with it', () => {
    expect(faults({ case_enquiry_id: '', open_dt: '2011-02-30 10:00:00', latitude: 'north', type: '' })).toEqual([
      '7 case_enquiry_id expected the case\'s number, got ""',
      '7 open_dt expected a time as in 2011-08-28 18:00:00, got "2011-02-30 10:00:00"',
      '7 type is blank',
      '7 latitude expected degrees, got "north", "-71.0772"',
    ]);
    expect(faults({ open_dt: '1900-01-01 00:00:00' })).toEqual(['7 open_dt is blank']);
    expect(faults({ closed_dt: '' })).toEqual(['7 closed_dt is blank though the case is closed']);
  });

  test('ends as the department’s words say', () => {
    const ending = (closure_reason: string): string => record({ closure_reason }).ending;
    expect(ending('Case Closed Duplicate of Existing Case 101000300000')).toBe('duplicate');
    expect(ending('Case Closed Case Invalid test')).toBe('rejected');
    expect(ending('Case Closed NOACC: Closed-No Access')).toBe('cancelled');
    expect(ending('Case Closed Case Noted')).toBe('done');
    expect(ending('')).toBe('done');
  });

  test('has a place people can read', () => {
    expect(placeOf('39 Lorraine St  Roslindale  MA  02131')).toBe('39 Lorraine St, Roslindale, 02131');
    expect(placeOf('')).toBeNull();
  });
});

test('a file with its columns is read so without being told; one that lacks some is refused by their names', () => {
  expect(presetOf([...BOSTON_COLUMNS, 'more'])).toBe('boston');
  expect(presetOf(BOSTON_COLUMNS.slice(2))).toBe('generic');
  const decided = { preset: 'boston', timeZone: 'America/New_York' } as const;
  expect(formatOf(decided, BOSTON_COLUMNS).name).toBe('boston');
  expect(() => formatOf(decided, BOSTON_COLUMNS.slice(2))).toThrow('these are missing: case_enquiry_id, open_dt');
});
