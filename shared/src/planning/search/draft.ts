/**
 * The plan the search is changing: who is on which route in which order, with an undo that costs only what was touched.
 * Nothing is allocated after the constructor.
 */
import type { Routing } from './routing.ts';

export class Draft {
  readonly routing: Routing;
  readonly longest: number;
  /** Stops of route r at r × longest … + length[r] − 1. */
  readonly stops: Int32Array;
  readonly length: Int32Array;
  readonly cost: Float64Array;
  /** Names the order of a route: equal stamps, equal order. Restored by undo, so that what was worked out still holds. */
  readonly stamp: Float64Array;
  /** By job; −1 while absent. */
  readonly routeOf: Int32Array;
  /** By job: its position in its route, if it is on one. */
  readonly posOf: Int32Array;
  /** The routes that are not empty: used[0] … used[usedCount − 1]. */
  readonly used: Int32Array;
  usedCount = 0;
  /** By kind: an open empty route; −1 where there is none. */
  readonly emptyOf: Int32Array;
  /** Jobs on no route: absent[0] … absent[absentCount − 1]. */
  readonly absent: Int32Array;
  absentCount = 0;
  /** Cost of the routes and of what is left out. */
  total: number;
  /** Cost of each route in use, besides what the routing says: where fewer routes come before all else. */
  readonly perRoute: number;
  /** Routes changed since `begin`. */
  readonly touched: Int32Array;
  touchedCount = 0;

  /** Stamp of the order that the routing was last told. */
  private readonly told: Float64Array;
  private readonly usedAt: Int32Array;
  private readonly open: Uint8Array;
  private readonly rounds: Float64Array;
  private round = 0;
  private lastStamp: number;
  private readonly oldStops: Int32Array;
  private readonly oldLength: Int32Array;
  private readonly oldCost: Float64Array;
  private readonly oldStamp: Float64Array;
  private readonly oldAbsent: Int32Array;
  private oldAbsentCount = 0;
  private oldTotal = 0;
  private oldUsedCount = 0;

  constructor(routing: Routing, perRoute = 0) {
    const { jobs, routes, longest } = routing;
    this.routing = routing;
    this.perRoute = perRoute;
    this.longest = longest;
    this.stops = new Int32Array(routes * longest);
    this.length = new Int32Array(routes);
    this.cost = new Float64Array(routes);
    this.stamp = Float64Array.from({ length: routes }, (_, route) => route + 1);
    this.lastStamp = routes;
    this.posOf = new Int32Array(jobs);
    this.routeOf = new Int32Array(jobs).fill(-1);
    this.used = new Int32Array(routes);
    this.usedAt = new Int32Array(routes).fill(-1);
    this.open = new Uint8Array(routes).fill(1);
    this.emptyOf = new Int32Array(routing.kind.reduce((most, kind) => Math.max(most, kind + 1), 0)).fill(-1);
    for (let route = routes - 1; route >= 0; route -= 1) this.emptyOf[routing.kind[route]!] = route;
    this.absent = Int32Array.from({ length: jobs }, (_, job) => job);
    this.absentCount = jobs;
    this.total = routing.omission.reduce((sum, cost) => sum + cost, 0);
    this.told = new Float64Array(routes);
    this.touched = new Int32Array(routes);
    this.rounds = new Float64Array(routes);
    this.oldStops = new Int32Array(routes * longest);
    this.oldLength = new Int32Array(routes);
    this.oldCost = new Float64Array(routes);
    this.oldStamp = new Float64Array(routes);
    this.oldAbsent = new Int32Array(jobs);
    for (let route = 0; route < routes; route += 1) this.tell(route);
  }

  /** From here on changes can be undone together. */
  begin(): void {
    this.round += 1;
    this.touchedCount = 0;
    this.oldTotal = this.total;
    this.oldUsedCount = this.usedCount;
    this.oldAbsentCount = this.absentCount;
    for (let index = 0; index < this.absentCount; index += 1) this.oldAbsent[index] = this.absent[index]!;
  }

