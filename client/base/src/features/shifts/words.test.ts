import type { ScheduleException, WeekShift } from '@dispatch/shared/shifts/schedule';
import { USUAL_SCHEDULE } from '@dispatch/shared/shifts/schedule';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { setZone } from '../../lib/time.ts';
import { clockOf } from './clock-text.ts';
import { availabilityOf, certificateState, tellSpan } from './words.ts';
import { localOf, momentOf } from './wall-clock.ts';

const at = (text: string): number => Date.parse(text);
/** A Thursday, noon in Vienna. */
const now = at('2026-11-19T11:00Z');
const DAY = 86_400_000;

beforeAll(() => {
  setZone('Europe/Vienna');
});
afterAll(() => {
  setZone('UTC');
});

const organisation = { timeZone: 'Europe/Vienna', week: [], holidays: [], centre: { lat: 0, lon: 0, zoom: 1 } };
const shift = (weekday: number, from: string, until: string, onCall = false): WeekShift => ({
  weekday,
  from,
  until,
  rests: [],
  onCall,
});
const absence = (kind: ScheduleException['kind'], until: string): ScheduleException => ({
  id: kind,
  kind,
  from: now - DAY,
  until: at(until),
  state: 'approved',
  note: null,
});
function words(
  week: WeekShift[],
  { exceptions = [], onDuty = false }: { exceptions?: ScheduleException[]; onDuty?: boolean } = {},
): string {
  const schedule = { ...USUAL_SCHEDULE, week, exceptions };
  const base = { id: 'a', active: true, dutyAt: now - 3_600_000, last: null, homeLat: null, homeLon: null };
  return availabilityOf({ ...base, schedule, onDuty }, organisation, now).words;
}

test('a card tells until when someone is off, ill, away or on call', () => {
  expect(words([shift(4, '14:00', '20:00')])).toBe('off until 14:00');
  expect(words([shift(5, '08:00', '16:00')])).toBe('off until tomorrow 08:00');
  expect(words([])).toBe('no shift this week');
  expect(words([shift(4, '08:00', '16:00')])).toBe('expected since 08:00');
  expect(words([shift(4, '10:00', '18:30', true)])).toBe('on call until 18:30');
  expect(words([shift(4, '08:00', '16:00')], { exceptions: [absence('sick', '2026-11-20T23:00Z')] })).toBe(
    'sick until Fri 20 Nov',
  );
  expect(words([], { exceptions: [absence('holiday', '2026-11-19T13:00Z')] })).toBe('on holiday until 14:00');
  expect(words([shift(4, '08:00', '16:00')], { onDuty: true })).toBe('until 16:00');
  expect(words([], { onDuty: true })).toBe('until 19:00');
});

test('whole days are told as days, the rest with times', () => {
  expect(tellSpan({ from: at('2026-11-22T23:00Z'), until: at('2026-11-23T23:00Z') }, now)).toBe('Mon 23 Nov');
  expect(tellSpan({ from: at('2026-11-22T23:00Z'), until: at('2026-11-27T23:00Z') }, now)).toBe(
    'Mon 23 Nov to Fri 27 Nov',
  );
  expect(tellSpan({ from: now, until: at('2026-11-19T15:00Z') }, now)).toBe('12:00 to 16:00');
  expect(tellSpan({ from: now, until: at('2026-11-19T23:00Z') }, now)).toBe('12:00 to the end of Thu 19 Nov');
  expect(tellSpan({ from: at('2026-11-20T21:00Z'), until: at('2026-11-21T05:00Z') }, now)).toBe(
    'tomorrow 22:00 to 06:00',
  );
});

test('a certificate is told of a month before it ends', () => {
  expect([certificateState(now, now), certificateState(now + DAY, now), certificateState(now + 31 * DAY, now)]).toEqual(
    ['over', 'soon', 'fine'],
  );
});

test('fields have the wall clock of the zone, also over its changes', () => {
  expect(localOf(now, 'Europe/Vienna')).toBe('2026-11-19T12:00');
  expect(momentOf('2026-03-29', '', 'Europe/Vienna')).toBe(at('2026-03-28T23:00Z'));
  expect(momentOf('2026-03-30', '', 'Europe/Vienna')).toBe(at('2026-03-29T22:00Z'));
  expect(momentOf('', '08:00', 'UTC')).toBeNull();
});

test('a time that was typed in short is written out', () => {
  expect(['8', '830', '8.30', '17:05', 'noon'].map(clockOf)).toEqual(['08:00', '08:30', '08:30', '17:05', 'noon']);
});
