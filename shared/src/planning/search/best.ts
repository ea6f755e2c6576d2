/** The best plan met so far: a copy of a draft's routes, without allocating anew. */
import type { Draft } from './draft.ts';

/** By route, the jobs in their order; the jobs on none; what it costs, omissions included. */
export interface Plan {
  readonly routes: readonly (readonly number[])[];
  readonly absent: readonly number[];
  readonly cost: number;
}

export class Best {
  cost = Infinity;
  private readonly longest: number;
  private readonly jobs: number;
  private readonly stops: Int32Array;
  private readonly length: Int32Array;

  constructor(draft: Draft) {
    this.longest = draft.longest;
    this.jobs = draft.routing.jobs;
    this.stops = new Int32Array(draft.stops.length);
    this.length = new Int32Array(draft.length.length);
  }

  keep(draft: Draft): void {
    const { stops, length } = this;
    this.cost = draft.total;
    for (let route = 0; route < length.length; route += 1) {
      const first = route * this.longest;
      const end = first + draft.length[route]!;
      for (let index = first; index < end; index += 1) stops[index] = draft.stops[index]!;
      length[route] = draft.length[route]!;
    }
  }

  /** A value of its own, which later changes leave alone. */
  plan(): Plan {
    const present = new Uint8Array(this.jobs);
    const routes = Array.from(this.length, (count, route) => {
      const first = route * this.longest;
      const jobs = Array.from(this.stops.subarray(first, first + count));
      for (const job of jobs) present[job] = 1;
      return jobs;
    });
    const absent = Array.from({ length: this.jobs }, (_, job) => job).filter((job) => present[job] === 0);
    return { routes, absent, cost: this.cost };
  }
}
