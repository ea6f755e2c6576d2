import { describe, expect, test } from 'vitest';
import { readTime } from './times.ts';

const read = (text: string, dayFirst = false): string | null | undefined => {
  const at = readTime(text, { timeZone: 'America/New_York', dayFirst });
  return typeof at === 'number' ? new Date(at).toISOString() : at;
};

describe('a time in an export', () => {
  test.each([
    ['2011-08-28 18:00:05', '2011-08-28T22:00:05.000Z'],
    ['2011-08-28T18:00', '2011-08-28T22:00:00.000Z'],
    ['2011-08-28T18:00:05.000', '2011-08-28T22:00:05.000Z'],
    ['2011-08-28T18:00:05Z', '2011-08-28T18:00:05.000Z'],
    ['2011-08-28T18:00:05.123+02:00', '2011-08-28T16:00:05.000Z'],
    ['2011/08/28 18:00:05+00', '2011-08-28T18:00:05.000Z'],
    ['2011-08-28 18:00:05 UTC', '2011-08-28T18:00:05.000Z'],
    ['2011-08-28', '2011-08-28T04:00:00.000Z'],
    ['08/28/2011 06:00:05 PM', '2011-08-28T22:00:05.000Z'],
    ['8/28/2011 12:00 a.m.', '2011-08-28T04:00:00.000Z'],
    ['8/28/2011', '2011-08-28T04:00:00.000Z'],
    ['28.08.2011 18:00', '2011-08-28T22:00:00.000Z'],
    ['28-Aug-2011 18:00:05', '2011-08-28T22:00:05.000Z'],
    ['Aug 28, 2011 6:00 PM', '2011-08-28T22:00:00.000Z'],
    ['August 28, 2011', '2011-08-28T04:00:00.000Z'],
    ['20110828180005', '2011-08-28T22:00:05.000Z'],
    ['20110828T180005Z', '2011-08-28T18:00:05.000Z'],
    ['1314554405', '2011-08-28T18:00:05.000Z'],
    ['1314554405000', '2011-08-28T18:00:05.000Z'],
  ])('%s', (text, expected) => {
    expect(read(text)).toBe(expected);
  });

  test('with slashes begins with the month, or with the day where the file does', () => {
    expect(read('03/04/2011 10:00')).toBe('2011-03-04T15:00:00.000Z');
    expect(read('03/04/2011 10:00', true)).toBe('2011-04-03T14:00:00.000Z');
    expect(read('28/08/2011 10:00')).toBeUndefined();
  });

  test('that stands for none is none', () => {
    for (const text of [
      '',
      '1900-01-01',
      '1900-01-01 00:00:00',
      '1900-01-01T00:00:00.000',
      '01/01/1900',
      '01/01/1900 12:00:00 AM',
      '1970-01-01',
      'NULL',
      'N/A',
      '1899-12-30',
      '9999-12-31',
    ])
      expect(read(text), text).toBeNull();
  });

  test('in the hour that comes twice is the first of both; in the one that is left out, the moment of the jump', () => {
    expect(read('2011-11-06 01:30:00')).toBe('2011-11-06T05:30:00.000Z');
    expect(read('2011-11-06 02:00:00')).toBe('2011-11-06T07:00:00.000Z');
    expect(read('2011-03-13 02:30:00')).toBe('2011-03-13T07:00:00.000Z');
  });

  test('that no calendar has is a fault', () => {
    for (const text of [
      '2011-02-30',
      '2011-08-28 25:00',
      '13/13/2011',
      '2011-08-28 13:00 PM',
      'soon',
      '1850-01-01',
      '0828',
      '28-Foo-2011',
    ])
      expect(read(text), text).toBeUndefined();
  });
});
