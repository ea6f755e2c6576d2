/**
 * Fewest routes first, then cost: some of the time goes into closing routes (closing.ts), the rest into shortening the
 * plan with the fewest, without opening another route.
 */
import type { Plan } from './best.ts';
import { Closing } from './closing.ts';
import { Limit } from './limit.ts';
import type { Routing } from './routing.ts';
import { Search, type SearchOptions } from './search.ts';

/** Part of the limit spent on fewer routes, at most. */
const CLOSING = 0.5;
/** Iterations between two looks at the clock. */
const LOOK = 16;

interface FewestOptions extends SearchOptions {
  /** No plan has fewer routes; closing ends there. */
  readonly atLeast?: number;
}

export class FewestRoutes {
  private readonly routing: Routing;
  private readonly options: FewestOptions;
  private readonly limit: Limit;
  private readonly closing: Closing;
  private shortening: Search | null = null;

  constructor(routing: Routing, options: FewestOptions) {
    this.routing = routing;
    this.options = options;
    this.limit = new Limit(options);
    this.closing = new Closing(routing, options);
  }

  get iterations(): number {
    return this.closing.iterations + (this.shortening?.iterations ?? 0);
  }

  /** 0 at the start, 1 when the limit is reached. */
  get progress(): number {
    return Math.min(1, this.limit.spent(this.iterations));
  }

  /**
   * Does up to `count` iterations.
   * @returns whether there is more to do
   */
  step(count: number): boolean {
    if (this.shortening !== null) return this.shortening.step(count);
    for (let done = 0; done < count; done += 1) {
      const spent = this.iterations % LOOK === 0 ? this.limit.spent(this.iterations) / CLOSING : 0;
      if (spent < 1 && this.closing.iterate(spent)) continue;
      this.shortening = this.shorten();
      break;
    }
    return this.limit.spent(this.iterations) < 1;
  }

  /** Steps until the limit. */
  run(): Plan {
    while (this.step(1000));
    return this.best();
  }

  best(): Plan {
    return this.shortening?.best() ?? this.closing.best();
  }

  private shorten(): Search {
    const { seed, iterations, milliseconds, now } = this.options;
    const left = 1 - this.progress;
    return new Search(this.routing, {
      seed,
      ...(iterations !== undefined && { iterations: Math.max(0, iterations - this.iterations) }),
      ...(milliseconds !== undefined && { milliseconds: milliseconds * left }),
      ...(now !== undefined && { now }),
      start: this.closing.best().routes,
      // more than any shortening can save, less than a job left out costs
      perRoute: this.routing.omission.reduce((least, cost) => Math.min(least, cost), Infinity) / 2,
    });
  }
}
