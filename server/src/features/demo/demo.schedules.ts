/** When the town's contractors work, what they carry and until when they are certified: somebody on every day of the week. */
import type { ExceptionKind, ExceptionState, WeekShift, WorkPattern } from '@dispatch/shared/shifts/schedule';
import { USUAL_PATTERN } from '@dispatch/shared/shifts/schedule';
import { zoneOf } from '@dispatch/shared/promises/zone';
import type { Position } from './town/town.types.ts';

const DAY = 86_400_000;
const MONDAY_TO_FRIDAY = [1, 2, 3, 4, 5];

/** The same shift on some weekdays. */
function shifts(weekdays: readonly number[], from: string, until: string, more: Partial<WeekShift> = {}): WeekShift[] {
  return weekdays.map((weekday) => ({ weekday, from, until, rests: [], onCall: false, ...more }));
}

const rest = (earliest: string, latest: string): WeekShift['rests'] => [{ earliest, latest, minutes: 30 }];
const LUNCH = { rests: rest('11:30', '13:00') };
const EVENING = { rests: rest('17:30', '19:00') };
const NIGHT = { rests: rest('01:00', '03:00') };
const ON_CALL = { onCall: true };

interface TownSchedule {
  pattern: Partial<WorkPattern>;
  /** Days from now until each certificate ends. */
  certificates?: Record<string, number>;
  stock?: Record<string, number>;
  travelLimit?: number;
}

/** By the index of the contractor in the town. */
const SCHEDULES: readonly TownSchedule[] = [
  {
    pattern: { week: shifts(MONDAY_TO_FRIDAY, '07:00', '15:30', LUNCH), keptFree: 60, releasedAt: '13:00' },
    stock: { 'pipe coupling': 12 },
  },
  {
    pattern: { week: shifts([2, 3, 4, 5, 6], '08:00', '16:30', LUNCH), keptFree: 45, releasedAt: '14:00' },
    stock: { 'pipe coupling': 3 },
  },
  { pattern: { week: shifts(MONDAY_TO_FRIDAY, '08:00', '16:30', LUNCH) }, certificates: { gas: 20 } },
  // Lates, and on call in the nights.
  {
    pattern: {
      week: [
        ...shifts(MONDAY_TO_FRIDAY, '14:00', '22:00', EVENING),
        ...shifts([1, 2, 3, 4, 5, 6, 7], '22:00', '06:00', ON_CALL),
      ],
    },
    certificates: { gas: 400 },
    stock: { 'pipe coupling': 8 },
  },
  // Half time.
  {
    pattern: { week: [...shifts([1, 2, 4], '08:00', '13:00'), ...shifts([6], '09:00', '13:00')], maxJobs: 4 },
    certificates: { electrical: 210 },
    stock: { 'lamp module': 6 },
  },
  {
    pattern: { week: shifts([3, 4, 5, 6, 7], '10:00', '18:30', { rests: rest('13:00', '14:30') }) },
    certificates: { lifts: 120 },
    stock: { 'lamp module': 2 },
  },
  // Nights.
  {
    pattern: { week: shifts([5, 6, 7, 1, 2], '22:00', '06:00', NIGHT) },
    certificates: { lifts: -9, electrical: 300 },
    stock: { 'lamp module': 0 },
  },
  { pattern: { week: shifts(MONDAY_TO_FRIDAY, '06:00', '14:30', { rests: rest('09:30', '11:00') }), maxMinutes: 420 } },
  { pattern: { week: null, end: 'last' } },
  {
    pattern: { week: [...shifts([1, 2, 3, 4], '08:00', '17:00', LUNCH), ...shifts([6, 7], '06:00', '20:00', ON_CALL)] },
    stock: { 'lock cylinder': 4 },
    travelLimit: 30,
  },
  { pattern: { week: shifts([4, 5, 6, 7, 1], '14:00', '22:00', EVENING) }, stock: { 'lock cylinder': 1 } },
  { pattern: { week: shifts([2, 3, 4, 5, 6], '07:00', '15:30', LUNCH) } },
];

/** Columns of `contractors`. @param depot where road crews and town services begin */
export function scheduleColumns(index: number, now: number, depot: Position): Record<string, unknown> {
  const { pattern, certificates = {}, travelLimit = null } = SCHEDULES[index] ?? { pattern: {} };
  const start = index === 7 || index === 8 ? { lat: depot.lat, lon: depot.lon } : null;
  return {
    pattern: JSON.stringify({ ...USUAL_PATTERN, ...pattern, start } satisfies WorkPattern),
    certificates: JSON.stringify(
      Object.fromEntries(Object.entries(certificates).map(([skill, days]) => [skill, now + days * DAY])),
    ),
    travel_limit: travelLimit,
  };
}

/** What is on a van this morning, part → pieces: set when the weeks before have been played, whose jobs took parts too. */
export function stockOf(index: number): Record<string, number> {
  return SCHEDULES[index]?.stock ?? {};
}

export interface TownException {
  contractor: number;
  kind: ExceptionKind;
  state: ExceptionState;
  /** Unix ms. */
  from: number;
  until: number;
  note: string | null;
}

/** A holiday that is asked for, one that is granted, and whoever is off duty is ill. */
export function townExceptions(now: number, timeZone: string, offDuty: ReadonlySet<number>): TownException[] {
  const zone = zoneOf(timeZone);
  const today = Math.floor((now + zone.offsetAt(now)) / DAY);
  const midnight = (days: number): number => zone.instantOf((today + days) * DAY);
  // 1970-01-01 was a Thursday: the Monday after next Sunday
  const monday = 7 - ((today + 3) % 7);
  const asking = [11, 9, 8].find((index) => !offDuty.has(index)) ?? 11;
  const away = [8, 9, 7].find((index) => !offDuty.has(index) && index !== asking) ?? 8;
  return [
    {
      contractor: asking,
      kind: 'holiday',
      state: 'asked',
      from: midnight(monday),
      until: midnight(monday + 5),
      note: 'Moving house.',
    },
    {
      contractor: away,
      kind: 'holiday',
      state: 'approved',
      from: midnight(monday + 14),
      until: midnight(monday + 19),
      note: null,
    },
    ...[...offDuty].map((contractor): TownException => ({
      contractor,
      kind: 'sick',
      state: 'approved',
      from: now - 3 * 3_600_000,
      until: midnight(2),
      note: null,
    })),
  ];
}
