import { describe, expect, test } from 'vitest';
import { formatCursor, parseCursor } from './cursor.ts';

const FEED = '0197a2b4-7c1e-7abc-8def-0123456789ab';

describe('a cursor', () => {
  test('is read as it was written', () => {
    expect(parseCursor(formatCursor(FEED, '5:9:5,7'))).toEqual({
      feed: FEED,
      snapshot: '5:9:5,7',
      xmax: '9',
      underWay: ['5', '7'],
    });
    expect(parseCursor(formatCursor(FEED, '9:9:'))?.underWay).toEqual([]);
  });

  test('that PostgreSQL could not take is none, and gets a snapshot (rule S6)', () => {
    for (const text of [
      '',
      'x',
      `${'-'.repeat(36)}/1:1:`,
      `${FEED}/1:99999999999999999999:`,
      `${FEED}/1:9:99999999999999999999`,
      `${FEED}/1:9:1;drop`,
    ])
      expect(parseCursor(text), text).toBeNull();
  });
});
