/**
 * The clock that promises run on: working hours of a week in the organisation's zone, without holidays, right on the days
 * when clocks change. Pure and without I/O. Times are Unix milliseconds, durations minutes of this clock.
 *
 * Every day is one entry of a table with the working time before it, so that a sum over years costs two lookups.
 */
import type { Zone } from './zone.ts';
import { zoneOf, ZONE_TO } from './zone.ts';

/** Working hours; several for one weekday leave a break between them, none means closed. */
export interface WorkingHours {
  /** 1 = Monday to 7 = Sunday. */
  weekday: number;
  /** `HH:MM` on the wall clock. */
  opens: string;
  /** `HH:MM`, up to `24:00`. */
  closes: string;
}

export interface Calendar {
  /** The moment at which `minutes` of this clock have passed since `from`; `from` itself for 0. Whole milliseconds. */
  addMinutes(from: number, minutes: number): number;
  /** Minutes of this clock from one moment to a later one; 0 when `to` is not later. */
  minutesBetween(from: number, to: number): number;
}

export interface CalendarOptions {
  /** IANA name. */
  timeZone: string;
  week: readonly WorkingHours[];
  /** Days without work, `YYYY-MM-DD` in the zone. */
  holidays: readonly string[];
}

const MINUTE = 60_000;
const DAY = 86_400_000;

/** The clock that never rests. */
export const ALWAYS: Calendar = {
  addMinutes: (from, minutes) => from + toMs(minutes),
  minutesBetween: (from, to) => Math.max(0, to - from) / MINUTE,
};

/** Working hours while nobody has set any: Monday to Friday, 8 to 17. */
export const USUAL_WEEK: readonly WorkingHours[] = [1, 2, 3, 4, 5].map((weekday) => ({
  weekday,
  opens: '08:00',
  closes: '17:00',
}));

/**
 * @throws RangeError when the zone is not known, hours are not `HH:MM`, end before they begin or overlap, a holiday is not
 * a date, or no day is open (nothing promised would ever fall due).
 */
export function createCalendar({ timeZone, week, holidays }: CalendarOptions): Calendar {
  const zone = zoneOf(timeZone);
  const hours = hoursByWeekday(week);
  const table = new DayTable(zone, hours, new Set(holidays.map(dayNumber)));

  return {
    addMinutes(from, minutes) {
      const ms = toMs(minutes);
      return ms === 0 ? from : table.whenWorked(table.workedUntil(from) + ms);
    },
    minutesBetween(from, to) {
      return to <= from ? 0 : (table.workedUntil(to) - table.workedUntil(from)) / MINUTE;
    },
  };
}

/** Wall-clock milliseconds of a day: [opens, closes], in order. */
type Hours = readonly (readonly [number, number])[];

/** What is wrong with working hours, in sentences with the index of the row; empty when nothing is. */
export function weekFaults(week: readonly WorkingHours[]): { index: number; reason: string }[] {
  const faults: { index: number; reason: string }[] = [];
  if (week.length === 0) faults.push({ index: -1, reason: 'At least one day must be open.' });
  week.forEach((row, index) => {
    const opens = timeOfDay(row.opens);
    const closes = timeOfDay(row.closes);
    if (!Number.isInteger(row.weekday) || row.weekday < 1 || row.weekday > 7)
      faults.push({ index, reason: 'The weekday is a number from 1 (Monday) to 7.' });
    else if (opens === null || closes === null || opens === DAY)
      faults.push({ index, reason: 'Times are written as HH:MM.' });
    else if (opens >= closes) faults.push({ index, reason: 'It must close after it opens.' });
    else {
      const other = week.findIndex(
        (earlier, at) =>
          at < index &&
          earlier.weekday === row.weekday &&
          (timeOfDay(earlier.opens) ?? 0) < closes &&
          opens < (timeOfDay(earlier.closes) ?? 0),
      );
      if (other >= 0) faults.push({ index, reason: 'These hours overlap with others of the same day.' });
    }
  });
  return faults;
}

