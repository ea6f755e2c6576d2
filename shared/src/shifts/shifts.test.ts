import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Shift } from '../planning/model.ts';
import { zoneOf } from '../promises/zone.ts';
import type { ScheduleException, WeekShift } from './schedule.ts';
import { weekFaults } from './schedule.ts';
import { shiftsOf, type Worker } from './shifts.ts';
import { aWorker, organisation, weekShift } from './worker.fixture.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const at = (text: string): number => Date.parse(text);

let ids = 0;
function exception(
  kind: ScheduleException['kind'],
  from: string | number,
  until: string | number,
  more: Partial<ScheduleException> = {},
): ScheduleException {
  const ms = (time: string | number): number => (typeof time === 'number' ? time : at(time));
  return { id: String(ids++), kind, from: ms(from), until: ms(until), state: 'approved', note: null, ...more };
}

function shifts(worker: Worker, from: string, until: string, more: object = {}): Shift[] {
  return shiftsOf(worker, { now: at(from), until: at(until), organisation: { ...organisation, ...more } });
}

/** `from – until` of each, UTC, day of the month first. */
function told(list: readonly Shift[]): string[] {
  const text = (minute: number): string => new Date(minute * MINUTE).toISOString().slice(8, 16).replace('T', ' ');
  return list.map(({ from, until, onCall }) => `${text(from)} – ${text(until)}${onCall ? ' on call' : ''}`);
}

describe('a week of shifts', () => {
  test('who has none of its own works the hours of the organisation, without its holidays', () => {
    const list = shifts(aWorker(), '2026-11-19T00:00Z', '2026-11-24T00:00Z', { holidays: ['2026-11-20'] });
    expect(told(list)).toEqual(['19 07:00 – 19 16:00', '23 07:00 – 23 16:00']);
    expect(list.map(({ id }) => id)).toEqual(['ada/2026-11-19/1', 'ada/2026-11-23/1']);
  });

  test('a midday closing of the organisation is a rest, a long one ends the shift', () => {
    const hours = (second: string) => ({
      week: [
        { weekday: 4, opens: '08:00', closes: '12:00' },
        { weekday: 4, opens: second, closes: '24:00' },
      ],
    });
    const [one, ...others] = shifts(aWorker(), '2026-11-19T00:00Z', '2026-11-20T00:00Z', hours('13:00'));
    expect([told([one!]), others, one?.rests]).toEqual([
      ['19 07:00 – 19 23:00'],
      [],
      [{ earliest: at('2026-11-19T11:00Z') / MINUTE, latest: at('2026-11-19T12:00Z') / MINUTE, minutes: 60 }],
    ]);
    expect(told(shifts(aWorker(), '2026-11-19T00:00Z', '2026-11-20T00:00Z', hours('16:00')))).toEqual([
      '19 07:00 – 19 11:00',
      '19 15:00 – 19 23:00',
    ]);
  });

  test('an own week has the zone, rests and limits of the schedule', () => {
    const rests = [{ earliest: '11:30', latest: '13:00', minutes: 30 }];
    const worker = aWorker({
      schedule: {
        timeZone: 'America/New_York',
        week: [weekShift(4, '07:00', '15:00', { rests })],
        start: { lat: 40, lon: -74 },
        end: 'last',
        maxJobs: 6,
        maxMinutes: 400,
        keptFree: 45,
        releasedAt: '12:00',
      },
    });
    const day = (time: string): number => at(`2026-11-19T${time}Z`) / MINUTE;
    expect(shifts(worker, '2026-11-19T00:00Z', '2026-11-20T00:00Z')).toEqual([
      {
        id: 'ada/2026-11-19/1',
        from: day('12:00'),
        until: day('20:00'),
        rests: [{ earliest: day('16:30'), latest: day('18:00'), minutes: 30 }],
        start: { lat: 40, lon: -74 },
        end: null,
        maxJobs: 6,
        maxMinutes: 400,
        keptFree: 45,
        releasedAt: day('17:00'),
        onCall: false,
        since: null,
      },
    ]);
  });

  test('a night shift belongs to the day on which it begins, its rest and release come after midnight', () => {
    const night = weekShift(4, '22:00', '06:00', { rests: [{ earliest: '01:00', latest: '03:00', minutes: 30 }] });
    const worker = aWorker({ schedule: { week: [night], keptFree: 60, releasedAt: '04:00' } });
    // seen at half past midnight of the 20th, in Vienna
    const [shift] = shifts(worker, '2026-11-19T23:30Z', '2026-11-20T12:00Z');
    expect(shift?.id).toBe('ada/2026-11-19/1');
    expect(told([shift!])).toEqual(['19 21:00 – 20 05:00']);
    expect(shift?.rests[0]?.earliest).toBe(at('2026-11-20T00:00Z') / MINUTE);
    expect(shift?.releasedAt).toBe(at('2026-11-20T03:00Z') / MINUTE);
  });

  test('time kept free without an hour of release is kept until the end; limits of a day are shared out among its shifts', () => {
    const week = [
      weekShift(4, '08:00', '10:00'),
      weekShift(4, '12:00', '18:00'),
      weekShift(4, '20:00', '22:00', { onCall: true }),
    ];
    const list = shifts(
      aWorker({ schedule: { week, keptFree: 30, maxJobs: 5, maxMinutes: 400 } }),
      '2026-11-19T00:00Z',
      '2026-11-20T00:00Z',
    );
    expect(
      list.map(({ maxJobs, maxMinutes, keptFree, releasedAt, until }) => [
        maxJobs,
        maxMinutes,
        keptFree,
        releasedAt === until,
      ]),
    ).toEqual([
      [1, 100, 30, true],
      [4, 300, 30, true],
      [null, null, 0, true],
    ]);
  });

  test('where the last job was done counts while its shift lasts', () => {
    const last = { lat: 1, lon: 2, at: at('2026-11-19T10:00Z') };
    const [today, tomorrow] = shifts(aWorker({ last }), '2026-11-19T11:00Z', '2026-11-21T00:00Z');
    expect([today?.since, tomorrow?.since]).toEqual([{ place: { lat: 1, lon: 2 }, at: last.at / MINUTE }, null]);
  });

  test('it begins at home, else in the middle of the map, and ends there or at a place', () => {
    const first = (worker: Worker) => shifts(worker, '2026-11-19T00:00Z', '2026-11-20T00:00Z')[0];
    expect(first(aWorker())?.end).toEqual({ lat: 48.2, lon: 16.37 });
    expect(first(aWorker({ homeLat: null, homeLon: null }))?.start).toEqual({ lat: 48.2, lon: 16.4 });
    expect(first(aWorker({ schedule: { end: { lat: 5, lon: 6 } } }))?.end).toEqual({ lat: 5, lon: 6 });
  });
});

