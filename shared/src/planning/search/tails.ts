/**
 * Exchange of tails (2-opt*: Potvin and Rousseau 1995): what follows a stop on one route is exchanged with what follows
 * on another. Long routes are parted and joined so, which strings of a few stops cannot do.
 */
import type { Draft } from './draft.ts';
import type { Random } from './random.ts';

/** Nearest neighbours after which the tail may be taken. */
const REACH = 20;
/** Chance to look also at an empty route, which parts the route in two. */
const PART = 0.02;

export class Tails {
  /** Exchanges in each round of the search. */
  readonly each = 1;
  private readonly draft: Draft;
  private readonly random: Random;
  private best = 0;
  private bestRoute = -1;
  private bestFrom = 0;

  constructor(draft: Draft, random: Random) {
    this.draft = draft;
    this.random = random;
  }

  /**
   * Tries the tails behind a job drawn at random and does the best exchange, as a round that can be undone.
   * @param below an exchange is done only if it adds less
   * @returns whether one was done
   */
  exchange(below: number): boolean {
    const { draft, random } = this;
    const { routing, routeOf, posOf, length, emptyOf } = draft;
    const { near, jobs } = routing;
    const job = random.below(jobs);
    const route = routeOf[job]!;
    if (route < 0) return false;
    const from = posOf[job]! + 1;
    if (routing.fixed !== undefined && from < routing.fixed[route]!) return false;
    this.best = below;
    this.bestRoute = -1;
    draft.tell(route);
    const width = near.length / jobs;
    // of some neighbours only, or the same exchange would be done and undone again and again
    const reach = Math.min(width, REACH);
    const end = job * width + reach;
    for (let index = job * width + random.below(reach); index < end; index += 1) {
      const other = near[index]!;
      if (routeOf[other]! >= 0 && routeOf[other] !== route) this.look(route, from, routeOf[other]!, posOf[other]!);
    }
    if (random.next() < PART && from < length[route]!) {
      const empty = emptyOf[random.below(emptyOf.length)]!;
      if (empty >= 0) this.look(route, from, empty, 0);
    }
    if (this.bestRoute < 0) return false;
    draft.begin();
    draft.swapTails(route, from, this.bestRoute, this.bestFrom);
    draft.settle();
    // by rounding a route may be late by less than what counts as late
    if (draft.total < Infinity) return true;
    draft.undo();
    return false;
  }

  private look(a: number, fromA: number, b: number, fromB: number): void {
    const { draft } = this;
    const { routing, length, longest, perRoute } = draft;
    if (routing.fixed !== undefined && fromB < routing.fixed[b]!) return;
    const countA = fromA + length[b]! - fromB;
    const countB = fromB + length[a]! - fromA;
    if (countA > longest || countB > longest) return;
    draft.tell(b);
    const routes = (countB > 0 ? 1 : 0) - (length[b]! > 0 ? 1 : 0);
    const cost = (routing.tails?.(a, fromA, b, fromB) ?? Infinity) + (routes === 0 ? 0 : routes * perRoute);
    if (cost >= this.best) return;
    this.best = cost;
    this.bestRoute = b;
    this.bestFrom = fromB;
  }
}