function hoursByWeekday(week: readonly WorkingHours[]): readonly Hours[] {
  const [fault] = weekFaults(week);
  if (fault)
    throw new RangeError(
      fault.index < 0
        ? 'expected a week with at least one open day, got none'
        : `working hours ${JSON.stringify(week[fault.index])}: ${fault.reason}`,
    );
  return [0, 1, 2, 3, 4, 5, 6].map((index) =>
    week
      .filter((row) => row.weekday === index + 1)
      .map((row) => [timeOfDay(row.opens) ?? 0, timeOfDay(row.closes) ?? 0] as const)
      .sort((a, b) => a[0] - b[0]),
  );
}

/** Days since 1970 with their working time, filled as far as was asked for. */
class DayTable {
  readonly #zone: Zone;
  readonly #hours: readonly Hours[];
  readonly #holidays: ReadonlySet<number>;
  /** Working milliseconds before day i; one entry more than days are filled. */
  readonly #before: number[] = [0];
  /** Instants at which day i opens and closes, in pairs. */
  readonly #spans: number[][] = [];

  constructor(zone: Zone, hours: readonly Hours[], holidays: ReadonlySet<number>) {
    this.#zone = zone;
    this.#hours = hours;
    this.#holidays = holidays;
  }

  /** Working milliseconds from 1970 to an instant. */
  workedUntil(at: number): number {
    const day = Math.floor((at + this.#zone.offsetAt(at)) / DAY);
    if (day < 0) return 0;
    while (this.#spans.length <= day + 1) this.#fillNext();
    // The next day counts too: where clocks go back just after midnight, a part of it comes before the end of this one.
    return (this.#before[day] ?? 0) + workedOn(this.#spans[day], at) + workedOn(this.#spans[day + 1], at);
  }

  /** The first instant at which so many milliseconds have been worked. */
  whenWorked(target: number): number {
    while ((this.#before.at(-1) ?? 0) < target) this.#fillNext();
    let low = 0;
    let high = this.#spans.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#before[middle + 1] ?? 0) >= target) high = middle;
      else low = middle + 1;
    }
    let rest = target - (this.#before[low] ?? 0);
    const spans = this.#spans[low] ?? [];
    for (let i = 0; i < spans.length; i += 2) {
      const length = (spans[i + 1] ?? 0) - (spans[i] ?? 0);
      if (rest <= length) return (spans[i] ?? 0) + rest;
      rest -= length;
    }
    throw new Error(`day ${String(low)} is shorter than the table says`);
  }

  #fillNext(): void {
    const day = this.#spans.length;
    if (day * DAY >= ZONE_TO) throw new RangeError('expected a promise that falls due before 2200, got a later one');
    const spans: number[] = [];
    let worked = this.#before[day] ?? 0;
    // 1970-01-01 was a Thursday
    const hours = this.#holidays.has(day) ? [] : (this.#hours[(day + 3) % 7] ?? []);
    for (const [opens, closes] of hours) {
      const from = this.#zone.instantOf(day * DAY + opens);
      const to = this.#zone.instantOf(day * DAY + closes);
      if (to <= from) continue;
      spans.push(from, to);
      worked += to - from;
    }
    this.#spans.push(spans);
    this.#before.push(worked);
  }
}

function workedOn(spans: readonly number[] = [], at: number): number {
  let worked = 0;
  for (let i = 0; i < spans.length; i += 2) {
    const from = spans[i] ?? 0;
    if (at > from) worked += Math.min(at, spans[i + 1] ?? 0) - from;
  }
  return worked;
}

function toMs(minutes: number): number {
  if (!(minutes >= 0 && Number.isFinite(minutes)))
    throw new RangeError(`expected minutes from 0, got ${String(minutes)}`);
  return Math.round(minutes * MINUTE);
}

/** Milliseconds since midnight of `HH:MM`; null when it is not one. `24:00` is the end of the day. */
function timeOfDay(text: string): number | null {
  const match = /^(\d{2}):(\d{2})$/.exec(text);
  if (!match) return null;
  const hours = Number(match[1]);
  const minutes = Number(match[2]);
  if (minutes > 59 || hours * 60 + minutes > 1440) return null;
  return (hours * 60 + minutes) * MINUTE;
}

/** Days since 1970-01-01 of `YYYY-MM-DD`. */
function dayNumber(text: string): number {
  if (!isDay(text)) throw new RangeError(`expected a day as YYYY-MM-DD, got ${text}`);
  return Date.parse(`${text}T00:00:00Z`) / DAY;
}

/** True for a day that exists, written `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}