describe('days on which clocks change', () => {
  const lengths = (timeZone: string, day: string, week: WeekShift[]): number[] => {
    const noon = at(`${day}T12:00Z`);
    return shiftsOf(aWorker({ schedule: { timeZone, week } }), {
      now: noon - 36 * HOUR,
      until: noon + 36 * HOUR,
      organisation,
    })
      .filter(({ id }) => id.includes(day))
      .map(({ from, until }) => until - from);
  };

  test.each([
    ['Europe/Vienna', '2026-03-28', 7],
    ['Europe/Vienna', '2026-10-24', 9],
    ['America/New_York', '2026-03-07', 7],
    ['America/New_York', '2026-10-31', 9],
  ])('a night of eight hours in %s from %s lasts %i', (zone, day, hours) => {
    expect(lengths(zone, day, [weekShift(6, '22:00', '06:00')])).toEqual([hours * 60]);
  });

  test('a shift that begins in the hour left out begins at the jump; one wholly within it is none', () => {
    expect(lengths('Europe/Vienna', '2026-03-29', [weekShift(7, '02:30', '06:00')])).toEqual([180]);
    expect(lengths('Europe/Vienna', '2026-03-29', [weekShift(7, '02:10', '02:50')])).toEqual([]);
    expect(lengths('America/New_York', '2026-03-08', [weekShift(7, '02:30', '06:00')])).toEqual([180]);
  });
});