  /** To be called before a route's stops are changed; keeps them for `undo`. */
  touch(route: number): void {
    if (this.rounds[route] === this.round) return;
    this.rounds[route] = this.round;
    this.touched[this.touchedCount++] = route;
    const { stops, oldStops, longest } = this;
    const count = this.length[route]!;
    const first = route * longest;
    for (let index = first; index < first + count; index += 1) oldStops[index] = stops[index]!;
    this.oldLength[route] = count;
    this.oldCost[route] = this.cost[route]!;
    this.oldStamp[route] = this.stamp[route]!;
  }

  isTouched(route: number): boolean {
    return this.rounds[route] === this.round;
  }

  /**
   * Replaces all by a whole plan, or by nothing. Of a route that breaks a hard rule only the fixed stops stay.
   * @throws Error of a job that is not there, or twice
   */
  load(start: readonly (readonly number[])[]): void {
    while (this.usedCount > 0) {
      const route = this.used[0]!;
      this.cut(route, 0, this.length[route]!, 0, 0);
      this.tell(route);
    }
    start.forEach((jobs, route) => {
      if (jobs.length === 0) return;
      if (jobs.length > this.longest || route >= this.length.length) throw new Error('the start does not fit');
      this.touch(route);
      jobs.forEach((job, at) => {
        if (this.routeOf[job] !== -1) throw new Error(`job ${job} is not there, or twice in the start`);
        this.routeOf[job] = route;
        this.stops[route * this.longest + at] = job;
        this.posOf[job] = at;
      });
      this.resize(route, jobs.length);
      this.tell(route);
      const head = this.routing.fixed?.[route] ?? 0;
      if (this.cost[route] === Infinity && head < jobs.length) {
        this.cut(route, head, jobs.length - head, head, 0);
        this.tell(route);
      }
    });
    this.absentCount = 0;
    this.routeOf.forEach((route, job) => {
      if (route < 0) this.absent[this.absentCount++] = job;
    });
  }

  /** Exchanges what follows `fromA` stops of one route with what follows `fromB` stops of another. */
  swapTails(a: number, fromA: number, b: number, fromB: number): void {
    const { stops, longest, length, routeOf } = this;
    const tailA = length[a]! - fromA;
    const tailB = length[b]! - fromB;
    this.touch(a);
    this.touch(b);
    const toA = a * longest + fromA;
    const toB = b * longest + fromB;
    const { oldStops } = this;
    for (let at = 0; at < tailB; at += 1) {
      const job = oldStops[toB + at]!;
      stops[toA + at] = job;
      this.posOf[job] = fromA + at;
      routeOf[job] = a;
    }
    for (let at = 0; at < tailA; at += 1) {
      const job = oldStops[toA + at]!;
      stops[toB + at] = job;
      this.posOf[job] = fromB + at;
      routeOf[job] = b;
    }
    this.resize(a, fromA + tailB);
    this.resize(b, fromB + tailA);
  }

  /** Takes `count` stops off a route, from position `at` on, but leaves those from `keepAt` on, `keep` of them. */
  cut(route: number, at: number, count: number, keepAt: number, keep: number): void {
    this.touch(route);
    const { stops, longest, absent, routeOf } = this;
    const first = route * longest;
    const last = first + this.length[route]!;
    const end = first + at + count + keep;
    let to = first + at;
    for (let index = to; index < end; index += 1) {
      const job = stops[index]!;
      if (keep > 0 && index >= first + keepAt && index < first + keepAt + keep) {
        this.posOf[job] = to - first;
        stops[to++] = job;
      } else {
        absent[this.absentCount++] = job;
        routeOf[job] = -1;
      }
    }
    for (let index = end; index < last; index += 1) {
      this.posOf[stops[index]!] = to - first;
      stops[to++] = stops[index]!;
    }
    this.resize(route, to - first);
  }

  /** Puts a job, which the caller takes from the absent, into a route and prices it. */
  insert(route: number, at: number, job: number): void {
    this.touch(route);
    const { stops } = this;
    const first = route * this.longest;
    const count = this.length[route]!;
    for (let index = first + count; index > first + at; index -= 1) {
      const moved = stops[index - 1]!;
      stops[index] = moved;
      this.posOf[moved] = index - first;
    }
    this.posOf[job] = at;
    stops[first + at] = job;
    this.routeOf[job] = route;
    this.resize(route, count + 1);
    this.tell(route);
  }

