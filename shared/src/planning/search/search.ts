/**
 * The search for a better plan: ruin a little of it, recreate it, keep what is better and at first also what is a
 * little worse (simulated annealing), as SISR does (Christiaens and Vanden Berghe 2020, "Slack induction by string
 * removals for vehicle routing problems", Transportation Science 54(2):417-433).
 *
 * It is stepped: the caller asks for some iterations at a time, looks at the best plan so far, tells its progress and
 * stops when it likes. Same routing, start, seed and number of iterations, same plan.
 */
import { Draft } from './draft.ts';
import { Random } from './random.ts';
import { Recreation } from './recreate.ts';
import type { Routing } from './routing.ts';
import { ruin } from './ruin.ts';

/** By route, the jobs in their order; the jobs on none; what it costs, omissions included. */
export interface Plan {
  readonly routes: readonly (readonly number[])[];
  readonly absent: readonly number[];
  readonly cost: number;
}

export interface SearchOptions {
  readonly seed: number;
  /** The search ends after so many iterations … */
  readonly iterations?: number;
  /** … or after so many milliseconds of `now`, whichever is first. One of the two must be given. */
  readonly milliseconds?: number;
  /** A clock in milliseconds; needed for `milliseconds`. */
  readonly now?: () => number;
  /** By route, the jobs in their order; jobs not named are absent. Nothing planned when left out. */
  readonly start?: readonly (readonly number[])[];
}

/** Of the mean cost of an edge: where annealing begins and ends. */
const HOT = 0.5;
const COLD = 0.02;
/** Iterations between two looks at the clock. */
const LOOK = 16;
/** A cost is better only beyond rounding. */
const BETTER = 1e-9;

export class Search {
  readonly draft: Draft;
  /** Iterations done. */
  iterations = 0;
  /** Cost of the best plan so far, omissions included. */
  bestCost = Infinity;

  private readonly random: Random;
  private readonly recreation: Recreation;
  private readonly limit: number;
  private readonly milliseconds: number;
  private readonly now: () => number;
  private readonly began: number;
  private part = 0;
  private temperature = 0;
  private hot = 0;
  private readonly bestStops: Int32Array;
  private readonly bestLength: Int32Array;

  constructor(routing: Routing, options: SearchOptions) {
    this.limit = options.iterations ?? Infinity;
    this.milliseconds = options.milliseconds ?? Infinity;
    if (this.limit === Infinity && this.milliseconds === Infinity) throw new Error('a search needs a limit');
    if (this.milliseconds < Infinity && options.now === undefined) throw new Error('a time limit needs a clock');
    this.now = options.now ?? (() => 0);
    this.began = this.now();
    this.random = new Random(options.seed);
    this.draft = new Draft(routing);
    this.recreation = new Recreation(this.draft, this.random);
    this.bestStops = new Int32Array(this.draft.stops.length);
    this.bestLength = new Int32Array(routing.routes);
    this.draft.begin();
    if (options.start !== undefined) this.draft.load(options.start);
    this.recreation.run();
    this.draft.settle();
    this.keep();
    this.warm();
  }

  /** 0 at the start, 1 when the limit is reached. */
  get progress(): number {
    return this.part;
  }

  /**
   * Does up to `count` iterations.
   * @returns whether there is more to do
   */
  step(count: number): boolean {
    if (this.part >= 1) return false;
    for (let done = 0; done < count; done += 1) {
      if (this.iterations % LOOK === 0) {
        this.part = Math.min(1, this.spent());
        if (this.part >= 1) return false;
        this.temperature = this.hot * (COLD / HOT) ** this.part;
      }
      this.iterate();
    }
    return true;
  }

  /** Steps until the limit. */
  run(): Plan {
    while (this.step(1000));
    return this.best();
  }

  /** The best plan so far, as a value of its own. */
  best(): Plan {
    const { longest, routing } = this.draft;
    const present = new Set<number>();
    const routes = Array.from(this.bestLength, (count, route) => {
      const jobs = Array.from(this.bestStops.subarray(route * longest, route * longest + count));
      for (const job of jobs) present.add(job);
      return jobs;
    });
    const absent = Array.from({ length: routing.jobs }, (_, job) => job).filter((job) => !present.has(job));
    return { routes, absent, cost: this.bestCost };
  }

  private spent(): number {
    const byTime = this.milliseconds === Infinity ? 0 : (this.now() - this.began) / this.milliseconds;
    return Math.max(byTime, this.iterations / this.limit);
  }

  private iterate(): void {
    const { draft, random } = this;
    this.iterations += 1;
    const before = draft.total;
    draft.begin();
    ruin(draft, random);
    this.recreation.run();
    draft.settle();
    if (draft.total < this.bestCost - BETTER) this.keep();
    else if (draft.total >= before - this.temperature * Math.log(random.next())) draft.undo();
  }

  private keep(): void {
    const { draft, bestStops, bestLength } = this;
    const { longest, stops, length } = draft;
    this.bestCost = draft.total;
    for (let route = 0; route < length.length; route += 1) {
      const first = route * longest;
      const end = first + length[route]!;
      for (let index = first; index < end; index += 1) bestStops[index] = stops[index]!;
      bestLength[route] = length[route]!;
    }
  }

  /** Sets the temperature by what an edge costs in the plan as it is. */
  private warm(): void {
    const { draft } = this;
    let cost = 0;
    let edges = 0;
    for (let index = 0; index < draft.usedCount; index += 1) {
      const route = draft.used[index]!;
      cost += draft.cost[route]!;
      edges += draft.length[route]! + 1;
    }
    this.hot = edges === 0 ? 1 : (HOT * Math.abs(cost)) / edges;
    this.temperature = this.hot;
  }
}