describe('exceptions', () => {
  const day = ['2026-11-19T00:00Z', '2026-11-20T00:00Z'] as const;
  const on = (...exceptions: ScheduleException[]): string[] =>
    told(shifts(aWorker({ schedule: { exceptions } }), ...day));

  test('an absence takes away what it meets, once it is approved', () => {
    const morning = ['2026-11-19T06:00Z', '2026-11-19T09:00Z'] as const;
    expect(on(exception('holiday', ...morning))).toEqual(['19 09:00 – 19 16:00']);
    expect(on(exception('holiday', ...morning, { state: 'asked' }))).toEqual(['19 07:00 – 19 16:00']);
    expect(on(exception('holiday', ...morning, { state: 'refused' }))).toEqual(['19 07:00 – 19 16:00']);
    expect(on(exception('sick', '2026-11-01T00:00Z', '2026-12-01T00:00Z'))).toEqual([]);
  });

  test('one in the middle leaves two shifts, which share the time kept free; a rest goes where it has room', () => {
    const rests = [{ earliest: '11:30', latest: '12:30', minutes: 30 }];
    const worker = aWorker({
      schedule: {
        week: [weekShift(4, '08:00', '16:00', { rests })],
        keptFree: 60,
        exceptions: [exception('holiday', '2026-11-19T09:00Z', '2026-11-19T11:00Z')],
      },
    });
    const list = shifts(worker, ...day);
    expect(told(list)).toEqual(['19 07:00 – 19 09:00', '19 11:00 – 19 15:00']);
    expect(list.map(({ id, keptFree }) => [id, keptFree])).toEqual([
      ['ada/2026-11-19/1', 20],
      ['ada/2026-11-19/2', 40],
    ]);
    const noon = at('2026-11-19T11:00Z') / MINUTE;
    expect(list.map((shift) => shift.rests)).toEqual([[], [{ earliest: noon, latest: noon + 30, minutes: 30 }]]);
  });

  test('extra time makes a shift that it meets longer, and is one of its own elsewhere', () => {
    expect(on(exception('extra', '2026-11-19T16:00Z', '2026-11-19T19:00Z'))).toEqual(['19 07:00 – 19 19:00']);
    expect(on(exception('extra', '2026-11-19T18:00Z', '2026-11-19T20:00Z'))).toEqual([
      '19 07:00 – 19 16:00',
      '19 18:00 – 19 20:00',
    ]);
  });

  test('on call gives way to work, and to absences', () => {
    expect(
      on(
        exception('on_call', '2026-11-19T00:00Z', '2026-11-20T00:00Z'),
        exception('sick', '2026-11-19T20:00Z', '2026-11-20T20:00Z'),
      ),
    ).toEqual(['19 00:00 – 19 07:00 on call', '19 07:00 – 19 16:00', '19 16:00 – 19 20:00 on call']);
  });
});

describe('on duty outside of shifts', () => {
  const evening = '2026-11-19T18:00Z';
  const duty = (now: string, more: Partial<Worker> & { exceptions?: ScheduleException[] } = {}): Shift[] => {
    const { exceptions = [], ...rest } = more;
    const worker = aWorker({ onDuty: true, dutyAt: at(evening), schedule: { exceptions }, ...rest });
    return shifts(worker, now, '2026-11-20T12:00Z');
  };

  test('is a shift of eight hours from then on, up to the next', () => {
    expect(told(duty(evening))).toEqual(['19 18:00 – 20 02:00', '20 07:00 – 20 16:00']);
    expect(duty(evening)[0]?.id).toBe('ada/2026-11-19/0');
    expect(told(duty('2026-11-20T01:59Z'))[0]).toBe('19 18:00 – 20 02:00');
    expect(told(duty('2026-11-20T02:00Z'))).toEqual(['20 07:00 – 20 16:00']);
    expect(told(duty('2026-11-20T06:30Z', { dutyAt: at('2026-11-20T06:00Z') }))).toEqual([
      '20 06:00 – 20 07:00',
      '20 07:00 – 20 16:00',
    ]);
  });

  test('is nothing more within a shift, nor for who is off duty', () => {
    expect(told(duty('2026-11-20T08:00Z', { dutyAt: at('2026-11-20T07:00Z') }))).toEqual(['20 07:00 – 20 16:00']);
    expect(told(duty(evening, { onDuty: false }))).toEqual(['20 07:00 – 20 16:00']);
  });

  test('who comes back to duty during an absence is there; an absence that begins later still holds', () => {
    const ill = exception('sick', '2026-11-19T05:00Z', '2026-11-20T20:00Z');
    expect(told(duty(evening, { exceptions: [ill] }))).toEqual(['19 18:00 – 20 02:00']);
    const later = exception('sick', '2026-11-19T20:00Z', '2026-11-20T20:00Z');
    expect(told(duty(evening, { exceptions: [later] }))).toEqual(['19 18:00 – 19 20:00']);
    expect(duty('2026-11-19T21:00Z', { exceptions: [later] })).toEqual([]);
  });

  test('ends being on call', () => {
    const call = exception('on_call', '2026-11-19T16:00Z', '2026-11-20T07:00Z');
    expect(told(duty(evening, { exceptions: [call] }))).toEqual(
      [
        '19 16:00 – 19 18:00 on call',
        '19 18:00 – 20 02:00',
        '20 02:00 – 20 07:00 on call',
        '20 07:00 – 20 16:00',
      ].slice(1),
    );
  });
});

