/**
 * Routes with a visit to the depot put in: for each place of a route, all before it with the visit somewhere inside,
 * and all from it on. Of those that end (or begin) at the same place, only the ones that could still be part of the
 * cheapest route are kept: one is of no use if another is no longer, no later done and may start no earlier.
 */
import type { TechnicianProblem } from './technicians.problem.ts';
import { TOLERANCE, type Segments } from './technicians.segments.ts';

/** Those of place i are numbered `…From[route × width + i]` to `…To[route × width + i]` − 1. */
export interface DepotFronts {
  readonly headFrom: Int32Array;
  readonly headTo: Int32Array;
  /** Where it ends. */
  readonly headPlace: Int32Array;
  readonly headFrontD: Float64Array;
  readonly headFrontE: Float64Array;
  readonly headFrontL: Float64Array;
  readonly tailFrom: Int32Array;
  readonly tailTo: Int32Array;
  /** Where it begins. */
  readonly tailPlace: Int32Array;
  /** Place of the visit, never falling from one to the next. */
  readonly tailVisit: Int32Array;
  readonly tailFrontD: Float64Array;
  readonly tailFrontE: Float64Array;
  readonly tailFrontL: Float64Array;
  /** The route has changed. */
  stale(route: number): void;
  /** Makes sure the route's segments are up to date. */
  fresh(route: number): void;
  /** @returns the duration of a route with the visit at a place (route × width + i); Infinity when not in time. */
  visit(here: number): number;
}

export function depotFronts(problem: TechnicianProblem, segments: Segments): DepotFronts {
  const { places, travel, opens, closes, service, depot } = problem;
  const { width, length, need, before, after, headD, headE, headL, tailD, tailE, tailL } = segments;
  const routes = length.length;
  const pool = (width * (width + 1)) / 2;
  const isFresh = new Uint8Array(routes);
  const open = opens[depot]!;
  const close = closes[depot]!;
  const work = service[depot]!;

  const headFrom = new Int32Array(routes * width);
  const headTo = new Int32Array(routes * width);
  const headPlace = new Int32Array(routes * pool);
  const headFrontD = new Float64Array(routes * pool);
  const headFrontE = new Float64Array(routes * pool);
  const headFrontL = new Float64Array(routes * pool);
  const tailFrom = new Int32Array(routes * width);
  const tailTo = new Int32Array(routes * width);
  const tailPlace = new Int32Array(routes * pool);
  const tailVisit = new Int32Array(routes * pool);
  const tailFrontD = new Float64Array(routes * pool);
  const tailFrontE = new Float64Array(routes * pool);
  const tailFrontL = new Float64Array(routes * pool);

  function visit(here: number): number {
    let d = headD[here]! + travel[before[here]! * places + depot]!;
    let e = headE[here]!;
    let l = headL[here]!;
    if (e + d > close + TOLERANCE) return Infinity;
    const wait = Math.max(open - d - l, 0);
    e = Math.max(open - d, e) - wait;
    l = Math.min(close - d, l);
    d += wait + work + travel[depot * places + after[here]!]!;
    return e + d > tailL[here]! + TOLERANCE ? Infinity : d + tailD[here]! + Math.max(tailE[here]! - d - l, 0);
  }

  /**
   * Adds the head that ends at a place joined with the stop `reached`, unless that closes before, or one of
   * `from` … `x` − 1 is as good in all.
   * @returns the number after the last one
   */
  function addHead(
    x: number,
    from: number,
    reached: number,
    place: number,
    d0: number,
    e0: number,
    l0: number,
  ): number {
    let d = d0 + travel[place * places + reached]!;
    if (e0 + d > closes[reached]! + TOLERANCE) return x;
    const wait = Math.max(opens[reached]! - d - l0, 0);
    const e = Math.max(opens[reached]! - d, e0) - wait;
    const l = Math.min(closes[reached]! - d, l0);
    d += wait + service[reached]!;
    let end = x;
    for (let k = from; k < end; k += 1) {
      const done = headFrontE[k]! + headFrontD[k]!;
      if (headFrontD[k]! <= d && done <= e + d && headFrontL[k]! >= l) return end;
      if (headFrontD[k]! >= d && done >= e + d && headFrontL[k]! <= l) {
        end -= 1;
        headFrontD[k] = headFrontD[end]!;
        headFrontE[k] = headFrontE[end]!;
        headFrontL[k] = headFrontL[end]!;
        k -= 1;
      }
    }
    headPlace[end] = reached;
    headFrontD[end] = d;
    headFrontE[end] = e;
    headFrontL[end] = l;
    return end + 1;
  }

  function buildHeads(route: number): void {
    const row = route * width;
    const count = length[route]!;
    let x = route * pool;
    for (let here = row; here <= row + count; here += 1) {
      headFrom[here] = x;
      if (here > row) {
        const reached = after[here - 1]!;
        const from = x;
        for (let k = headFrom[here - 1]!; k < from; k += 1) {
          x = addHead(x, from, reached, headPlace[k]!, headFrontD[k]!, headFrontE[k]!, headFrontL[k]!);
        }
      }
      if (here - row <= need[route]!) x = addHead(x, x, depot, before[here]!, headD[here]!, headE[here]!, headL[here]!);
      headTo[here] = x;
    }
  }

  /** As `addHead`: adds the stop `first` joined with the tail that begins at a place, whose visit is at place `at`. */
  function addTail(
    y: number,
    from: number,
    first: number,
    place: number,
    d0: number,
    e0: number,
    l0: number,
    at: number,
  ): number {
    const delta = service[first]! + travel[first * places + place]!;
    if (opens[first]! + delta > l0 + TOLERANCE) return y;
    const wait = Math.max(e0 - delta - closes[first]!, 0);
    const e = Math.max(e0 - delta, opens[first]!) - wait;
    const l = Math.min(l0 - delta, closes[first]!);
    const d = d0 + delta + wait;
    for (let k = from; k < y; k += 1) {
      if (tailFrontD[k]! <= d && tailFrontE[k]! + tailFrontD[k]! <= e + d && tailFrontL[k]! >= l) return y;
    }
    tailPlace[y] = first;
    tailVisit[y] = at;
    tailFrontD[y] = d;
    tailFrontE[y] = e;
    tailFrontL[y] = l;
    return y + 1;
  }

  function buildTails(route: number): void {
    const row = route * width;
    let y = route * pool;
    for (let here = row + length[route]!; here >= row; here -= 1) {
      const at = here - row;
      const first = after[here]!;
      tailFrom[here] = y;
      if (at <= need[route]!) y = addTail(y, y, depot, first, tailD[here]!, tailE[here]!, tailL[here]!, at);
      if (at < length[route]!) {
        const from = y;
        for (let k = tailFrom[here + 1]!; k < tailTo[here + 1]!; k += 1) {
          const visitAt = tailVisit[k]!;
          y = addTail(y, from, first, tailPlace[k]!, tailFrontD[k]!, tailFrontE[k]!, tailFrontL[k]!, visitAt);
        }
      }
      tailTo[here] = y;
    }
  }

  return {
    headFrom,
    headTo,
    headPlace,
    headFrontD,
    headFrontE,
    headFrontL,
    tailFrom,
    tailTo,
    tailPlace,
    tailVisit,
    tailFrontD,
    tailFrontE,
    tailFrontL,
    stale(route) {
      isFresh[route] = 0;
    },
    fresh(route) {
      if (isFresh[route] === 1) return;
      isFresh[route] = 1;
      buildHeads(route);
      buildTails(route);
    },
    visit,
  };
}
