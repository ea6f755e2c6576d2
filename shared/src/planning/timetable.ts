import type { Minute, Window } from './model.ts';
import { emptyTrial, FULL, type Trial } from './trial.ts';
import type { Duty, Visit } from './visit.ts';
import { TINY, Walk, type Reckoning } from './walk.ts';

/**
 * The times of one tour: a forward pass over its stops that keeps, after each, when the contractor is free and what
 * has come together so far, so that a trial begins at its place and stops where nothing changes any more.
 */
export class Timetable {
  readonly duty: Duty;
  readonly #with: Reckoning;
  /** Stops in order; only the first `count` are meant. */
  stops: Visit[] = [];
  count = 0;
  /** Stops at the head whose times are known. */
  lockedCount = 0;
  readonly trial: Trial;

  /** By stop: when work begins, when the contractor is free again, rests taken by then. */
  start = new Float64Array(0);
  #free = new Float64Array(0);
  #rested = new Uint8Array(0);
  /** By stop, up to and including it: driving, delay, lateness, minutes begun beyond windows. */
  #travel = new Float64Array(0);
  #delay = new Float64Array(0);
  #lateness = new Float64Array(0);
  #broken = new Float64Array(0);
  /**
   * By stop: minutes by which it may begin later before a window or the shift's end would break behind it (forward time
   * slack, Savelsbergh 1992, "The vehicle routing problem with time windows: minimizing route duration"). Waiting and
   * rests count as if they could take up delay: what this rules out breaks, what it lets pass is tried.
   */
  #slack = new Float64Array(0);
  /** By stop: weight of delay of it and of those right behind it that wait for it. */
  #queue = new Float64Array(0);

  /** Of the whole tour. */
  travel = 0;
  work = 0;
  delay = 0;
  lateness = 0;
  load = 0;
  /** Minutes beyond hard rules of time: windows of its jobs, end of the shift. */
  broken = 0;
  overrun = 0;
  end: Minute = 0;

  readonly #walk: Walk;

  constructor(duty: Duty, reckoning: Reckoning, capacity = 16) {
    this.duty = duty;
    this.#with = reckoning;
    this.#walk = new Walk(duty, reckoning);
    this.trial = emptyTrial();
    this.#hold(capacity);
  }