/** Anything that may be stored, around both changes of clocks of either zone. */
const clock = fc
  .integer({ min: 0, max: 95 })
  .map(
    (quarter) => `${String(Math.floor(quarter / 4)).padStart(2, '0')}:${String((quarter % 4) * 15).padStart(2, '0')}`,
  );
const someWeek = fc
  .array(
    fc.record({
      weekday: fc.integer({ min: 1, max: 7 }),
      from: clock,
      until: clock,
      onCall: fc.boolean(),
      rests: fc.constant<WeekShift['rests']>([]),
    }),
    { maxLength: 10 },
  )
  .map((week) =>
    week.reduce<WeekShift[]>(
      (kept, shift) => (weekFaults([...kept, shift]).length === 0 ? [...kept, shift] : kept),
      [],
    ),
  );
const someNow = fc
  .constantFrom('2026-03-08', '2026-03-29', '2026-10-25', '2026-11-01', '2026-07-15')
  .chain((day) =>
    fc.integer({ min: -48 * 4, max: 48 * 4 }).map((quarters) => at(`${day}T00:00Z`) + quarters * 15 * MINUTE),
  );
const someWorker = (now: number): fc.Arbitrary<Worker> =>
  fc
    .record({
      timeZone: fc.constantFrom('Europe/Vienna', 'America/New_York', 'Australia/Lord_Howe', 'UTC'),
      week: fc.option(someWeek),
      maxJobs: fc.option(fc.integer({ min: 1, max: 20 })),
      maxMinutes: fc.option(fc.integer({ min: 1, max: 900 })),
      keptFree: fc.integer({ min: 0, max: 300 }),
      releasedAt: fc.option(clock),
      exceptions: fc.array(
        fc
          .record({
            id: fc.uuid(),
            kind: fc.constantFrom('holiday' as const, 'sick' as const, 'extra' as const, 'on_call' as const),
            state: fc.constantFrom('asked' as const, 'approved' as const, 'refused' as const),
            note: fc.constant(null),
            from: fc.integer({ min: -200, max: 300 }).map((quarters) => now + quarters * 15 * MINUTE),
            length: fc.integer({ min: 1, max: 200 }),
          })
          .map(({ length, ...one }) => ({ ...one, until: one.from + length * 15 * MINUTE })),
        { maxLength: 6 },
      ),
      onDuty: fc.boolean(),
      dutyAt: fc.integer({ min: -60, max: 0 }).map((quarters) => now + quarters * 15 * MINUTE),
    })
    .map(({ onDuty, dutyAt, ...schedule }) => aWorker({ onDuty, dutyAt, schedule }));
const some = someNow.chain((now) => fc.tuple(fc.constant(now), someWorker(now)));

