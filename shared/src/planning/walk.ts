import type { Minute, Window } from './model.ts';
import type { Spot, Travel } from './travel.ts';
import type { Duty, Visit } from './visit.ts';
import type { Weights } from './weights.ts';

/** Differences of time below this many minutes are rounding. */
export const TINY = 1e-7;

/** What a timetable is reckoned with. */
export interface Reckoning {
  readonly travel: Travel;
  readonly weights: Weights;
  readonly now: Minute;
}

/**
 * A walk through a day, stop by stop. A contractor leaves as soon as free, waits where a window opens later, and rests
 * before a drive when the rest may have begun or would begin too late if the job came first.
 */
export class Walk {
  /** Where and when the contractor is free, and the rests taken by then. */
  spot: Spot;
  at: Minute = 0;
  rests = 0;
  /** Of the last step: minutes driven, and when work began. */
  drive = 0;
  begin: Minute = 0;

  readonly #duty: Duty;
  readonly #with: Reckoning;

  constructor(duty: Duty, reckoning: Reckoning) {
    this.#duty = duty;
    this.#with = reckoning;
    this.spot = duty.from;
  }

  /** Free at the beginning of the rest of the day. */
  head(): Minute {
    return Math.max(this.#duty.earliest, this.#with.now);
  }

  toHead(): void {
    this.spot = this.#duty.from;
    this.at = this.head();
    this.rests = 0;
    // rests whose time is over when the day is taken up again are taken to have been held
    const rests = this.#duty.shift.rests;
    while (this.rests < rests.length && rests[this.rests]!.latest < this.at) this.rests++;
  }

  /** After a stop. @param rests taken by then */
  toPlace(spot: Spot, at: Minute, rests: number): void {
    this.spot = spot;
    this.at = at;
    this.rests = rests;
  }

  /** A stop whose times are known. */
  stay(visit: Visit, known: Window): void {
    const rests = this.#duty.shift.rests;
    while (this.rests < rests.length && rests[this.rests]!.latest < known.from) this.rests++;
    this.drive = this.#with.travel.minutes(this.spot, visit.spot, known.from);
    this.begin = known.from;
    // not before the shift either, which may begin anew after an absence
    this.at = Math.max(known.until, this.head());
    this.spot = visit.spot;
  }

  step(visit: Visit): void {
    const { travel } = this.#with;
    const rests = this.#duty.shift.rests;
    let leave = this.at;
    while (this.rests < rests.length && leave >= rests[this.rests]!.earliest) leave += rests[this.rests++]!.minutes;
    let drive = travel.minutes(this.spot, visit.spot, leave);
    let begin = leave + drive;
    if (begin < visit.opens) begin = visit.opens;
    while (this.rests < rests.length && begin + visit.minutes > rests[this.rests]!.latest) {
      const rest = rests[this.rests++]!;
      leave = Math.max(leave, rest.earliest) + rest.minutes;
      drive = travel.minutes(this.spot, visit.spot, leave);
      begin = leave + drive;
      if (begin < visit.opens) begin = visit.opens;
    }
    this.drive = drive;
    this.begin = begin;
    this.at = begin + visit.minutes;
    this.spot = visit.spot;
  }

  goHome(): void {
    const end = this.#duty.end;
    this.drive = end === null ? 0 : this.#with.travel.minutes(this.spot, end, this.at);
    this.at += this.drive;
  }
}
