/**
 * The search for a better plan: ruin a little of it, recreate it, keep what is better and at first also what is a
 * little worse (simulated annealing), as SISR does (Christiaens and Vanden Berghe 2020, "Slack induction by string
 * removals for vehicle routing problems", Transportation Science 54(2):417-433). Beside it tails of routes are exchanged:
 * the best of some where the routing can judge them (tails.ts), or a few by trial where it prices all rules (trials.ts).
 *
 * It is stepped: the caller asks for some iterations at a time, looks at the best plan so far, tells its progress and
 * stops when it likes. With a limit of iterations: same routing, start, seed and number of iterations, same plan.
 */
import { Best, type Plan } from './best.ts';
import { Draft } from './draft.ts';
import { Limit, type LimitOptions } from './limit.ts';
import { Random } from './random.ts';
import { Recreation } from './recreate.ts';
import type { Routing } from './routing.ts';
import { ruin } from './ruin.ts';
import { Tails } from './tails.ts';
import { Trials } from './trials.ts';

export interface SearchOptions extends LimitOptions {
  readonly seed: number;
  /** By route, the jobs in their order; jobs not named are absent. Nothing planned when left out. */
  readonly start?: readonly (readonly number[])[];
  /** Cost of each route in use, besides what the routing says; counts in the plan's cost. */
  readonly perRoute?: number;
}

/**
 * Annealing ends in a trap too deep to leave now and then, more often the longer the routes. So part of the limit goes
 * into some short annealings of their own, the rest into the best of them, warmed up again.
 */
const SCHEDULE = {
  /** Temperatures at the beginning and the end, of the mean cost of an edge. */
  hot: 0.5,
  cold: 0.05,
  /** Short annealings at most, fewer where each would get less than so many iterations for each job. */
  starts: 8,
  perJob: 40,
  /** Part of the limit for them. */
  share: 0.6,
  /** How often the best is warmed up again, and how far, of `hot`. */
  reheats: 1,
  warm: 0.2,
};
/** Part of the limit after which the number of iterations to come is estimated. */
const ESTIMATE = 0.01;
/** Iterations between two looks at the clock. */
const LOOK = 16;
/** A cost is better only beyond rounding. */
const BETTER = 1e-9;

export class Search {
  /** Iterations done. */
  iterations = 0;
  private readonly draft: Draft;
  private readonly random: Random;
  private readonly recreation: Recreation;
  private readonly kept: Best;
  private readonly limit: Limit;
  private readonly exchanges: Tails | Trials | null;
  private readonly start: readonly (readonly number[])[] | null;
  private readonly hot: number;
  /** Temperature at the end, of `hot`. */
  private readonly cold: number;
  /** Short annealings; 0 while not yet known. */
  private starts: number;
  private phase = 0;
  private temperature: number;
  private part = 0;

  constructor(routing: Routing, options: SearchOptions) {
    this.limit = new Limit(options);
    this.random = new Random(options.seed);
    this.draft = new Draft(routing, options.perRoute);
    this.recreation = new Recreation(this.draft, this.random);
    this.kept = new Best(this.draft);
    if (routing.tails !== undefined) this.exchanges = new Tails(this.draft, this.random);
    else this.exchanges = routing.strict === true ? new Trials(this.draft, this.random) : null;
    this.start = options.start ?? null;
    this.begin(this.start);
    this.kept.keep(this.draft);
    const { hot, cold } = routing.heat ?? SCHEDULE;
    this.hot = hot * this.draft.edgeCost();
    this.cold = cold / hot;
    this.temperature = this.hot;
    this.starts = 0;
  }

  /** 0 at the start, 1 when the limit is reached. */
  get progress(): number {
    return this.part;
  }

  /** Cost of the best plan so far, omissions included. */
  get bestCost(): number {
    return this.kept.cost;
  }

  /**
   * Does up to `count` iterations.
   * @returns whether there is more to do
   */
  step(count: number): boolean {
    for (let done = 0; done < count && this.part < 1; done += 1) {
      if (this.iterations % LOOK === 0 || this.iterations >= this.limit.iterations) this.cool();
      if (this.part < 1) this.iterate();
    }
    return this.part < 1;
  }

  /** Steps until the limit. */
  run(): Plan {
    while (this.step(1000));
    return this.best();
  }

  /** The best plan so far, as a value of its own. */
  best(): Plan {
    return this.kept.plan();
  }

  /** Replaces the draft by a plan, or by a first one made from nothing. */
  private begin(plan: readonly (readonly number[])[] | null): void {
    const { draft, recreation } = this;
    draft.begin();
    draft.load(plan ?? []);
    recreation.opening = plan === null;
    recreation.run();
    recreation.opening = false;
    draft.settle();
  }

  /** Looks at the limit, and sets the phase and the temperature by it. */
  private cool(): void {
    const part = this.limit.spent(this.iterations);
    this.part = part;
    if (part >= 1) return;
    const { share, reheats, warm } = SCHEDULE;
    if (this.starts === 0 && (part >= ESTIMATE || this.limit.iterations < Infinity)) this.estimate();
    const starts = Math.max(1, this.starts);
    const many = starts > 1;
    const starting = !many || part < share;
    const along = !many ? part : starting ? (part / share) * starts : ((part - share) / (1 - share)) * reheats;
    const phase = Math.floor(along) + (starting ? 0 : starts);
    if (phase !== this.phase) {
      this.phase = phase;
      this.begin(starting ? this.start : this.best().routes);
    }
    const from = starting ? 1 : warm;
    this.temperature = this.hot * from * (this.cold / from) ** (along - Math.floor(along));
  }

  /** How many short annealings the limit allows. */
  private estimate(): void {
    const { starts, share, perJob } = SCHEDULE;
    const expected = Math.min(this.limit.iterations, this.part > 0 ? this.iterations / this.part : Infinity);
    const jobs = Math.max(1, this.draft.routing.jobs);
    this.starts = Math.max(1, Math.min(starts, Math.floor((expected * share) / (perJob * jobs))));
  }

  private iterate(): void {
    const { draft, random } = this;
    this.iterations += 1;
    const each = this.exchanges?.each ?? 0;
    for (let done = 0; done < each; done += 1) {
      if (this.exchanges?.exchange(this.margin()) !== true) continue;
      if (draft.total < this.kept.cost - BETTER) this.kept.keep(draft);
    }
    const below = draft.total + this.margin();
    draft.begin();
    ruin(draft, random);
    this.recreation.run();
    draft.settle();
    if (draft.total < this.kept.cost - BETTER) this.kept.keep(draft);
    else if (draft.total >= below) draft.undo();
  }

  /** What a change may cost and still be taken: exponentially distributed around the temperature. */
  private margin(): number {
    return -this.temperature * Math.log(1 - this.random.next());
  }
}
