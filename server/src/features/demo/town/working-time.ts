import { zoneOf } from '@dispatch/shared/promises/zone';
import type { Random } from './random.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Hours of a day, from and to in minutes after midnight, by weekday (0 = Sunday); null = closed. */
type Hours = (weekday: number) => readonly [from: number, to: number] | null;

const OFFICE: Hours = (weekday) => (weekday === 0 || weekday === 6 ? [9 * 60, 15 * 60] : [7 * 60, 19 * 60]);
const SHIFT: Hours = (weekday) => (weekday === 0 || weekday === 6 ? null : [7 * 60, 17 * 60]);
const AWAKE: Hours = () => [7 * 60, 22 * 60];

/** How busy the hours of a day are with filing: people call when they get up, at work in the morning, then less. */
const FILED_BY_HOUR: readonly number[] = [
  0.15, 0.1, 0.1, 0.1, 0.12, 0.2, 0.6, 1.3, 2.2, 2.4, 2.2, 2, 1.7, 1.7, 1.6, 1.3, 1.1, 1, 0.8, 0.7, 0.5, 0.4, 0.3, 0.2,
];
const FILED_BY_WEEKDAY: readonly number[] = [0.35, 1.25, 1.1, 1.05, 1.05, 1, 0.45];

/** The rhythm of a town: when its office, its crews and its people can be reached. All times are Unix ms. */
export class WorkingTime {
  private readonly zone: ReturnType<typeof zoneOf>;

  constructor(timeZone: string) {
    this.zone = zoneOf(timeZone);
  }

  /** The given time, or the next opening of the office. */
  office(at: number): number {
    return this.next(at, OFFICE, 0);
  }

  /** The given time, or the next shift; `minutes` must still fit before its end (or a whole shift, if longer). */
  shift(at: number, minutes = 0): number {
    return this.next(at, SHIFT, minutes);
  }

  /** The given time, or seven in the morning. */
  awake(at: number): number {
    return this.next(at, AWAKE, 0);
  }

  /** Midnight at the beginning of the local day. */
  dayOf(at: number): number {
    const local = at + this.zone.offsetAt(at);
    return this.zone.instantOf(Math.floor(local / DAY) * DAY);
  }

  weekday(at: number): number {
    return new Date(at + this.zone.offsetAt(at)).getUTCDay();
  }

  /** How many issues are filed on a day compared with the average one. */
  dayShare(at: number): number {
    return FILED_BY_WEEKDAY[this.weekday(at)] ?? 1;
  }

  /** A moment of the local day that begins at `day`, with the hours as busy as they are. */
  filingMoment(day: number, random: Random): number {
    const total = FILED_BY_HOUR.reduce((sum, share) => sum + share, 0);
    let left = random.next() * total;
    let hour = FILED_BY_HOUR.findIndex((share) => (left -= share) < 0);
    if (hour < 0) hour = 12;
    return this.zone.instantOf(Math.floor((day + this.zone.offsetAt(day)) / DAY) * DAY + (hour + random.next()) * HOUR);
  }

  private next(at: number, hours: Hours, minutes: number): number {
    const local = at + this.zone.offsetAt(at);
    const today = Math.floor(local / DAY);
    for (let day = today; day < today + 9; day++) {
      const open = hours(new Date(day * DAY).getUTCDay());
      if (!open) continue;
      const room = Math.min(minutes, open[1] - open[0]);
      const from = day * DAY + open[0] * MINUTE;
      const to = day * DAY + (open[1] - room) * MINUTE;
      if (local <= from) return this.zone.instantOf(from);
      if (local <= to) return at;
    }
    return at;
  }
}
