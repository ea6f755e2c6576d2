import { workPattern } from '@dispatch/shared/shifts/schema';
import { USUAL_SCHEDULE, type WorkPattern } from '@dispatch/shared/shifts/schedule';
import { shiftsOf, type WorkingOrganisation } from '@dispatch/shared/shifts/shifts';
import { USUAL_WEEK } from '@dispatch/shared/promises/calendar';
import { describe, expect, test } from 'vitest';
import { scheduleColumns, townExceptions } from './demo.schedules.ts';

const depot = { lat: 52, lon: 11 };
const now = Date.parse('2026-11-21T13:00Z');
const DAY = 86_400_000;
const crew = Array.from({ length: 12 }, (_, index) => scheduleColumns(index, now, depot));
const patternOf = ({ pattern }: Record<string, unknown>): WorkPattern => JSON.parse(pattern as string) as WorkPattern;
const organisation: WorkingOrganisation = {
  timeZone: 'Europe/Berlin',
  week: [...USUAL_WEEK],
  holidays: [],
  centre: { ...depot, zoom: 12 },
};

describe("the town's schedules", () => {
  test('are such as the interface takes', () => {
    for (const columns of crew) expect(workPattern.parse(patternOf(columns))).toEqual(patternOf(columns));
  });

  test('have somebody at work or on call at every hour of the week', () => {
    const shifts = crew.flatMap((columns, index) =>
      shiftsOf(
        {
          id: String(index),
          schedule: { ...USUAL_SCHEDULE, ...patternOf(columns) },
          onDuty: false,
          dutyAt: 0,
          last: null,
          homeLat: 52,
          homeLon: 11,
        },
        { now, until: now + 7 * DAY, organisation },
      ),
    );
    const idle: string[] = [];
    for (let at = now; at < now + 7 * DAY; at += DAY / 48) {
      const holding = shifts.filter(({ from, until }) => from <= at / 60_000 && at / 60_000 < until);
      if (holding.length === 0) idle.push(new Date(at).toISOString());
    }
    expect(idle).toEqual([]);
  });

  test('have at least three at work on every weekday by day', () => {
    for (let weekday = 1; weekday <= 7; weekday++) {
      const atWork = crew.filter((columns) =>
        (patternOf(columns).week ?? []).some((shift) => shift.weekday === weekday && !shift.onCall),
      );
      expect([weekday, atWork.length >= 3]).toEqual([weekday, true]);
    }
  });

  test('ask for one holiday, next week from Monday to Friday; who is off duty is ill now', () => {
    const exceptions = townExceptions(now, 'Europe/Berlin', new Set([4]));
    expect(exceptions.filter(({ state }) => state === 'asked')).toMatchObject([
      { contractor: 11, from: Date.parse('2026-11-22T23:00Z'), until: Date.parse('2026-11-27T23:00Z') },
    ]);
    const [ill] = exceptions.filter(({ kind }) => kind === 'sick');
    expect([ill?.contractor, (ill?.from ?? Infinity) < now && now < (ill?.until ?? 0)]).toEqual([4, true]);
  });
});
