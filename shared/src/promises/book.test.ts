import { describe, expect, test } from 'vitest';
import { createPromiseBook } from './book.ts';
import { USUAL_WEEK } from './calendar.ts';

const gas = '01890000-0000-7000-8000-000000000001';
const light = '01890000-0000-7000-8000-000000000002';
const book = createPromiseBook(
  {
    promises: [
      { categoryId: null, urgency: 'normal', respondMinutes: 480, resolveMinutes: 2400 },
      { categoryId: gas, urgency: 'normal', respondMinutes: 60, resolveMinutes: null },
      { categoryId: gas, urgency: 'emergency', respondMinutes: 15, resolveMinutes: 120 },
    ],
    week: [...USUAL_WEEK],
    holidays: [],
    aroundTheClock: ['emergency'],
  },
  'Europe/Berlin',
);
const saturday = Date.parse('2026-11-21T10:00Z');

describe('the book of promises', () => {
  test("a category's own promise replaces the general one of the same urgency", () => {
    expect(book.promiseOf(gas, 'normal')).toEqual({ respondMinutes: 60, resolveMinutes: null });
    expect(book.promiseOf(light, 'normal')).toEqual({ respondMinutes: 480, resolveMinutes: 2400 });
  });

  test('where nothing is promised both are null', () => {
    expect(book.promiseOf(light, 'low')).toEqual({ respondMinutes: null, resolveMinutes: null });
  });

  test('emergencies run around the clock, the others in working hours', () => {
    expect(book.addMinutes('emergency', saturday, 15)).toBe(saturday + 15 * 60_000);
    expect(book.addMinutes('normal', saturday, 15)).toBe(Date.parse('2026-11-23T07:15Z'));
    expect(book.minutesBetween('emergency', saturday, saturday + 60_000)).toBe(1);
    expect(book.minutesBetween('normal', saturday, saturday + 60_000)).toBe(0);
  });
});