  private resize(route: number, count: number): void {
    const before = this.length[route]!;
    this.length[route] = count;
    this.stamp[route] = count === 0 ? route + 1 : ++this.lastStamp;
    // empty routes have one stamp, so the routing may have been told of it before an undo and is not asked again
    if (count === 0) this.cost[route] = 0;
    if (before === 0 || count === 0) this.sortIn(route, count);
  }

  /** Keeps the lists of used and of empty routes. */
  private sortIn(route: number, count: number): void {
    const { used, usedAt, emptyOf } = this;
    const kind = this.routing.kind[route]!;
    const at = usedAt[route]!;
    if (count > 0 && at < 0) {
      usedAt[route] = this.usedCount;
      used[this.usedCount++] = route;
      if (emptyOf[kind] === route) this.findEmpty(kind, route + 1);
    } else if (count === 0 && at >= 0) {
      const moved = used[--this.usedCount]!;
      used[at] = moved;
      usedAt[moved] = at;
      usedAt[route] = -1;
      const empty = emptyOf[kind]!;
      if (this.open[route] === 1 && (empty < 0 || route < empty)) emptyOf[kind] = route;
    }
  }

  /** Takes all jobs off a route for good: it gets none any more. Not to be undone, so between two rounds. */
  close(route: number): void {
    this.begin();
    if (this.length[route]! > 0) this.cut(route, 0, this.length[route]!, 0, 0);
    this.settle();
    this.open[route] = 0;
    const kind = this.routing.kind[route]!;
    if (this.emptyOf[kind] === route) this.findEmpty(kind, route + 1);
  }

  private findEmpty(kind: number, from: number): void {
    const kinds = this.routing.kind;
    let route = from;
    while (route < kinds.length && (kinds[route] !== kind || this.length[route] !== 0 || this.open[route] === 0)) {
      route += 1;
    }
    this.emptyOf[kind] = route < kinds.length ? route : -1;
  }

  /** Prices a route as it is now, unless the routing knows this order already. */
  tell(route: number): void {
    if (this.told[route] === this.stamp[route]) return;
    this.told[route] = this.stamp[route]!;
    this.cost[route] = this.routing.price(route, this.stops, route * this.longest, this.length[route]!);
  }

  /** Ends a round of changes: works out the total from what was touched. */
  settle(): void {
    let total = this.oldTotal + this.perRoute * (this.usedCount - this.oldUsedCount);
    for (let index = 0; index < this.touchedCount; index += 1) {
      const route = this.touched[index]!;
      this.tell(route);
      total += this.cost[route]! - this.oldCost[route]!;
    }
    const { omission } = this.routing;
    for (let index = 0; index < this.oldAbsentCount; index += 1) total -= omission[this.oldAbsent[index]!]!;
    for (let index = 0; index < this.absentCount; index += 1) total += omission[this.absent[index]!]!;
    this.total = total;
  }

  /** Mean cost of an edge of the plan as it is; 1 where there is none. What a small change costs. */
  edgeCost(): number {
    let cost = 0;
    let edges = 0;
    for (let index = 0; index < this.usedCount; index += 1) {
      const route = this.used[index]!;
      cost += this.cost[route]!;
      edges += this.length[route]! + 1;
    }
    return edges === 0 || cost === 0 ? 1 : Math.abs(cost) / edges;
  }

  /** Back to what was when `begin` was called. The routing is told later, when it is asked. */
  undo(): void {
    const { stops, oldStops, routeOf, absent, oldAbsent } = this;
    for (let index = 0; index < this.absentCount; index += 1) routeOf[absent[index]!] = -1;
    for (let index = 0; index < this.touchedCount; index += 1) {
      const route = this.touched[index]!;
      const first = route * this.longest;
      const count = this.oldLength[route]!;
      for (let at = first; at < first + count; at += 1) {
        const job = oldStops[at]!;
        stops[at] = job;
        routeOf[job] = route;
        this.posOf[job] = at - first;
      }
      this.length[route] = count;
      this.stamp[route] = this.oldStamp[route]!;
      this.cost[route] = this.oldCost[route]!;
      this.sortIn(route, count);
    }
    for (let index = 0; index < this.oldAbsentCount; index += 1) {
      absent[index] = oldAbsent[index]!;
      routeOf[oldAbsent[index]!] = -1;
    }
    this.absentCount = this.oldAbsentCount;
    this.total = this.oldTotal;
  }
}
