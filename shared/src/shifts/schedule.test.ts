import { expect, test } from 'vitest';
import { newException, newSchedule, stock } from './schema.ts';
import { absenceAt, USUAL_PATTERN, weekFaults, type ScheduleException } from './schedule.ts';
import { weekShift } from './worker.fixture.ts';

test('shifts of a week may touch and may not overlap, also from Sunday into Monday', () => {
  const faults = (...week: ReturnType<typeof weekShift>[]): unknown[] =>
    weekFaults(week).map(({ index, field }) => [index, field]);
  expect(faults(weekShift(1, '08:00', '12:00'), weekShift(1, '12:00', '17:00'))).toEqual([]);
  expect(faults(weekShift(1, '08:00', '12:00'), weekShift(1, '11:59', '17:00'))).toEqual([[1, 'from']]);
  expect(faults(weekShift(7, '22:00', '06:00'), weekShift(1, '05:00', '09:00'))).toEqual([[1, 'from']]);
  expect(faults(weekShift(1, '05:00', '09:00'), weekShift(7, '22:00', '06:00'))).toEqual([[1, 'from']]);
  expect(faults(weekShift(7, '22:00', '06:00'), weekShift(1, '06:00', '09:00'))).toEqual([]);
  expect(faults(weekShift(3, '08:00', '08:00'), weekShift(4, '07:00', '09:00', { onCall: true }))).toEqual([
    [1, 'from'],
  ]);
});

test('a rest lies within its shift, also after midnight', () => {
  const faults = (from: string, until: string, earliest: string, latest: string): unknown[] =>
    weekFaults([weekShift(1, from, until, { rests: [{ earliest, latest, minutes: 30 }] })]).map(({ field }) => field);
  expect(faults('08:00', '16:00', '11:00', '13:00')).toEqual([]);
  expect(faults('08:00', '16:00', '13:00', '11:00')).toEqual(['rests.0.latest']);
  expect(faults('08:00', '16:00', '15:00', '15:31')).toEqual(['rests.0.latest']);
  expect(faults('22:00', '06:00', '23:30', '02:00')).toEqual([]);
  expect(faults('22:00', '06:00', '07:00', '08:00')).toEqual(['rests.0.latest']);
});

test('what overlaps is refused at the door, with the field', () => {
  const week = [weekShift(1, '08:00', '12:00'), weekShift(1, '11:00', '17:00')];
  const { error } = newSchedule.safeParse({ pattern: { ...USUAL_PATTERN, week } });
  expect(error?.issues.map(({ path }) => path.join('.'))).toEqual(['pattern.week.1.from']);
  expect(newSchedule.safeParse({ pattern: { ...USUAL_PATTERN, week: null } }).success).toBe(true);
  expect(newSchedule.safeParse({ pattern: { ...USUAL_PATTERN, timeZone: 'Europe/Atlantis' } }).success).toBe(false);
});

test('an exception ends after it begins; extra time is asked for month by month', () => {
  const says = (input: object): unknown =>
    newException.safeParse(input).error?.issues.map(({ path }) => path.join('.'));
  expect(says({ kind: 'holiday', from: 10, until: 10 })).toEqual(['until']);
  expect(says({ kind: 'holiday', from: 0, until: 60 * 86_400_000 })).toBeUndefined();
  expect(says({ kind: 'extra', from: 0, until: 60 * 86_400_000 })).toEqual(['until']);
});

test('parts are written alike and counted in whole pieces', () => {
  expect(stock.parse({ ' Lamp Module ': 2 })).toEqual({ 'lamp module': 2 });
  expect(stock.safeParse({ lamp: -1 }).success).toBe(false);
});

test('who is sick and on holiday is sick; what is only asked for does not hold', () => {
  const one = (kind: ScheduleException['kind'], state: ScheduleException['state'] = 'approved'): ScheduleException => ({
    id: kind,
    kind,
    from: 10,
    until: 20,
    state,
    note: null,
  });
  const holding = (at: number, ...exceptions: ScheduleException[]): string | undefined =>
    absenceAt({ exceptions }, at)?.kind;
  expect(holding(15, one('holiday'), one('sick'))).toBe('sick');
  expect(holding(15, one('holiday', 'asked'), one('extra'))).toBeUndefined();
  expect([holding(9, one('holiday')), holding(10, one('holiday')), holding(20, one('holiday'))]).toEqual([
    undefined,
    'holiday',
    undefined,
  ]);
});
