/**
 * The search for a better plan: ruin a little of it, recreate it, keep what is better and at first also what is a
 * little worse (simulated annealing), as SISR does (Christiaens and Vanden Berghe 2020, "Slack induction by string
 * removals for vehicle routing problems", Transportation Science 54(2):417-433).
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

export interface SearchOptions extends LimitOptions {
  readonly seed: number;
  /** By route, the jobs in their order; jobs not named are absent. Nothing planned when left out. */
  readonly start?: readonly (readonly number[])[];
  /** Cost of each route in use, besides what the routing says; counts in the plan's cost. */
  readonly perRoute?: number;
}

/** Of the mean cost of an edge: where annealing begins and ends. */
const HOT = 0.5;
const COLD = 0.02;
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
  private readonly hot: number;
  private temperature: number;
  private part = 0;

  constructor(routing: Routing, options: SearchOptions) {
    this.limit = new Limit(options);
    this.random = new Random(options.seed);
    this.draft = new Draft(routing, options.perRoute);
    this.recreation = new Recreation(this.draft, this.random);
    this.kept = new Best(this.draft);
    this.draft.begin();
    if (options.start !== undefined) this.draft.load(options.start);
    this.recreation.run();
    this.draft.settle();
    this.kept.keep(this.draft);
    this.hot = HOT * this.draft.edgeCost();
    this.temperature = this.hot;
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

  private cool(): void {
    this.part = this.limit.spent(this.iterations);
    this.temperature = this.hot * (COLD / HOT) ** this.part;
  }

  private iterate(): void {
    const { draft, random } = this;
    this.iterations += 1;
    const before = draft.total;
    draft.begin();
    ruin(draft, random);
    this.recreation.run();
    draft.settle();
    if (draft.total < this.kept.cost - BETTER) this.kept.keep(draft);
    else if (draft.total >= before - this.temperature * Math.log(random.next())) draft.undo();
  }
}
