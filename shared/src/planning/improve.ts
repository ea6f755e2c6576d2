import { movesBetween, type Move } from './moves.ts';
import { partsOf, tourOf, travelOf, unplanned, type Plan, type PlanChange, type Tour } from './plan.ts';
import { BROKEN, DayRouting, type Scope } from './routing.ts';
import { scoreOf, type Parts } from './score.ts';
import { Search, type SearchOptions } from './search/search.ts';
import type { Visit } from './visit.ts';
import { TINY } from './walk.ts';

export interface ImproveOptions extends Pick<SearchOptions, 'iterations' | 'milliseconds' | 'now'> {
  /** Same plan, seed and number of iterations, same result; a limit of time alone depends on the machine. */
  readonly seed: number;
  readonly scope?: Scope;
}

export interface Improved {
  readonly plan: Plan;
  /** What leads from the plan before to this one, in this order. */
  readonly changes: readonly PlanChange[];
  readonly moves: readonly Move[];
  readonly before: PlanFigures;
  readonly after: PlanFigures;
  readonly iterations: number;
}

/** What a plan is worth, to compare two. */
export interface PlanFigures {
  readonly score: number;
  readonly parts: Parts;
  /** Minutes driven. */
  readonly travel: number;
  readonly planned: number;
  readonly unplanned: number;
  /** Promises that would be missed: of planned jobs, and those of unplanned ones that are missed already. */
  readonly missed: number;
}

const EVERYTHING: Scope = { shifts: null, unplanned: true };

/**
 * A search for a better plan, by ruin and recreate (search/search.ts), stepped by its caller:
 *
 *     const improvement = new Improvement(plan, { seed: 1, iterations: 100_000 });
 *     while (improvement.step(500)) tell(improvement.progress, improvement.saved);
 *     const { plan: better } = improvement.result();
 *
 * Locked jobs stay, pinned ones keep their contractor or time, nothing planned is left out.
 */
export class Improvement {
  readonly #plan: Plan;
  readonly #routing: DayRouting;
  readonly #search: Search;
  readonly #first: number;

  constructor(plan: Plan, { scope = EVERYTHING, milliseconds = Infinity, ...options }: ImproveOptions) {
    const began = options.now?.() ?? 0;
    this.#plan = plan;
    this.#routing = new DayRouting(plan, scope);
    // making ready counts as well
    const left = Math.max(1, milliseconds - ((options.now?.() ?? 0) - began));
    this.#search = new Search(this.#routing, { ...options, milliseconds: left, start: this.#routing.start });
    this.#first = figuresOf(plan).score;
  }

  /** 0 to 1. */
  get progress(): number {
    return this.#search.progress;
  }

  get iterations(): number {
    return this.#search.iterations;
  }

  /** Does up to so many iterations. @returns whether there is more to do */
  step(iterations: number): boolean {
    return this.#search.step(iterations);
  }

  /** Minutes of driving by which the best plan so far is better. */
  get saved(): number {
    return this.#first - figuresOf(this.best()).score;
  }

  /** The best plan so far. */
  best(): Plan {
    return withTours(this.#plan, this.#routing.read(this.#search.best()));
  }

  result(): Improved {
    const best = this.best();
    const before = figuresOf(this.#plan);
    const after = figuresOf(best);
    // a plan is changed only for a better one
    const plan = after.score < before.score ? best : this.#plan;
    return {
      plan,
      changes: changesBetween(this.#plan, plan),
      moves: movesBetween(this.#plan, plan),
      before,
      after: plan === best ? after : before,
      iterations: this.iterations,
    };
  }
}

/** Improves a plan to the limit given, in one go. */
export function improve(plan: Plan, options: ImproveOptions): Improved {
  const improvement = new Improvement(plan, options);
  while (improvement.step(1_000));
  return improvement.result();
}

export function figuresOf(plan: Plan): PlanFigures {
  const parts = partsOf(plan);
  const open = unplanned(plan);
  let planned = 0;
  let missed = open.reduce((sum, { promised }) => sum + Number(promised < plan.now), 0);
  let broken = 0;
  for (const { stops, table } of plan.tours) {
    planned += stops.length;
    broken += table.broken;
    for (const [at, { promised }] of stops.entries()) if (table.start[at]! > promised + TINY) missed++;
  }
  const left = open.reduce((sum, { job }) => sum + plan.weights.unplanned[job.urgency], 0);
  const score = scoreOf(parts) + left + BROKEN * broken;
  return { score, parts, travel: travelOf(plan), planned, unplanned: open.length, missed };
}

/** The changes that make one plan of the other: what moves is taken out, then put where it belongs, first to last. */
export function changesBetween(before: Plan, after: Plan): PlanChange[] {
  const changed = after.tours.filter((tour) => !sameStops(before.tours[tour.index]!, tour));
  const taken: PlanChange[] = [];
  const put: PlanChange[] = [];
  for (const { stops, locked, duty } of changed)
    for (const [at, { job, slot }] of stops.entries()) {
      if (at < locked.length) continue;
      if (before.tourBySlot[slot]! >= 0) taken.push({ kind: 'unassign', job: job.id });
      put.push({ kind: 'assign', job: job.id, shift: duty.shift.id, place: at });
    }
  for (const { stops } of before.tours)
    for (const { job, slot } of stops) if (after.tourBySlot[slot] === -1) taken.push({ kind: 'unassign', job: job.id });
  return [...taken, ...put];
}

function sameStops(a: Tour, b: Tour): boolean {
  return a.stops.length === b.stops.length && a.stops.every((stop, at) => stop === b.stops[at]);
}

function withTours(plan: Plan, orders: readonly { readonly tour: Tour; readonly stops: readonly Visit[] }[]): Plan {
  const tours = plan.tours.slice();
  const tourBySlot = plan.tourBySlot.slice();
  for (const { tour } of orders) for (const { slot } of tour.stops) tourBySlot[slot] = -1;
  for (const { tour, stops } of orders) {
    for (const { slot } of stops) tourBySlot[slot] = tour.index;
    if (!sameStops(tour, { ...tour, stops }))
      tours[tour.index] = tourOf(tour.index, tour.duty, stops, tour.locked, plan);
  }
  return { ...plan, tours, tourBySlot };
}