  /** Reckons the tour anew. @param locked times of the first stops, as far as they are known */
  lay(stops: readonly Visit[], locked: readonly Window[] = []): void {
    if (stops.length > this.start.length) this.#hold(Math.max(stops.length, 2 * this.start.length));
    this.stops = stops as Visit[];
    this.count = stops.length;
    this.lockedCount = locked.length;
    this.#walk.toHead();
    let travel = 0;
    let work = 0;
    let delay = 0;
    let lateness = 0;
    let broken = 0;
    for (let at = 0; at < this.count; at++) {
      const visit = stops[at]!;
      const known = locked[at];
      if (known) this.#walk.stay(visit, known);
      else this.#walk.step(visit);
      travel += this.#walk.drive;
      work += visit.minutes;
      if (!known) {
        delay += this.#delayOf(visit, this.#walk.begin);
        lateness += latenessOf(visit, this.#walk.begin);
        if (this.#walk.begin > visit.closes + TINY) broken += this.#walk.begin - visit.closes;
      }
      this.start[at] = this.#walk.begin;
      this.#free[at] = this.#walk.at;
      this.#rested[at] = this.#walk.rests;
      this.#travel[at] = travel;
      this.#delay[at] = delay;
      this.#lateness[at] = lateness;
      this.#broken[at] = broken;
    }
    if (this.count > 0) {
      this.#walk.goHome();
      travel += this.#walk.drive;
    }
    this.travel = travel;
    this.work = work;
    this.delay = delay;
    this.lateness = lateness;
    this.end = this.#walk.at;
    this.overrun = this.count === 0 ? 0 : Math.max(0, this.#walk.at - this.duty.shift.until);
    if (this.overrun < TINY) this.overrun = 0;
    this.broken = broken + this.overrun;
    this.load = this.#loadOf(this.travel + work);
    this.#lookBack();
  }

  /** When the contractor is free after a stop; −1 for the beginning of the rest of the day. */
  freeAfter(at: number): Minute {
    return at < 0 ? this.#walk.head() : this.#free[at]!;
  }

  /** Minutes that routine jobs may still use: what of the shift is neither driven, worked nor kept free. */
  spare(): number {
    return this.duty.length - this.travel - this.work;
  }

  /**
   * Reckons what putting `visit` before the stop now at `at` would do (`at` = count: at the end).
   * @param bar give up, with `givenUp` set and the rest of the trial meaningless, as soon as a rule of time is broken
   *   or the score reaches this; null tells everything. What is reached stays, but for the few minutes that a faster
   *   hour or a rest held while waiting may give back: a place that is better by these can be passed over.
   * @returns the trial, which is overwritten by the next one.
   */
  attempt(visit: Visit, at: number, bar: number | null = null): Trial {
    const { trial } = this;
    this.#toPlace(at);
    this.#walk.step(visit);
    trial.start = this.#walk.begin;
    let travel = this.#walk.drive;
    let delay = this.#delayOf(visit, this.#walk.begin);
    let lateness = latenessOf(visit, this.#walk.begin);
    trial.window = this.#walk.begin > visit.closes + TINY ? this.#walk.begin - visit.closes : 0;
    trial.givenUp = bar !== null && (trial.window > 0 || delay + lateness >= bar);
    if (trial.givenUp) return trial;
    const before = this.#sumTo(this.#travel, at);
    const weight = this.#with.weights.travel;
    let others = 0;
    let missed = 0;
    let next = at;
    for (; next < this.count; next++) {
      // the same time, place and rests as before: from here on nothing changes
      if (next > at && this.#walk.at === this.#free[next - 1] && this.#walk.rests === this.#rested[next - 1]) break;
      const stop = this.stops[next]!;
      this.#walk.step(stop);
      travel += this.#walk.drive;
      delay += this.#delayOf(stop, this.#walk.begin);
      lateness += latenessOf(stop, this.#walk.begin);
      if (this.#walk.begin > stop.closes + TINY) {
        if (this.#walk.begin > this.start[next]! + TINY) others += this.#walk.begin - stop.closes;
      }
      if (this.#walk.begin > stop.promised + TINY && this.start[next]! <= stop.promised + TINY) missed++;
      if (bar === null) continue;
      const later = this.#walk.begin - this.start[next]!;
      if (next === at && later > this.#slack[at]! + TINY) {
        trial.givenUp = true;
        return trial;
      }
      const added = travel - this.#travel[next]! + before;
      const least =
        later * (this.#queue[next]! - stop.delayWeight) +
        weight * added +
        (this.#loadOf(this.travel + this.work + added + visit.minutes) - this.load) +
        (delay - this.#delay[next]! + this.#sumTo(this.#delay, at)) +
        (lateness - this.#lateness[next]! + this.#sumTo(this.#lateness, at));
      trial.givenUp = others > 0 || least >= bar;
      if (trial.givenUp) return trial;
    }
    if (next < this.count || (next > at && this.#same())) {
      trial.travel = travel - (this.#travel[next - 1]! - before);
      trial.overrun = 0;
    } else {
      this.#walk.goHome();
      trial.travel = travel + this.#walk.drive - (this.travel - before);
      const overrun = this.#walk.at - this.duty.shift.until;
      trial.overrun = overrun > this.overrun + TINY ? overrun : 0;
    }
    trial.delay = delay - (this.#sumTo(this.#delay, next) - this.#sumTo(this.#delay, at));
    trial.lateness = lateness - (this.#sumTo(this.#lateness, next) - this.#sumTo(this.#lateness, at));
    trial.others = others;
    trial.missed = missed;
    this.#limits(visit, trial.travel, trial);
    return trial;
  }

  /**
   * Least minutes beyond all rules of time (as `breaches` adds them up) that putting `visit` before the stop at `at`
   * would bring, without walking through the rest of the day.
   */
  leastBroken(visit: Visit, at: number): number {
    const { trial } = this;
    this.#toPlace(at);
    this.#walk.step(visit);
    const late = Math.max(0, this.#walk.begin - visit.closes);
    let added = this.#walk.drive;
    let rest: number;
    if (at < this.count) {
      this.#walk.step(this.stops[at]!);
      rest = this.#walk.begin - this.start[at]! - this.#slack[at]!;
      added += this.#walk.drive - (this.#travel[at]! - this.#sumTo(this.#travel, at));
    } else {
      this.#walk.goHome();
      const overrun = this.#walk.at - this.duty.shift.until;
      rest = overrun > this.overrun + TINY ? overrun : 0;
      added += this.#walk.drive - (this.travel - this.#sumTo(this.#travel, at));
    }
    this.#limits(visit, added, trial);
    return late + Math.max(0, rest) + trial.minutes + trial.keptFree + FULL * trial.jobs;
  }

  /** Tells when each later stop would begin if `visit` came before the one at `at`: [stop, start] of those that move. */
  shifted(visit: Visit, at: number): { visit: Visit; before: Minute; after: Minute }[] {
    const moved = [];
    this.#toPlace(at);
    this.#walk.step(visit);
    for (let next = at; next < this.count; next++) {
      const stop = this.stops[next]!;
      this.#walk.step(stop);
      const before = this.start[next]!;
      if (Math.abs(this.#walk.begin - before) > TINY) moved.push({ visit: stop, before, after: this.#walk.begin });
    }
    return moved;
  }

  /** Works out, from the last stop to the first, how much delay the rest of the day can take. */
  #lookBack(): void {
    const { travel } = this.#with;
    const { rests, until } = this.duty.shift;
    let slack = Math.max(0, until - this.end);
    let queue = 0;
    // what later, faster hours could save on the drives behind
    const home = this.travel - this.#sumTo(this.#travel, this.count);
    let eased = home * travel.easing(this.end - home);
    for (let at = this.count - 1; at >= 0; at--) {
      const visit = this.stops[at]!;
      const start = this.start[at]!;
      slack = Math.min(slack, Math.max(0, visit.closes - start));
      queue += visit.delayWeight;
      let held = 0;
      for (let rest = this.#rested[at]!; rest < rests.length; rest++) held += rests[rest]!.minutes;
      this.#slack[at] = slack + held + eased;
      this.#queue[at] = queue;
      const drive = this.#travel[at]! - this.#sumTo(this.#travel, at);
      const idle = start - this.freeAfter(at - 1) - drive;
      eased += drive * travel.easing(start - drive);
      slack += idle;
      if (idle > TINY) queue = 0;
    }
  }

  #limits(visit: Visit, added: number, trial: Trial): void {
    const { shift, length } = this.duty;
    const before = this.travel + this.work;
    const after = before + added + visit.minutes;
    trial.load = this.#loadOf(after) - this.load;
    trial.jobs = shift.maxJobs === null ? 0 : Math.max(0, this.count + 1 - shift.maxJobs);
    trial.minutes = shift.maxMinutes === null ? 0 : excess(after, shift.maxMinutes);
    const kept = visit.urgent || this.#with.now >= shift.releasedAt ? 0 : shift.keptFree;
    // what is kept is all that can be taken of it: beyond that the shift itself is too short
    trial.keptFree = kept > 0 ? Math.min(kept, excess(after, length - kept)) : 0;
  }

  #loadOf(minutes: number): number {
    return (this.#with.weights.load * minutes * minutes) / this.duty.length;
  }

  #delayOf(visit: Visit, start: Minute): number {
    return visit.delayWeight * (start - this.#with.now);
  }

  /** After the last step everything is as it was after the last stop. */
  #same(): boolean {
    return this.#walk.at === this.#free[this.count - 1] && this.#walk.rests === this.#rested[this.count - 1];
  }

  #sumTo(sums: Float64Array, at: number): number {
    return at > 0 ? sums[at - 1]! : 0;
  }

  #toPlace(at: number): void {
    if (at === 0) this.#walk.toHead();
    else this.#walk.toPlace(this.stops[at - 1]!.spot, this.#free[at - 1]!, this.#rested[at - 1]!);
  }

  /** Makes room for so many stops; what was kept is gone. */
  #hold(capacity: number): void {
    this.start = new Float64Array(capacity);
    this.#free = new Float64Array(capacity);
    this.#rested = new Uint8Array(capacity);
    this.#travel = new Float64Array(capacity);
    this.#delay = new Float64Array(capacity);
    this.#lateness = new Float64Array(capacity);
    this.#broken = new Float64Array(capacity);
    this.#slack = new Float64Array(capacity);
    this.#queue = new Float64Array(capacity);
  }
}

/** What beginning then costs in broken promises. */
export function latenessOf(visit: Visit, start: Minute): number {
  const late = start - visit.promised;
  return late > TINY ? visit.missedWeight + visit.lateWeight * late : 0;
}

function excess(value: number, most: number): number {
  return value > most + TINY ? value - most : 0;
}
