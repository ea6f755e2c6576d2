/**
 * Vehicle routing with time windows (VRPTW): one depot, alike vehicles with a capacity, Euclidean distance at speed 1,
 * waiting allowed, being late not. Cost is distance.
 */
import type { Routing } from './routing.ts';

export interface Customer {
  readonly x: number;
  readonly y: number;
  readonly demand: number;
  /** Service begins no sooner. */
  readonly ready: number;
  /** Service begins no later; at the depot: back no later. */
  readonly due: number;
  readonly service: number;
}

export interface WindowsProblem {
  readonly vehicles: number;
  readonly capacity: number;
  readonly depot: Customer;
  readonly customers: readonly Customer[];
}

/** Rounding of sums of square roots; far below what a unit of time means. */
const TOLERANCE = 1e-9;
/** Neighbours kept for each customer; more are never ruined together. */
const NEIGHBOURS = 250;

/**
 * A place is checked in constant time: each stop keeps when it is left at the earliest, and when it must be reached at
 * the latest for all after it to be in time (Savelsbergh 1992, forward time slack).
 */
export class Windows implements Routing {
  readonly jobs: number;
  readonly routes: number;
  readonly longest: number;
  readonly omission: Float64Array;
  readonly near: Int32Array;
  readonly orders: readonly { readonly weight: number; readonly key: Float64Array }[];
  readonly kind: Int32Array;
  readonly may: Uint8Array;
  /** No plan has fewer routes. */
  readonly fewest: number;
  readonly found = { at: -1, cost: Infinity, nextAt: -1, nextCost: Infinity };

  private readonly capacity: number;
  /** Points: 0 the depot, 1 + job a customer. */
  private readonly points: number;
  private readonly distance: Float64Array;
  private readonly demand: Float64Array;
  private readonly ready: Float64Array;
  private readonly due: Float64Array;
  private readonly service: Float64Array;
  /** Entries for each route: its stops and the depot before and after them. */
  private readonly width: number;
  private readonly point: Int32Array;
  private readonly count: Int32Array;
  private readonly load: Float64Array;
  /** Load of the stops up to here. */
  private readonly loaded: Float64Array;
  /** Left at the earliest. */
  private readonly leave: Float64Array;
  /** Must be reached at the latest. */
  private readonly latest: Float64Array;
  /** Distance to the next entry. */
  private readonly leg: Float64Array;

  /** @param vehicles routes allowed, where fewer than the problem's */
  constructor(problem: WindowsProblem, vehicles = problem.vehicles) {
    const all = [problem.depot, ...problem.customers];
    const jobs = problem.customers.length;
    this.jobs = jobs;
    this.routes = Math.min(vehicles, Math.max(jobs, 1));
    this.capacity = problem.capacity;
    const demand = problem.customers.reduce((sum, customer) => sum + customer.demand, 0);
    this.fewest = Math.max(1, Math.ceil(demand / problem.capacity));
    this.points = all.length;
    this.distance = distances(all);
    this.demand = Float64Array.from(all, (each) => each.demand);
    this.ready = Float64Array.from(all, (each) => each.ready);
    this.due = Float64Array.from(all, (each) => each.due);
    this.service = Float64Array.from(all, (each) => each.service);
    this.longest = mostTogether(problem);
    const farthest = this.distance.reduce((most, length) => Math.max(most, length), 0);
    // more than all routes together can cost, so that none is left out to save distance
    this.omission = new Float64Array(jobs).fill(2 * (farthest + 1) * (jobs + 1));
    this.near = neighbours(this.distance, jobs);
    const key = (of: (customer: Customer, point: number) => number): Float64Array =>
      Float64Array.from(problem.customers, (customer, job) => of(customer, job + 1));
    this.orders = [
      { weight: 4, key: key((customer) => -customer.demand) },
      { weight: 2, key: key((_, point) => -this.distance[point]!) },
      { weight: 1, key: key((_, point) => this.distance[point]!) },
      { weight: 2, key: key((customer) => customer.due - customer.ready) },
      { weight: 2, key: key((customer) => customer.ready) },
      { weight: 2, key: key((customer) => -customer.due) },
    ];
    this.kind = new Int32Array(this.routes);
    this.may = new Uint8Array(jobs * this.routes).fill(1);
    this.width = this.longest + 2;
    this.point = new Int32Array(this.routes * this.width);
    this.count = new Int32Array(this.routes);
    this.load = new Float64Array(this.routes);
    this.loaded = new Float64Array(this.routes * this.width);
    this.leave = new Float64Array(this.routes * this.width);
    this.latest = new Float64Array(this.routes * this.width);
    this.leg = new Float64Array(this.routes * this.width);
  }

