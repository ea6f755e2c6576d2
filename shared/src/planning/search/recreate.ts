/**
 * Recreate: puts absent jobs back one by one, each at its cheapest place, now and then overlooking a place ("greedy
 * insertion with blinks", Christiaens and Vanden Berghe 2020, 5.3).
 *
 * What a job costs in a route is asked once for each order of that route and kept: most routes are as they were, and
 * those that an undo restores get their stamp back. Blinks are independent of each other, so a blink is drawn only for
 * a place that would otherwise be taken, which gives the same distribution at less cost.
 */
import type { Draft } from './draft.ts';
import type { Random } from './random.ts';

/** Chance that a place is overlooked (β). */
const BLINK = 0.01;
/** Weight of the random order beside those of the routing. */
const SHUFFLE = 4;

export class Recreation {
  private readonly draft: Draft;
  private readonly random: Random;
  private readonly key: Float64Array;
  /** By job and route: stamp of the route's order and cost of the cheapest place, side by side. */
  private readonly known: Float64Array;
  private readonly nextCost: Float64Array;
  private readonly at: Int32Array;
  private readonly nextAt: Int32Array;
  private readonly weight: number;
  /** Places left to look at before the next blink. */
  private untilBlink = 0;
  /** Takes an empty route for every job while there is one: many short routes merge more easily than few long ones part. */
  opening = false;
  private bestRoute = -1;
  private bestAt = -1;
  private bestCost = 0;

  constructor(draft: Draft, random: Random) {
    const { jobs, routes, orders } = draft.routing;
    this.draft = draft;
    this.random = random;
    this.key = new Float64Array(jobs);
    this.known = new Float64Array(2 * jobs * routes);
    this.nextCost = new Float64Array(jobs * routes);
    this.at = new Int32Array(jobs * routes);
    this.nextAt = new Int32Array(jobs * routes);
    this.weight = orders.reduce((sum, order) => sum + order.weight, SHUFFLE);
    this.drawBlink();
  }

  /** Puts back what can be; the others stay absent. */
  run(): void {
    const { draft } = this;
    const { absent, routing } = draft;
    this.sort();
    const count = draft.absentCount;
    draft.absentCount = 0;
    for (let index = 0; index < count; index += 1) {
      const job = absent[index]!;
      this.seek(job);
      if (this.bestRoute >= 0 && this.bestCost < routing.omission[job]!) draft.insert(this.bestRoute, this.bestAt, job);
      else absent[draft.absentCount++] = job;
    }
  }

  /** Finds the cheapest place over all routes. */
  private seek(job: number): void {
    const { used, usedCount } = this.draft;
    this.bestRoute = -1;
    this.bestCost = Infinity;
    if (this.opening) this.lookAtEmpty(job);
    if (this.bestRoute >= 0) return;
    for (let index = 0; index < usedCount; index += 1) this.look(job, used[index]!);
    this.lookAtEmpty(job);
  }

  private lookAtEmpty(job: number): void {
    const { emptyOf } = this.draft;
    for (let kind = 0; kind < emptyOf.length; kind += 1) {
      if (emptyOf[kind]! < 0) continue;
      this.look(job, emptyOf[kind]!);
    }
  }

  private look(job: number, route: number): void {
    const { draft } = this;
    const slot = job * draft.routing.routes + route;
    if (this.known[2 * slot] !== draft.stamp[route]) this.learn(job, route, slot);
    const cost = this.known[2 * slot + 1]!;
    if (cost >= this.bestCost) return;
    if (--this.untilBlink > 0) {
      this.bestCost = cost;
      this.bestRoute = route;
      this.bestAt = this.at[slot]!;
      return;
    }
    this.drawBlink();
    if (this.nextCost[slot]! >= this.bestCost) return;
    this.bestCost = this.nextCost[slot]!;
    this.bestRoute = route;
    this.bestAt = this.nextAt[slot]!;
  }

  private learn(job: number, route: number, slot: number): void {
    const { draft } = this;
    const { routing } = draft;
    this.known[2 * slot] = draft.stamp[route]!;
    if (routing.may[slot] === 0 || draft.length[route]! >= draft.longest) {
      this.known[2 * slot + 1] = Infinity;
      return;
    }
    draft.tell(route);
    this.known[2 * slot + 1] = routing.place(route, job);
    const { found } = routing;
    this.at[slot] = found.at;
    this.nextAt[slot] = found.nextAt;
    this.nextCost[slot] = found.nextCost;
  }

  /** Draws after how many places the next blink comes: geometric, as if each were drawn for itself. */
  private drawBlink(): void {
    this.untilBlink = Math.ceil(Math.log(1 - this.random.next()) / Math.log(1 - BLINK));
  }

  /** Brings the absent into one of the orders, drawn by weight. */
  private sort(): void {
    const { random, key } = this;
    const { absent, absentCount, routing } = this.draft;
    let draw = random.next() * this.weight;
    let by: Float64Array | null = null;
    for (const order of routing.orders) {
      draw -= order.weight;
      if (draw < 0) {
        by = order.key;
        break;
      }
    }
    for (let index = 0; index < absentCount; index += 1) {
      const job = absent[index]!;
      key[job] = by === null ? random.next() : by[job]!;
    }
    if (absentCount > 60) {
      absent.subarray(0, absentCount).sort((one, other) => key[one]! - key[other]!);
      return;
    }
    for (let index = 1; index < absentCount; index += 1) {
      const job = absent[index]!;
      const rank = key[job]!;
      let to = index;
      while (to > 0 && key[absent[to - 1]!]! > rank) {
        absent[to] = absent[to - 1]!;
        to -= 1;
      }
      absent[to] = job;
    }
  }
}
