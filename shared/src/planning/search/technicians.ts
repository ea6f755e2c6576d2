/**
 * Technician routing (Pillac, Guéret, Medaglia 2013): technicians leave their homes, serve requests that need skills,
 * tools and parts within time windows, may fetch tools and parts by one visit to the depot, and return home. The cost of
 * a route is its duration, leaving as late as does not delay the end.
 *
 * A route is the order of its jobs; where the depot is visited, if it must be, follows from the order. Durations are
 * those of segments (Vidal, Crainic, Gendreau, Prins 2013): a run of stops is known by its shortest duration and by the
 * earliest and latest start that has this duration, and two runs are joined in constant time.
 */
import type { Routing } from './routing.ts';
import { depotFronts } from './technicians.depot.ts';
import { mayServe, nearness, orders } from './technicians.orders.ts';
import type { TechnicianProblem } from './technicians.problem.ts';
import { emptySegments, NEVER, TOLERANCE, type Segments } from './technicians.segments.ts';

export interface TechnicianRouting extends Routing {
  /** By route, as last told by `price`: the depot is visited before the stop at this place; −1 where it is not. */
  readonly depotAt: Int32Array;
}

export function technicianRouting(problem: TechnicianProblem): TechnicianRouting {
  const { places, travel, opens, closes, service, parts, technicians } = problem;
  const { place: placeOf, tools: jobTools, parts: jobParts } = problem.jobs;
  const { tools: carried, parts: stock, supplied } = technicians;
  const jobs = placeOf.length;
  const routes = technicians.start.length;
  const width = jobs + 1;
  const may = mayServe(problem);

  const segments: Segments = emptySegments(routes, width);
  const { length, need, before, after, headD, headE, headL, tailD, tailE, tailL } = segments;
  const cost = new Float64Array(routes);
  /** What the technician has worked, and would, without any of the jobs. */
  const base = new Float64Array(routes);
  const depotAt = new Int32Array(routes).fill(-1);
  /** Parts used by the stops before place i. */
  const used = new Int32Array(routes * width * parts);
  const fronts = depotFronts(problem, segments);
  const { headFrom, headTo, headPlace, headFrontD, headFrontE, headFrontL } = fronts;
  const { tailFrom, tailTo, tailPlace, tailVisit, tailFrontD, tailFrontE, tailFrontL } = fronts;
  for (let route = 0; route < routes; route += 1) {
    price(route, new Int32Array(0), 0, 0);
    base[route] = cost[route]!;
    cost[route] = 0;
  }

  function price(route: number, stops: Int32Array, from: number, count: number): number {
    const row = route * width;
    fronts.stale(route);
    length[route] = count;
    depotAt[route] = -1;
    cost[route] = Infinity;
    let d = technicians.elapsed[route]!;
    let e = technicians.earliest[route]!;
    let l = technicians.latest[route]!;
    let at = technicians.start[route]!;
    let first = NEVER;
    for (let i = 0; i < count; i += 1) {
      const job = stops[from + i]!;
      if (may[job * routes + route] === 0) return Infinity;
      const place = placeOf[job]!;
      const here = row + i;
      before[here] = at;
      after[here] = place;
      headD[here] = d;
      headE[here] = e;
      headL[here] = l;
      let short = (jobTools[job]! & ~carried[route]!) !== 0;
      for (let part = 0; part < parts; part += 1) {
        const total = used[here * parts + part]! + jobParts[job * parts + part]!;
        used[(here + 1) * parts + part] = total;
        if (total > stock[route * parts + part]!) short = true;
      }
      if (short && first === NEVER && supplied[route] === 0) first = i;
      d += travel[at * places + place]!;
      if (e + d > closes[place]! + TOLERANCE) return Infinity;
      const wait = Math.max(opens[place]! - d - l, 0);
      e = Math.max(opens[place]! - d, e) - wait;
      l = Math.min(closes[place]! - d, l);
      d += wait + service[place]!;
      at = place;
    }
    const last = row + count;
    before[last] = at;
    after[last] = technicians.end[route]!;
    headD[last] = d;
    headE[last] = e;
    headL[last] = l;
    need[route] = first;
    return tails(route, count, first);
  }

  /** Second half of `price`: all from place i on, and the cheapest place of the visit to the depot. */
  function tails(route: number, count: number, first: number): number {
    const row = route * width;
    let place = technicians.end[route]!;
    let d = service[place]!;
    let e = opens[place]!;
    let l = closes[place]!;
    tailD[row + count] = d;
    tailE[row + count] = e;
    tailL[row + count] = l;
    for (let i = count - 1; i >= 0; i -= 1) {
      const next = place;
      place = after[row + i]!;
      const delta = service[place]! + travel[place * places + next]!;
      // the first half looks at arrivals on their way here, not at what is left of the day from here
      if (opens[place]! + delta > l + TOLERANCE) return Infinity;
      const wait = Math.max(e - delta - closes[place]!, 0);
      e = Math.max(e - delta, opens[place]!) - wait;
      l = Math.min(l - delta, closes[place]!);
      d += delta + wait;
      tailD[row + i] = d;
      tailE[row + i] = e;
      tailL[row + i] = l;
    }
    let best = Infinity;
    if (first === NEVER) {
      best = whole(headD[row]!, headE[row]!, headL[row]!, before[row]!, place, d, e, l);
    } else {
      for (let i = 0; i <= first; i += 1) {
        const total = fronts.visit(row + i);
        if (total < best) {
          best = total;
          depotAt[route] = i;
        }
      }
    }
    cost[route] = best - base[route]!;
    return cost[route];
  }

  /** @returns duration of two segments joined; Infinity when the second cannot be begun in time. */
  function whole(
    d: number,
    e: number,
    l: number,
    from: number,
    to: number,
    d2: number,
    e2: number,
    l2: number,
  ): number {
    const start = d + travel[from * places + to]!;
    return e + start > l2 + TOLERANCE ? Infinity : start + d2 + Math.max(e2 - start - l, 0);
  }

  const found = { at: -1, cost: Infinity, nextAt: -1, nextCost: Infinity };
  function place(route: number, job: number): number {
    const row = route * width;
    const count = length[route]!;
    const q = placeOf[job]!;
    const open = opens[q]!;
    const close = closes[q]!;
    const work = service[q]!;
    found.at = found.nextAt = -1;
    let best = Infinity;
    let nextBest = Infinity;

    // the job itself needs the depot from place `short` on; before that, stops up to `due` need it because of the job
    let short = NEVER;
    if (supplied[route] === 0) {
      if ((jobTools[job]! & ~carried[route]!) !== 0) short = 0;
      for (let part = 0; part < parts; part += 1) {
        const left = stock[route * parts + part]! - jobParts[job * parts + part]!;
        if (left === stock[route * parts + part] || used[(row + count) * parts + part]! <= left) continue;
        let i = count;
        while (i > 0 && used[(row + i - 1) * parts + part]! > left) i -= 1;
        if (i < short) short = i;
      }
    }
    const due = Math.min(need[route]!, short === NEVER ? NEVER : short - 1);
    const depotNeeded = short !== NEVER || need[route] !== NEVER;
    if (depotNeeded) fronts.fresh(route);

    for (let i = 0; i <= count; i += 1) {
      const here = row + i;
      const hd = headD[here]!;
      const he = headE[here]!;
      if (he + hd > close + TOLERANCE) break;
      const next = after[here]!;
      const onward = work + travel[q * places + next]!;
      // all that follows is too late after it, with the depot between even more so
      if (open + onward > tailL[here]! + TOLERANCE) continue;
      let least = Infinity;
      if (i <= due) {
        let d = hd + travel[before[here]! * places + q]!;
        if (he + d <= close + TOLERANCE) {
          const hl = headL[here]!;
          const wait = Math.max(open - d - hl, 0);
          const e = Math.max(open - d, he) - wait;
          const l = Math.min(close - d, hl);
          d += wait;
          if (!depotNeeded) {
            const start = d + onward;
            if (e + start <= tailL[here]! + TOLERANCE) {
              least = start + tailD[here]! + Math.max(tailE[here]! - start - l, 0);
            }
          } else {
            const end = tailTo[here]!;
            for (let y = tailFrom[here]!; y < end && tailVisit[y]! <= due; y += 1) {
              const start = d + work + travel[q * places + tailPlace[y]!]!;
              if (e + start > tailFrontL[y]! + TOLERANCE) continue;
              const total = start + tailFrontD[y]! + Math.max(tailFrontE[y]! - start - l, 0);
              if (total < least) least = total;
            }
          }
        }
      }
      if (depotNeeded) {
        const end = headTo[here]!;
        for (let x = headFrom[here]!; x < end; x += 1) {
          let d = headFrontD[x]! + travel[headPlace[x]! * places + q]!;
          const e = headFrontE[x]!;
          if (e + d > close + TOLERANCE) continue;
          const l = headFrontL[x]!;
          const wait = Math.max(open - d - l, 0);
          const e2 = Math.max(open - d, e) - wait;
          const l2 = Math.min(close - d, l);
          d += wait + onward;
          if (e2 + d > tailL[here]! + TOLERANCE) continue;
          const total = d + tailD[here]! + Math.max(tailE[here]! - d - l2, 0);
          if (total < least) least = total;
        }
      }
      if (least < best) {
        nextBest = best;
        found.nextAt = found.at;
        best = least;
        found.at = i;
      } else if (least < nextBest) {
        nextBest = least;
        found.nextAt = i;
      }
    }
    const now = base[route]! + cost[route]!;
    found.cost = best - now;
    found.nextCost = nextBest - now;
    return found.cost;
  }

  return {
    jobs,
    routes,
    longest: jobs,
    omission: problem.omission,
    near: nearness(problem),
    orders: orders(problem, may),
    kind: Int32Array.from({ length: routes }, (_, route) => route),
    may,
    price,
    place,
    found,
    depotAt,
    strict: true,
    // skills, tools and homes make deeper traps than windows alone, and an edge includes the work at its end
    heat: { hot: 1, cold: 0.02 },
  };
}
