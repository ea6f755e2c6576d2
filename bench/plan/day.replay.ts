/** Plays a day through a dispatcher: calls come in, crews drive, work takes as long as it really takes. */
import type { Minute } from '../../shared/src/planning/model.ts';
import { applyChange, createPlan, type Plan } from '../../shared/src/planning/plan.ts';
import { WEIGHTS } from '../../shared/src/planning/weights.ts';
import type { Call, World } from './day.world.ts';

/** Decides who goes where; told of everything in the order of time. Each answer is the plan from then on. */
export interface Dispatcher {
  readonly name: string;
  /** A call has come in and is in the plan, unplanned. */
  filed(plan: Plan, job: string): Plan;
  /** A crew has finished, or begins its shift. */
  freed(plan: Plan): Plan;
  /** Every ten minutes. */
  review(plan: Plan): Plan;
}

export interface Outcome {
  readonly dispatcher: string;
  readonly calls: number;
  readonly done: number;
  /** Minutes driven for each job done, ways home included. */
  readonly travelPerJob: number;
  readonly missed: number;
  readonly emergencies: number;
  readonly emergenciesInTime: number;
  /** Households told a time within the hour, and then visited by others or more than 30 minutes off it. */
  readonly disturbed: number;
  /** Standard deviation over mean of the minutes driven and worked by each crew on the first day. */
  readonly unevenness: number;
  readonly seconds: number;
}

/** Before this many minutes a household is told when somebody comes. */
const TOLD_BEFORE = 60;
const TOLERANCE = 30;
const REVIEW = 10;

export function replay(world: World, dispatcher: Dispatcher): Outcome {
  const began = performance.now();
  const run = new Replay(world, dispatcher);
  run.toTheEnd();
  return { ...run.outcome(), seconds: (performance.now() - began) / 1_000 };
}

class Replay {
  readonly #world: World;
  readonly #dispatcher: Dispatcher;
  readonly #calls: ReadonlyMap<string, Call>;
  #plan: Plan;
  /** By tour, when its crew is free again. */
  readonly #busy = new Map<number, Minute>();
  readonly #told = new Map<string, { readonly crew: string; readonly start: Minute }>();
  readonly #begun = new Map<string, Minute>();
  readonly #disturbed = new Set<string>();

  constructor(world: World, dispatcher: Dispatcher) {
    this.#world = world;
    this.#dispatcher = dispatcher;
    this.#calls = new Map(world.calls.map((call) => [call.job.id, call]));
    this.#plan = createPlan({
      now: world.midnight,
      contractors: world.contractors,
      jobs: [],
      tours: [],
      travel: world.travel,
      weights: WEIGHTS,
    });
  }

  toTheEnd(): void {
    const { calls, midnight, contractors } = this.#world;
    const end = Math.max(...contractors.flatMap(({ shifts }) => shifts.map(({ until }) => until))) + 600;
    const starts = new Set(contractors.flatMap(({ shifts }) => shifts.map(({ from }) => from)));
    let next = 0;
    // whole minutes: what happens within one minute happens at its end
    for (let now = midnight; now <= end; now++) {
      const finished = [...this.#busy].filter(([, until]) => until <= now);
      const filed: Call[] = [];
      while (next < calls.length && calls[next]!.at <= now) filed.push(calls[next++]!);
      const review = now % REVIEW === 0;
      if (finished.length === 0 && filed.length === 0 && !review && !starts.has(now)) continue;
      this.#plan = applyChange(this.#plan, { kind: 'time', now });
      for (const [tour] of finished) this.#finish(tour, now);
      for (const { job } of filed) {
        this.#plan = applyChange(this.#plan, { kind: 'put', job });
        this.#plan = this.#dispatcher.filed(this.#plan, job.id);
      }
      if (finished.length > 0 || starts.has(now)) this.#plan = this.#dispatcher.freed(this.#plan);
      if (review) this.#plan = this.#dispatcher.review(this.#plan);
      this.#depart(now);
      this.#tell(now);
      if (next === calls.length && this.#begun.size === calls.length && this.#busy.size === 0) return;
    }
  }

  outcome(): Omit<Outcome, 'seconds'> {
    const { calls, contractors } = this.#world;
    const isMissed = ({ job }: Call): boolean => (this.#begun.get(job.id) ?? Infinity) > (job.due ?? Infinity);
    const emergencies = calls.filter(({ job }) => job.urgency === 'emergency');
    const travel = this.#plan.tours.reduce((sum, { table }) => sum + table.travel, 0);
    const load = contractors.map(({ id }) => {
      const table = this.#plan.tours[this.#plan.toursOf.get(id)?.[0] ?? -1]?.table;
      return table ? table.travel + table.work : 0;
    });
    return {
      dispatcher: this.#dispatcher.name,
      calls: calls.length,
      done: this.#begun.size,
      travelPerJob: travel / this.#begun.size,
      missed: calls.filter(isMissed).length,
      emergencies: emergencies.length,
      emergenciesInTime: emergencies.filter((call) => !isMissed(call)).length,
      disturbed: this.#disturbed.size,
      unevenness: unevennessOf(load),
    };
  }

  #finish(index: number, now: Minute): void {
    const tour = this.#plan.tours[index]!;
    const last = tour.locked.length - 1;
    const { job } = tour.stops[last]!;
    const locked = { from: tour.locked[last]!.from, until: now };
    this.#plan = applyChange(this.#plan, { kind: 'lock', job: job.id, locked });
    this.#busy.delete(index);
  }

  /** Sends every free crew of a running shift to its next job. */
  #depart(now: Minute): void {
    for (const { index, locked, stops, duty, table } of this.#plan.tours) {
      if (this.#busy.has(index) || stops.length === locked.length) continue;
      if (now < duty.shift.from || now >= duty.shift.until) continue;
      const visit = stops[locked.length]!;
      const start = table.start[locked.length]!;
      const { id } = visit.job;
      this.#plan = applyChange(this.#plan, {
        kind: 'lock',
        job: id,
        locked: { from: start, until: start + visit.minutes },
      });
      this.#busy.set(index, start + (this.#calls.get(id)?.really ?? visit.minutes));
      this.#begun.set(id, start);
      const told = this.#told.get(id);
      if (told && (told.crew !== duty.contractor.id || Math.abs(told.start - start) > TOLERANCE))
        this.#disturbed.add(id);
    }
  }

  #tell(now: Minute): void {
    for (const { stops, locked, duty, table } of this.#plan.tours)
      for (let at = locked.length; at < stops.length && table.start[at]! <= now + TOLD_BEFORE; at++) {
        const { job } = stops[at]!;
        if (this.#told.has(job.id)) continue;
        this.#told.set(job.id, { crew: duty.contractor.id, start: table.start[at]! });
        // what was told is kept where it can be
        const from = table.start[at]! - TOLERANCE;
        const told = { ...job, holder: duty.contractor.id, promise: { from, until: from + 2 * TOLERANCE } };
        this.#plan = applyChange(this.#plan, { kind: 'put', job: told });
      }
  }
}

function unevennessOf(load: readonly number[]): number {
  const mean = load.reduce((sum, minutes) => sum + minutes, 0) / load.length;
  const variance = load.reduce((sum, minutes) => sum + (minutes - mean) ** 2, 0) / load.length;
  return Math.sqrt(variance) / mean;
}