describe('whatever the schedule', () => {
  const until = (now: number): number => now + 4 * DAY;
  const of = (worker: Worker, now: number): Shift[] => shiftsOf(worker, { now, until: until(now), organisation });

  test('shifts come in order, share no time, have ids of their own and lie in what was asked for', () => {
    fc.assert(
      fc.property(some, ([now, worker]) => {
        const list = of(worker, now);
        list.forEach((shift, index) => {
          expect(shift.from).toBeLessThan(shift.until);
          expect(shift.until).toBeGreaterThan(now / MINUTE);
          expect(shift.from).toBeLessThan(until(now) / MINUTE);
          const next = list[index + 1];
          if (next) expect(next.from).toBeGreaterThanOrEqual(shift.until);
          expect(shift.keptFree).toBeLessThanOrEqual(shift.until - shift.from);
          expect(shift.releasedAt).toBeGreaterThanOrEqual(shift.from);
          expect(shift.releasedAt).toBeLessThanOrEqual(shift.until);
        });
        expect(new Set(list.map(({ id }) => id)).size).toBe(list.length);
      }),
      { numRuns: 400 },
    );
  });

  test('every moment is worked, on call or free as the week, the exceptions and the duty say', () => {
    fc.assert(
      fc.property(some, fc.integer({ min: 0, max: 4 * 96 - 1 }), ([now, worker], quarter) => {
        const moment = now + quarter * 15 * MINUTE + 7 * MINUTE;
        const shift = of(worker, now).find(({ from, until: end }) => from <= moment / MINUTE && moment / MINUTE < end);
        const is = shift === undefined ? 'free' : shift.onCall ? 'on call' : 'work';
        const planned = plannedAt(worker, moment);
        const holds = (one: ScheduleException): boolean => one.from <= moment && moment < one.until;
        if (planned === 'work' || !worker.onDuty) expect(is).toBe(planned);
        else if (shift?.id.endsWith('/0')) {
          // the duty shift: within eight hours, without a planned one between the moment and now
          expect(moment).toBeLessThan(worker.dutyAt + 8 * HOUR);
          expect(moment).toBeGreaterThanOrEqual(worker.dutyAt);
          expect(
            worker.schedule.exceptions.some(
              (one) =>
                holds(one) &&
                one.state === 'approved' &&
                (one.kind === 'sick' || one.kind === 'holiday') &&
                one.from >= worker.dutyAt,
            ),
          ).toBe(false);
        } else expect(is).toBe(planned);
      }),
      { numRuns: 600 },
    );
  });

  test('whoever is on duty now has a shift now, within eight hours of coming', () => {
    fc.assert(
      fc.property(some, ([now, worker]) => {
        const here = {
          ...worker,
          onDuty: true,
          schedule: {
            ...worker.schedule,
            exceptions: worker.schedule.exceptions.filter(({ from }) => from < worker.dutyAt),
          },
        };
        if (now >= worker.dutyAt + 8 * HOUR) return;
        const shift = of(here, now).find(({ from, onCall }) => from <= now / MINUTE && !onCall);
        expect(shift).toBeDefined();
      }),
      { numRuns: 300 },
    );
  });

  test('a later look sees the same shifts', () => {
    fc.assert(
      fc.property(some, fc.integer({ min: 0, max: 96 }), ([now, worker], quarters) => {
        const off = { ...worker, onDuty: false };
        const later = now + quarters * 15 * MINUTE;
        const before = shiftsOf(off, { now, until: until(now), organisation }).filter(
          (shift) => shift.until > later / MINUTE,
        );
        expect(shiftsOf(off, { now: later, until: until(now), organisation })).toEqual(before);
      }),
      { numRuns: 300 },
    );
  });

  test('limits of a day hold for its shifts together', () => {
    fc.assert(
      fc.property(some, ([now, worker]) => {
        const { maxJobs, maxMinutes } = worker.schedule;
        for (const ofDay of Map.groupBy(of(worker, now), ({ id }) => id.split('/')[1]!).values()) {
          const sum = (of: (shift: Shift) => number | null): number =>
            ofDay.filter(({ onCall }) => !onCall).reduce((all, shift) => all + (of(shift) ?? 0), 0);
          if (maxJobs !== null) expect(sum((shift) => shift.maxJobs)).toBeLessThanOrEqual(maxJobs);
          if (maxMinutes !== null) expect(sum((shift) => shift.maxMinutes)).toBeLessThanOrEqual(maxMinutes);
        }
      }),
      { numRuns: 200 },
    );
  });
});

/** What the week and the exceptions say of one moment, found without laying out any shift: by the clock on the wall. */
function plannedAt({ schedule }: Worker, moment: number): 'work' | 'on call' | 'free' {
  const holds = (kinds: string[]): boolean =>
    schedule.exceptions.some(
      ({ kind, from, until, state }) =>
        state === 'approved' && kinds.includes(kind) && from <= moment && moment < until,
    );
  if (holds(['holiday', 'sick'])) return 'free';
  const zone = zoneOf(schedule.timeZone ?? organisation.timeZone);
  const week =
    schedule.week ?? organisation.week.map(({ weekday, opens, closes }) => weekShift(weekday, opens, closes));
  const minutes = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
  const within = (onCall: boolean): boolean =>
    [0, 1].some((daysAgo) => {
      const day = Math.floor((moment + zone.offsetAt(moment)) / DAY) - daysAgo;
      return week.some((shift) => {
        if (shift.onCall !== onCall || ((day + 3) % 7) + 1 !== shift.weekday) return false;
        const begins = zone.instantOf(day * DAY + minutes(shift.from) * MINUTE);
        const nextDay = minutes(shift.until) <= minutes(shift.from) ? DAY : 0;
        return begins <= moment && moment < zone.instantOf(day * DAY + nextDay + minutes(shift.until) * MINUTE);
      });
    });
  if (holds(['extra']) || within(false)) return 'work';
  return holds(['on_call']) || within(true) ? 'on call' : 'free';
}