  price(route: number, stops: Int32Array, from: number, length: number): number {
    const { distance, points, ready, due, service, point, leave, latest, leg, loaded } = this;
    const first = route * this.width;
    const last = first + length + 1;
    let load = 0;
    let cost = 0;
    let here = 0;
    let time = ready[0]! + service[0]!;
    let inTime = true;
    point[first] = 0;
    leave[first] = time;
    loaded[first] = 0;
    for (let at = first + 1; at <= last; at += 1) {
      const there = at === last ? 0 : stops[from + at - first - 1]! + 1;
      const length = distance[here * points + there]!;
      leg[at - 1] = length;
      cost += length;
      time = Math.max(time + length, ready[there]!);
      if (time > due[there]! + TOLERANCE) inTime = false;
      time += service[there]!;
      load += this.demand[there]!;
      point[at] = there;
      leave[at] = time;
      loaded[at] = load;
      here = there;
    }
    let until = due[0]!;
    latest[last] = until;
    for (let at = last - 1; at > first; at -= 1) {
      const there = point[at]!;
      until = Math.min(due[there]!, until - leg[at]! - service[there]!);
      latest[at] = until;
    }
    this.count[route] = length;
    this.load[route] = load;
    if (!inTime || load > this.capacity) return Infinity;
    return length === 0 ? 0 : cost;
  }

  tails(a: number, fromA: number, b: number, fromB: number): number {
    const { point, leave, latest, leg, loaded, distance, points } = this;
    const hereA = a * this.width + fromA;
    const hereB = b * this.width + fromB;
    const restA = this.load[a]! - loaded[hereA]!;
    const restB = this.load[b]! - loaded[hereB]!;
    if (loaded[hereA]! + restB > this.capacity || loaded[hereB]! + restA > this.capacity) return Infinity;
    const toB = distance[point[hereA]! * points + point[hereB + 1]!]!;
    if (leave[hereA]! + toB > latest[hereB + 1]! + TOLERANCE) return Infinity;
    const toA = distance[point[hereB]! * points + point[hereA + 1]!]!;
    if (leave[hereB]! + toA > latest[hereA + 1]! + TOLERANCE) return Infinity;
    return toA + toB - leg[hereA]! - leg[hereB]!;
  }

  place(route: number, job: number): number {
    const { found, distance, point, leave, latest, leg } = this;
    found.at = -1;
    found.nextAt = -1;
    found.cost = Infinity;
    found.nextCost = Infinity;
    const there = job + 1;
    if (this.load[route]! + this.demand[there]! > this.capacity) return Infinity;
    const row = there * this.points;
    const ready = this.ready[there]!;
    const due = this.due[there]! + TOLERANCE;
    const service = this.service[there]! - TOLERANCE;
    const first = route * this.width;
    const last = first + this.count[route]!;
    let best = Infinity;
    let next = Infinity;
    let bestAt = -1;
    let nextAt = -1;
    let before = distance[row]!;
    for (let at = first; at <= last; at += 1) {
      const after = distance[row + point[at + 1]!]!;
      const arrival = leave[at]! + before;
      // by the triangle inequality it is reached later still from any stop further on
      if (arrival > due) break;
      if ((arrival > ready ? arrival : ready) + service + after <= latest[at + 1]!) {
        const cost = before + after - leg[at]!;
        if (cost < best) {
          next = best;
          nextAt = bestAt;
          best = cost;
          bestAt = at;
        } else if (cost < next) {
          next = cost;
          nextAt = at;
        }
      }
      before = after;
    }
    if (bestAt < 0) return Infinity;
    found.at = bestAt - first;
    found.cost = best;
    if (nextAt >= 0) {
      found.nextAt = nextAt - first;
      found.nextCost = next;
    }
    return best;
  }
}

function distances(all: readonly Customer[]): Float64Array {
  const matrix = new Float64Array(all.length ** 2);
  all.forEach((one, from) => {
    all.forEach((other, to) => {
      const [dx, dy] = [one.x - other.x, one.y - other.y];
      // not Math.hypot, whose last digit may differ from the square root everyone else takes
      matrix[from * all.length + to] = Math.sqrt(dx * dx + dy * dy);
    });
  });
  return matrix;
}

/** Customers one vehicle can hold at most: the smallest demands and shortest services that fit together. */
function mostTogether({ capacity, customers, depot }: WindowsProblem): number {
  const fitting = (amounts: readonly number[], limit: number): number => {
    let [sum, count] = [0, 0];
    for (const amount of amounts.toSorted((a, b) => a - b)) {
      sum += amount;
      if (sum > limit) break;
      count += 1;
    }
    return count;
  };
  const byDemand = fitting(
    customers.map(({ demand }) => demand),
    capacity,
  );
  const byService = fitting(
    customers.map(({ service }) => service),
    depot.due - depot.ready,
  );
  return Math.max(1, Math.min(byDemand, byService));
}

function neighbours(distance: Float64Array, jobs: number): Int32Array {
  const width = Math.min(Math.max(jobs - 1, 0), NEIGHBOURS);
  const near = new Int32Array(jobs * width);
  const others = Array.from({ length: jobs }, (_, job) => job);
  for (let job = 0; job < jobs; job += 1) {
    const row = (job + 1) * (jobs + 1) + 1;
    const sorted = others
      .filter((other) => other !== job)
      .sort((one, other) => distance[row + one]! - distance[row + other]! || one - other);
    near.set(sorted.slice(0, width), job * width);
  }
  return near;
}
