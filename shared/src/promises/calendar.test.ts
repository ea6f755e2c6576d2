import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ALWAYS, createCalendar, USUAL_WEEK, weekFaults, type WorkingHours } from './calendar.ts';

const at = (text: string): number => Date.parse(text);
const berlin = createCalendar({ timeZone: 'Europe/Berlin', week: USUAL_WEEK, holidays: ['2026-12-25'] });
const everyDay = (opens: string, closes: string): WorkingHours[] =>
  [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, opens, closes }));

describe('working hours', () => {
  test('what is filed in the evening counts from the next morning', () => {
    // Wednesday 20:00 in Berlin; 60 minutes end on Thursday at 9
    expect(berlin.addMinutes(at('2026-11-18T19:00Z'), 60)).toBe(at('2026-11-19T08:00Z'));
  });

  test('a span may end exactly when work closes', () => {
    expect(berlin.addMinutes(at('2026-11-18T15:00Z'), 60)).toBe(at('2026-11-18T16:00Z'));
  });

  test('weekends and holidays do not count', () => {
    // Thursday 24 December 16:00; Friday is a holiday, then the weekend; 120 minutes end on Monday at 9
    expect(berlin.addMinutes(at('2026-12-24T15:00Z'), 120)).toBe(at('2026-12-28T08:00Z'));
    expect(berlin.minutesBetween(at('2026-12-24T16:00Z'), at('2026-12-28T07:00Z'))).toBe(0);
  });

  test('a break in the middle of the day rests the clock', () => {
    const calendar = createCalendar({
      timeZone: 'Europe/Berlin',
      week: [
        { weekday: 3, opens: '13:00', closes: '17:00' },
        { weekday: 3, opens: '08:00', closes: '12:00' },
      ],
      holidays: [],
    });
    expect(calendar.addMinutes(at('2026-11-18T10:30Z'), 60)).toBe(at('2026-11-18T12:30Z'));
  });

  test('no minutes change nothing, not even outside working hours', () => {
    expect(berlin.addMinutes(at('2026-11-18T22:17:03.123Z'), 0)).toBe(at('2026-11-18T22:17:03.123Z'));
  });
});

describe('days on which clocks change', () => {
  const nights = createCalendar({ timeZone: 'Europe/Berlin', week: everyDay('00:00', '24:00'), holidays: [] });

  test('a whole day has 23 hours in spring and 25 in autumn', () => {
    expect(nights.minutesBetween(at('2026-03-28T23:00Z'), at('2026-03-29T22:00Z'))).toBe(23 * 60);
    expect(nights.minutesBetween(at('2026-10-24T22:00Z'), at('2026-10-25T23:00Z'))).toBe(25 * 60);
  });

  test('hours open from 1 to 4 are two in spring and four in autumn', () => {
    const early = createCalendar({ timeZone: 'Europe/Berlin', week: everyDay('01:00', '04:00'), holidays: [] });
    expect(early.minutesBetween(at('2026-03-28T23:00Z'), at('2026-03-29T22:00Z'))).toBe(2 * 60);
    expect(early.minutesBetween(at('2026-10-24T22:00Z'), at('2026-10-25T23:00Z'))).toBe(4 * 60);
  });

  test('opening at a time that the jump leaves out is the moment of the jump', () => {
    const gap = createCalendar({ timeZone: 'Europe/Berlin', week: everyDay('02:30', '04:00'), holidays: [] });
    expect(gap.addMinutes(at('2026-03-28T23:00Z'), 1)).toBe(at('2026-03-29T01:01Z'));
    const within = createCalendar({
      timeZone: 'Europe/Berlin',
      week: [...everyDay('02:10', '02:50'), { weekday: 1, opens: '08:00', closes: '09:00' }],
      holidays: [],
    });
    expect(within.minutesBetween(at('2026-03-28T23:00Z'), at('2026-03-29T22:00Z'))).toBe(0);
  });

  test('clocks that go back just after midnight lose and double nothing', () => {
    // St. John's, 7 November 2010: 00:01 becomes 23:01 of the day before
    const calendar = createCalendar({ timeZone: 'America/St_Johns', week: everyDay('00:00', '24:00'), holidays: [] });
    const start = at('2010-11-07T00:00Z');
    for (let minute = 1; minute < 300; minute += 1)
      expect(calendar.minutesBetween(start, start + minute * 60_000)).toBe(minute);
  });
});

