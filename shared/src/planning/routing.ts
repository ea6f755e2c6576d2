import type { Job } from './model.ts';
import type { Plan as Order } from './search/best.ts';
import type { Routing } from './search/routing.ts';
import { isAhead } from './rank.ts';
import { fits, lackingParts, maySuit } from './rules.ts';
import { pairScore } from './score.ts';
import { unplanned, type Plan, type Tour } from './plan.ts';
import { Timetable } from './timetable.ts';
import type { Visit } from './visit.ts';

/** Minutes of driving that a minute beyond a hard rule is worth while a plan that has become broken is mended. */
export const BROKEN = 100;
/** Leaving out what is planned is not a way to save: it costs so much more than leaving out what is not. */
const DROPPED = 1e6;
/** Others a job is ruined together with. */
const NEIGHBOURS = 100;

/** Tours and jobs that the search may change. */
export interface Scope {
  /** Shifts whose tours are changed; null all that have not ended. Jobs of others stay where they are. */
  readonly shifts: readonly string[] | null;
  /** Whether jobs that are unplanned are planned where they fit. */
  readonly unplanned: boolean;
}

/** A plan as the search sees it: its tours are the routes, its movable jobs the jobs. */
export class DayRouting implements Routing {
  readonly jobs: number;
  readonly routes: number;
  readonly longest: number;
  readonly omission: Float64Array;
  readonly near: Int32Array;
  readonly fixed: Int32Array;
  readonly orders: Routing['orders'];
  readonly kind: Int32Array;
  readonly may: Uint8Array;
  readonly found = { at: -1, cost: Infinity, nextAt: -1, nextCost: Infinity };
  /** The order the search begins with. */
  readonly start: readonly (readonly number[])[];

  readonly #tours: readonly Tour[];
  readonly #visits: readonly Visit[];
  readonly #plan: Plan;
  readonly #tables: readonly Timetable[];
  readonly #stops: readonly Visit[][];
  /** By route and job: what does not depend on when. */
  readonly #pair: Float64Array;

  constructor(plan: Plan, { shifts, unplanned: withUnplanned }: Scope) {
    const wanted = shifts && new Set(shifts);
    this.#plan = plan;
    this.#tours = plan.tours.filter((tour) => isAhead(plan, tour) && (!wanted || wanted.has(tour.duty.shift.id)));
    const open = withUnplanned ? unplanned(plan) : [];
    const visits = [...this.#tours.flatMap(({ stops }) => stops), ...open];
    this.#visits = visits;
    const index = new Map(visits.map((visit, job) => [visit.slot, job]));
    this.jobs = visits.length;
    this.routes = this.#tours.length;
    this.start = this.#tours.map(({ stops }) => stops.map(({ slot }) => index.get(slot) ?? -1));
    this.fixed = Int32Array.from(this.#tours, ({ locked }) => locked.length);
    this.kind = Int32Array.from(this.#tours, (_, route) => route);
    this.omission = Float64Array.from(
      visits,
      ({ job, slot }) => plan.weights.unplanned[job.urgency] + (plan.tourBySlot[slot]! >= 0 ? DROPPED : 0),
    );
    this.may = new Uint8Array(this.jobs * this.routes);
    this.#pair = new Float64Array(this.jobs * this.routes);
    for (const [route, { duty }] of this.#tours.entries()) {
      // most jobs ask for no more than a skill and a district: one look for all that ask for the same
      const alike = new Map<string, boolean>();
      for (const [job, visit] of visits.entries()) {
        const index = job * this.routes + route;
        const plain = duty.contractor.travelLimit === null ? plainKey(visit.job) : null;
        const known = plain === null ? undefined : alike.get(plain);
        const may = known ?? maySuit(duty, visit, plan);
        if (plain !== null && known === undefined) alike.set(plain, may);
        this.may[index] = may ? 1 : 0;
        if (may) this.#pair[index] = pairScore(duty.contractor, visit.job, plan.weights);
      }
    }
    this.longest = Math.min(this.jobs, this.#longest());
    this.#stops = this.#tours.map(() => []);
    this.#tables = this.#tours.map(({ duty }) => new Timetable(duty, plan, 16));
    this.near = nearest(visits);
    this.orders = ordersOf(visits, this.may, this.routes);
  }

  price(route: number, order: Int32Array, from: number, length: number): number {
    const stops = this.#stops[route]!;
    stops.length = length;
    let pairs = 0;
    for (let at = 0; at < length; at++) {
      const job = order[from + at]!;
      stops[at] = this.#visits[job]!;
      pairs += this.#pair[job * this.routes + route]!;
    }
    const table = this.#tables[route]!;
    table.lay(stops, this.#tours[route]!.locked);
    return (
      this.#plan.weights.travel * table.travel +
      table.delay +
      table.lateness +
      table.load +
      pairs +
      BROKEN * table.broken
    );
  }

  place(route: number, job: number): number {
    const { found } = this;
    found.at = found.nextAt = -1;
    found.cost = found.nextCost = Infinity;
    const visit = this.#visits[job]!;
    const table = this.#tables[route]!;
    if (lackingParts(table.duty, visit, table.stops, table.count).length > 0) return Infinity;
    const pair = this.#pair[job * this.routes + route]!;
    for (let at = this.fixed[route]!; at <= table.count; at++) {
      if (table.freeAfter(at - 1) > visit.closes) break;
      const trial = table.attempt(visit, at, found.nextCost - pair);
      if (trial.givenUp || !fits(trial)) continue;
      const cost = this.#plan.weights.travel * trial.travel + trial.delay + trial.lateness + trial.load + pair;
      if (cost < found.cost) {
        found.nextAt = found.at;
        found.nextCost = found.cost;
        found.at = at;
        found.cost = cost;
      } else if (cost < found.nextCost) {
        found.nextAt = at;
        found.nextCost = cost;
      }
    }
    return found.cost;
  }

  /** The tours of an order of the search, by index in the plan. */
  read(order: Order): { readonly tour: Tour; readonly stops: readonly Visit[] }[] {
    return this.#tours.map((tour, route) => ({
      tour,
      stops: order.routes[route]!.map((job) => this.#visits[job]!),
    }));
  }

  /** Jobs a shift could hold at most if all were the shortest and next door; more than it has now in any case. */
  #longest(): number {
    const shortest = this.#visits.reduce((least, { minutes }) => Math.min(least, minutes), Infinity);
    return this.#tours.reduce((most, { duty, stops }) => {
      const room = Math.floor((duty.shift.until - duty.shift.from) / Math.max(1, shortest)) + 1;
      return Math.max(most, stops.length + 1, Math.min(room, duty.shift.maxJobs ?? Infinity));
    }, 1);
  }
}

