/**
 * Exchanges for problems that cannot judge them in constant time but price every rule (see `strict` in routing.ts): done on the draft, priced,
 * and undone unless they pay. Two routes change hands as a whole, or one goes to someone who is free; or what follows a
 * stop is exchanged with what follows a near stop on another route (2-opt*: Potvin and Rousseau 1995). Strings of a few
 * stops never bring a whole day to someone else: on the way there both would have to leave home.
 */
import type { Draft } from './draft.ts';
import type { Random } from './random.ts';

const TRIALS = {
  /** In each round of the search: most end at `may`, the others cost two prices. */
  each: 3,
  /** Part of them for whole routes. */
  whole: 0.5,
  /** Nearest neighbours after which the tail may be taken. */
  reach: 20,
};

export class Trials {
  /** Exchanges in each round of the search. */
  readonly each = TRIALS.each;
  private readonly draft: Draft;
  private readonly random: Random;

  constructor(draft: Draft, random: Random) {
    this.draft = draft;
    this.random = random;
  }

  /**
   * Tries one exchange drawn at random, as a round that can be undone.
   * @param below it stays only if it adds less
   * @returns whether it stayed
   */
  exchange(below: number): boolean {
    const { draft, random } = this;
    const { routing, routeOf, posOf } = draft;
    const { jobs, near, routes, fixed } = routing;
    if (jobs === 0) return false;
    const job = random.below(jobs);
    const a = routeOf[job]!;
    if (a < 0) return false;
    if (random.next() < TRIALS.whole) {
      const b = random.below(routes);
      return this.attempt(a, fixed?.[a] ?? 0, b, fixed?.[b] ?? 0, below);
    }
    const width = near.length / jobs;
    if (width === 0) return false;
    const other = near[job * width + random.below(Math.min(width, TRIALS.reach))]!;
    const b = routeOf[other]!;
    return b >= 0 && this.attempt(a, posOf[job]! + 1, b, posOf[other]!, below);
  }

  private attempt(a: number, fromA: number, b: number, fromB: number, below: number): boolean {
    const { draft } = this;
    const { length, longest, routing } = draft;
    const { fixed, kind } = routing;
    if (a === b) return false;
    // whole routes of one kind: the same plan again
    if (fromA === 0 && fromB === 0 && kind[a] === kind[b]) return false;
    if (fixed !== undefined && (fromA < fixed[a]! || fromB < fixed[b]!)) return false;
    if (fromA + length[b]! - fromB > longest || fromB + length[a]! - fromA > longest) return false;
    if (!this.mayAll(a, fromA, b) || !this.mayAll(b, fromB, a)) return false;
    const most = draft.total + below;
    draft.begin();
    draft.swapTails(a, fromA, b, fromB);
    draft.settle();
    if (draft.total < most) return true;
    draft.undo();
    return false;
  }

  /** Whether all from a place of one route on may be on the other. */
  private mayAll(route: number, from: number, other: number): boolean {
    const { stops, longest, length, routing } = this.draft;
    const end = route * longest + length[route]!;
    for (let index = route * longest + from; index < end; index += 1) {
      if (routing.may[stops[index]! * routing.routes + other] === 0) return false;
    }
    return true;
  }
}
