import { USUAL_PATTERN, type WorkPattern } from '@dispatch/shared/shifts/schedule';
import { expect, test } from 'vitest';
import { PatternDraft } from './pattern-draft.svelte.ts';

const week = [{ weekday: 1, from: '08:00', until: '16:00', rests: [], onCall: false }];
const draft = (more: Partial<WorkPattern> = {}): PatternDraft => new PatternDraft({ ...USUAL_PATTERN, ...more });

test('what nobody changed is not dirty and goes back as it came', () => {
  const all: WorkPattern = {
    timeZone: 'Europe/Vienna',
    week,
    start: { lat: 1, lon: 2 },
    end: { lat: 3, lon: 4 },
    maxJobs: 5,
    maxMinutes: 400,
    keptFree: 45,
    releasedAt: '13:00',
  };
  expect(draft(all).pattern).toEqual(all);
  expect([draft(all).dirty, draft().dirty]).toEqual([false, false]);
});

test('hours are kept in minutes, empty is no limit, what is no number is told', () => {
  const one = draft();
  one.maxHours = '7,5';
  one.keptFree = '30';
  expect(one.pattern).toMatchObject({ maxMinutes: 450, keptFree: 30, maxJobs: null });
  expect([one.dirty, one.sound]).toEqual([true, true]);
  one.maxJobs = 'some';
  expect([one.wrongNumber('maxJobs'), one.sound]).toEqual(['Write a number, or leave it empty.', false]);
});

test('overlapping shifts and unreadable times are told at once, beside their shift', () => {
  const one = draft({ week });
  one.add(1);
  expect(one.week[1]).toMatchObject({ weekday: 1, from: '16:00', until: '20:00' });
  expect(one.faultOf(1)).toBeUndefined();
  one.week[1]!.from = '15:00';
  expect(one.faultOf(1)).toContain('overlaps');
  one.week[1]!.from = '25:00';
  expect([one.faultOf(1), one.sound]).toEqual(['Write times as HH:MM.', false]);
  one.usual = true;
  expect([one.pattern.week, one.sound]).toEqual([null, true]);
});

test('a rest is put into the middle of its shift, also of a night', () => {
  const one = draft({
    week: [
      { ...week[0]!, from: '22:00', until: '06:00' },
      ...week.map((shift) => ({ ...shift, weekday: 2, rests: [] })),
    ],
  });
  one.addRest(0);
  one.addRest(1);
  expect(one.week.map(({ rests }) => [rests[0]?.earliest, rests[0]?.latest])).toEqual([
    ['01:30', '02:30'],
    ['11:30', '12:30'],
  ]);
  expect(one.faults).toEqual([]);
});

test("Monday's shifts are laid on Tuesday to Friday; the weekend stays", () => {
  const one = draft({ week: [...week, { ...week[0]!, weekday: 3, from: '10:00' }, { ...week[0]!, weekday: 6 }] });
  one.copyMonday();
  expect(one.week.map(({ weekday, from }) => `${String(weekday)} ${from}`).sort()).toEqual([
    '1 08:00',
    '2 08:00',
    '3 08:00',
    '4 08:00',
    '5 08:00',
    '6 08:00',
  ]);
});
