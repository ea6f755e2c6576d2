/**
 * What the search knows of a problem. A problem says what a route costs and where a job fits best; ruining,
 * recreating, accepting and stopping are the search's own (see search.ts).
 *
 * Jobs are 0 … jobs − 1, routes 0 … routes − 1. A route is the order of its jobs and nothing else: whatever else
 * happens on it (breaks, a visit to the depot, the hour of departure) the problem derives from that order.
 * The search tells each change of a route by `price` and only then asks about it by `place`.
 */
export interface Routing {
  readonly jobs: number;
  readonly routes: number;
  /** Jobs a route can hold at most; sizes the buffers. */
  readonly longest: number;
  /**
   * Cost of leaving a job out, by job; finite. Greater than any sensible route's cost where all must be served. A job
   * whose cheapest place costs more stays out.
   */
  readonly omission: Float64Array;
  /**
   * By job: other jobs, nearest first, row by row; rows of near.length / jobs entries. What is ruined together.
   * All the others (jobs − 1) where that is cheap; a few hundred are enough.
   */
  readonly near: Int32Array;
  /**
   * By route: how many stops at its head are never taken off and never get a job before them (under way, done,
   * committed). The order given to the search as its start begins with them; `place` offers places from there on only.
   * None when left out.
   */
  readonly fixed?: Int32Array;
  /**
   * Orders in which absent jobs are put back, besides at random: one key per job, the lowest first
   * (for example −demand, distance to the depot and its negative, width, start and end of the window), with weights.
   */
  readonly orders: readonly { readonly weight: number; readonly key: Float64Array }[];
  /** By route: routes of one kind are alike while empty, so that only the first empty one is tried. */
  readonly kind: Int32Array;
  /** By job and route (job × routes + route): 0 where the job can never be on the route. */
  readonly may: Uint8Array;

  /**
   * Takes in the new order of a route (`stops[from]` … `stops[from + length − 1]`) and keeps what `place` needs.
   * @returns the route's cost; 0 when empty; Infinity when a hard rule is broken.
   */
  price(route: number, stops: Int32Array, from: number, length: number): number;

  /**
   * Finds the cheapest and the second cheapest place of a job in a route as last told by `price`, writing them to
   * `found`: a place p puts the job before the stop now at p, 0 … length.
   * @returns the added cost at the cheapest place; Infinity when it fits nowhere.
   */
  place(route: number, job: number): number;
  /** The last answer of `place`. Cost Infinity and place −1 where there is none. */
  readonly found: { at: number; cost: number; nextAt: number; nextCost: number };

  /**
   * Added cost of exchanging the tails of two routes as last told by `price`: what follows the first `fromA` stops of
   * one and what follows the first `fromB` stops of the other. Left out where tails cannot be judged in constant time.
   * @returns Infinity when a hard rule, `may` among them, would be broken
   */
  tails?(a: number, fromA: number, b: number, fromB: number): number;

  /**
   * True where `price` alone tells every hard rule but `may`, and not only `place` before it: the search then tries
   * exchanges of routes and of tails, prices both and undoes what does not pay. Of no use beside `tails`.
   */
  readonly strict?: boolean;

  /** Temperatures of the annealing at its beginning and end, of the mean cost of an edge; the search's own if left out. */
  readonly heat?: { readonly hot: number; readonly cold: number };
}