/** What a job without wishes about persons asks for; null for one with them. */
function plainKey({ skills, district, urgency, blacklist, passed, pin }: Job): string | null {
  if (blacklist.length > 0 || passed.length > 0 || pin.contractor !== null) return null;
  return `${skills.join()}|${district ?? ''}|${urgency === 'emergency'}`;
}

/** By job the nearest others by distance; ties by number. */
function nearest(visits: readonly Visit[]): Int32Array {
  const count = visits.length;
  const width = Math.max(0, Math.min(NEIGHBOURS, count - 1));
  const near = new Int32Array(count * width);
  const xs = Float64Array.from(visits, ({ spot }) => spot.x);
  const ys = Float64Array.from(visits, ({ spot }) => spot.y);
  const gaps = new Float64Array(width);
  for (let job = 0; job < count; job++) {
    const row = job * width;
    const x = xs[job]!;
    const y = ys[job]!;
    let size = 0;
    for (let other = 0; other < count; other++) {
      const gap = (xs[other]! - x) ** 2 + (ys[other]! - y) ** 2;
      if ((size === width && gap >= gaps[size - 1]!) || other === job) continue;
      // kept in order: what is far falls off the end
      let at = size < width ? size++ : size - 1;
      for (; at > 0 && gaps[at - 1]! > gap; at--) {
        gaps[at] = gaps[at - 1]!;
        near[row + at] = near[row + at - 1]!;
      }
      gaps[at] = gap;
      near[row + at] = other;
    }
  }
  return near;
}

/** Besides at random: the urgent, the long, the soon closing and those whom few may do come first. */
function ordersOf(visits: readonly Visit[], may: Uint8Array, routes: number): Routing['orders'] {
  const key = (of: (visit: Visit, job: number) => number): Float64Array => Float64Array.from(visits, of);
  const latest = ({ closes, promised }: Visit): number => Math.min(closes, promised, 1e12);
  const able = (_: Visit, job: number): number => {
    let sum = 0;
    for (let route = 0; route < routes; route++) sum += may[job * routes + route]!;
    return sum;
  };
  return [
    { weight: 2, key: key(({ minutes }) => -minutes) },
    { weight: 2, key: key(latest) },
    { weight: 2, key: key(({ missedWeight }) => -missedWeight) },
    { weight: 2, key: key(able) },
  ];
}