describe('adding and counting', () => {
  const zones = [
    'Europe/Berlin',
    'America/New_York',
    'America/St_Johns',
    'Australia/Lord_Howe',
    'Asia/Kathmandu',
    'Africa/Casablanca',
    'America/Sao_Paulo',
    'UTC',
  ];
  const hour = fc.integer({ min: 0, max: 23 });
  const hours = fc.tuple(fc.integer({ min: 1, max: 7 }), hour, hour).map(([weekday, a, b]) => {
    const two = (value: number): string => `${String(value).padStart(2, '0')}:00`;
    return { weekday, opens: two(Math.min(a, b)), closes: two(Math.max(a, b) + 1) };
  });
  const week = fc.uniqueArray(hours, { minLength: 1, selector: (row) => row.weekday });
  const holidays = fc.array(
    fc
      .integer({ min: 0, max: 3000 })
      .map((day) => new Date(Date.UTC(2005, 0, 1) + day * 86_400_000).toISOString().slice(0, 10)),
    { maxLength: 30 },
  );
  const calendars = fc.record({ timeZone: fc.constantFrom(...zones), week, holidays }).map(createCalendar);
  const moment = fc.integer({ min: at('2005-01-01T00:00Z'), max: at('2030-01-01T00:00Z') });
  const minutes = fc.oneof(fc.integer({ min: 0, max: 20_000 }), fc.double({ min: 0, max: 2000, noNaN: true }));

  test('counting gives back what was added', () => {
    fc.assert(
      fc.property(calendars, moment, minutes, (calendar, from, amount) => {
        const to = calendar.addMinutes(from, amount);
        expect(Number.isInteger(to)).toBe(true);
        expect(calendar.minutesBetween(from, to)).toBeCloseTo(amount, 4);
      }),
      { numRuns: 50 },
    );
  });

  test('adding what was counted ends where counting did, or where work stopped before it', () => {
    fc.assert(
      fc.property(calendars, moment, moment, (calendar, a, b) => {
        const [from, to] = a < b ? [a, b] : [b, a];
        const amount = calendar.minutesBetween(from, to);
        const back = calendar.addMinutes(from, amount);
        expect(back).toBeLessThanOrEqual(to);
        expect(calendar.minutesBetween(back, to)).toBe(0);
      }),
      { numRuns: 50 },
    );
  });

  test('later moments and more minutes never end earlier', () => {
    fc.assert(
      fc.property(calendars, moment, fc.nat(100_000_000), minutes, minutes, (calendar, from, later, a, b) => {
        expect(calendar.addMinutes(from + later, a)).toBeGreaterThanOrEqual(calendar.addMinutes(from, a));
        expect(calendar.addMinutes(from, Math.max(a, b))).toBeGreaterThanOrEqual(
          calendar.addMinutes(from, Math.min(a, b)),
        );
        expect(calendar.minutesBetween(from, from + later)).toBeLessThanOrEqual(
          ALWAYS.minutesBetween(from, from + later),
        );
      }),
      { numRuns: 50 },
    );
  });

  test('a span is the sum of its parts', () => {
    fc.assert(
      fc.property(calendars, moment, fc.nat(1_000_000_000), fc.nat(1_000_000_000), (calendar, from, a, b) => {
        const whole = calendar.minutesBetween(from, from + a + b);
        expect(calendar.minutesBetween(from, from + a) + calendar.minutesBetween(from + a, from + a + b)).toBeCloseTo(
          whole,
          4,
        );
      }),
      { numRuns: 50 },
    );
  });

  test('agrees with a minute-by-minute count over the wall clock', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        week,
        moment,
        fc.integer({ min: 0, max: 3000 }),
        (timeZone, rows, from, span) => {
          const start = Math.floor(from / 60_000) * 60_000;
          const calendar = createCalendar({ timeZone, week: rows, holidays: [] });
          const format = new Intl.DateTimeFormat('en-GB', {
            timeZone,
            weekday: 'short',
            hour: '2-digit',
            minute: '2-digit',
            hourCycle: 'h23',
          });
          const names = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
          let counted = 0;
          for (let minute = 0; minute < span; minute += 1) {
            const [day = '', clock = ''] = format.format(start + minute * 60_000).split(/,? /);
            if (rows.some((row) => row.weekday === names.indexOf(day) + 1 && row.opens <= clock && clock < row.closes))
              counted += 1;
          }
          // Where an hour repeats, hours open from or until it may differ by that hour.
          expect(Math.abs(calendar.minutesBetween(start, start + span * 60_000) - counted)).toBeLessThanOrEqual(60);
        },
      ),
      { numRuns: 15 },
    );
  });

  test('the clock that never rests is plain time', () => {
    expect(ALWAYS.addMinutes(1000, 1.5)).toBe(91_000);
    expect(ALWAYS.minutesBetween(91_000, 1000)).toBe(0);
  });

  test('going backwards counts nothing', () => {
    expect(berlin.minutesBetween(at('2026-11-18T15:00Z'), at('2026-11-18T09:00Z'))).toBe(0);
  });
});

describe('refusals', () => {
  test('an empty week is refused in a clear sentence', () => {
    expect(() => createCalendar({ timeZone: 'UTC', week: [], holidays: [] })).toThrow(
      'expected a week with at least one open day, got none',
    );
  });

  test.each([
    [{ weekday: 8, opens: '08:00', closes: '17:00' }, 'The weekday is a number from 1 (Monday) to 7.'],
    [{ weekday: 1, opens: '8', closes: '17:00' }, 'Times are written as HH:MM.'],
    [{ weekday: 1, opens: '08:00', closes: '24:01' }, 'Times are written as HH:MM.'],
    [{ weekday: 1, opens: '17:00', closes: '08:00' }, 'It must close after it opens.'],
  ])('%o is refused', (row, reason) => {
    expect(weekFaults([row])).toEqual([{ index: 0, reason }]);
  });

  test('hours of one day that overlap are refused', () => {
    const rows = [
      { weekday: 1, opens: '08:00', closes: '12:00' },
      { weekday: 1, opens: '11:00', closes: '17:00' },
    ];
    expect(weekFaults(rows)).toEqual([{ index: 1, reason: 'These hours overlap with others of the same day.' }]);
  });

  test('days and zones that do not exist are refused', () => {
    expect(() => createCalendar({ timeZone: 'UTC', week: USUAL_WEEK, holidays: ['2026-02-30'] })).toThrow(
      'expected a day as YYYY-MM-DD, got 2026-02-30',
    );
    expect(() => createCalendar({ timeZone: 'Moon/Sea', week: USUAL_WEEK, holidays: [] })).toThrow(RangeError);
  });

  test('minutes that would end after 2200, are negative or no number are refused', () => {
    expect(() => berlin.addMinutes(at('2026-11-18T15:00Z'), 1e9)).toThrow('before 2200');
    expect(() => berlin.addMinutes(at('2026-11-18T15:00Z'), -1)).toThrow('expected minutes from 0, got -1');
    expect(() => berlin.addMinutes(at('2026-11-18T15:00Z'), Number.NaN)).toThrow('got NaN');
  });
});
