/** A work pattern while someone changes it: numbers as they are typed, faults as they arise. */
import type { Place } from '@dispatch/shared/places/distance';
import { isClock } from './clock-text.ts';
import { weekFaults, type WeekShift, type WorkPattern } from '@dispatch/shared/shifts/schedule';

/** Empty is null. */
function numberOf(text: string, factor = 1): number | null {
  const trimmed = text.trim().replace(',', '.');
  return trimmed === '' ? null : Math.round(Number(trimmed) * factor);
}

const textOf = (value: number | null): string => (value === null ? '' : String(value));

/** The pattern alone: rows carry the exceptions beside it. In the order in which it is compared. */
export function patternOf({
  timeZone,
  week,
  start,
  end,
  maxJobs,
  maxMinutes,
  keptFree,
  releasedAt,
}: WorkPattern): WorkPattern {
  return { timeZone, week, start, end, maxJobs, maxMinutes, keptFree, releasedAt };
}

export class PatternDraft {
  /** The pattern that the person began with. */
  readonly seen: WorkPattern;
  readonly #seenText: string;
  /** True: the organisation's hours. */
  usual = $state(true);
  week = $state<WeekShift[]>([]);
  /** Shifts begin at home, or at a place. */
  startsAt = $state<'home' | 'place'>('home');
  start = $state.raw<Place | null>(null);
  endsAt = $state<'start' | 'last' | 'place'>('start');
  end = $state.raw<Place | null>(null);
  maxJobs = $state('');
  maxHours = $state('');
  keptFree = $state('');
  releasedAt = $state('');
  timeZone = $state('');

  readonly pattern: WorkPattern = $derived({
    timeZone: this.timeZone === '' ? null : this.timeZone,
    week: this.usual ? null : $state.snapshot(this.week),
    start: this.startsAt === 'place' ? this.start : null,
    end: this.endsAt === 'place' ? (this.end ?? 'start') : this.endsAt,
    maxJobs: numberOf(this.maxJobs),
    maxMinutes: numberOf(this.maxHours, 60),
    keptFree: numberOf(this.keptFree) ?? 0,
    releasedAt: this.releasedAt === '' ? null : this.releasedAt,
  });
  readonly dirty: boolean = $derived.by(() => JSON.stringify(this.pattern) !== this.#seenText);
  readonly faults = $derived(this.usual ? [] : this.#faults());

  constructor(pattern: WorkPattern) {
    this.seen = patternOf(pattern);
    this.#seenText = JSON.stringify(this.seen);
    const { week, start, end } = this.seen;
    this.usual = week === null;
    this.week = structuredClone(week ?? []);
    this.startsAt = start === null ? 'home' : 'place';
    this.start = start;
    this.endsAt = typeof end === 'string' ? end : 'place';
    this.end = typeof end === 'string' ? null : end;
    this.maxJobs = textOf(this.seen.maxJobs);
    this.maxHours = textOf(this.seen.maxMinutes === null ? null : Math.round(this.seen.maxMinutes / 0.6) / 100);
    this.keptFree = textOf(this.seen.keptFree === 0 ? null : this.seen.keptFree);
    this.releasedAt = this.seen.releasedAt ?? '';
    this.timeZone = this.seen.timeZone ?? '';
  }

  /** Why a number cannot be read, by its field of the pattern; undefined when it can. */
  wrongNumber(field: string): string | undefined {
    const value = {
      maxJobs: this.pattern.maxJobs,
      maxMinutes: this.pattern.maxMinutes,
      keptFree: this.pattern.keptFree,
    }[field];
    return Number.isNaN(value) ? 'Write a number, or leave it empty.' : undefined;
  }

  /** Nothing stands against sending it. */
  get sound(): boolean {
    return this.faults.length === 0 && !['maxJobs', 'maxMinutes', 'keptFree'].some((field) => this.wrongNumber(field));
  }

  /** What is wrong with a shift of the week; undefined when nothing is. */
  faultOf(index: number): string | undefined {
    return this.faults.find((fault) => fault.index === index)?.reason;
  }

  add(weekday: number): void {
    const before = this.week.filter((shift) => shift.weekday === weekday).at(-1);
    const [from, until] = before ? [before.until, '20:00'] : ['08:00', '16:00'];
    this.week.push({ weekday, from, until, rests: [], onCall: false });
  }

  remove(index: number): void {
    this.week.splice(index, 1);
  }

  addRest(index: number): void {
    const shift = this.week[index];
    if (!shift) return;
    // in the middle of the shift
    const [hours, end] = [shift.from, shift.until].map((time) => Number(time.slice(0, 2))) as [number, number];
    const middle = (hours + Math.floor((end - hours + (end <= hours ? 24 : 0)) / 2) + 23) % 24;
    const clock = (hour: number): string => `${String(hour % 24).padStart(2, '0')}:30`;
    shift.rests.push({ earliest: clock(middle), latest: clock(middle + 1), minutes: 30 });
  }

  /** The shifts of Monday on Tuesday to Friday too. */
  copyMonday(): void {
    const monday = $state.snapshot(this.week.filter(({ weekday }) => weekday === 1));
    this.week = [
      ...$state.snapshot(this.week.filter(({ weekday }) => weekday === 1 || weekday > 5)),
      ...[2, 3, 4, 5].flatMap((weekday) => monday.map((shift) => structuredClone({ ...shift, weekday }))),
    ];
  }

  #faults(): { index: number; reason: string }[] {
    const unread = this.week.flatMap(({ from, until, rests }, index) =>
      [from, until, ...rests.flatMap(({ earliest, latest }) => [earliest, latest])].every(isClock)
        ? []
        : [{ index, reason: 'Write times as HH:MM.' }],
    );
    return unread.length > 0 ? unread : weekFaults(this.week);
  }
}
