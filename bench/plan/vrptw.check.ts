/** Checks a plan from the instance alone; shares no code with the search and asks it nothing. */
import type { Instance } from './vrptw.instance.ts';

export interface Checked {
  readonly distance: number;
  /** Routes that serve someone. */
  readonly vehicles: number;
  /** Customers on no route. */
  readonly unserved: number;
  /** One sentence for each broken rule. */
  readonly faults: readonly string[];
}

/** Sums of some hundred square roots differ by the order of adding. */
const ROUNDING = 1e-6;

/** @param routes by vehicle, customers counted from 0 */
export function checkPlan(instance: Instance, routes: readonly (readonly number[])[]): Checked {
  const { depot, customers, capacity } = instance;
  const faults: string[] = [];
  const visits = customers.map(() => 0);
  let distance = 0;
  let vehicles = 0;
  for (const [index, route] of routes.entries()) {
    if (route.length === 0) continue;
    vehicles += 1;
    const told = `route ${index + 1}`;
    let load = 0;
    let clock = depot.ready + depot.service;
    let here = depot;
    for (const id of route) {
      const there = customers[id];
      if (there === undefined) {
        faults.push(`${told}: there is no customer ${id + 1}`);
        continue;
      }
      visits[id] = (visits[id] ?? 0) + 1;
      const leg = Math.sqrt((here.x - there.x) ** 2 + (here.y - there.y) ** 2);
      distance += leg;
      load += there.demand;
      clock = Math.max(clock + leg, there.ready);
      if (clock > there.due + ROUNDING) faults.push(`${told}: customer ${id + 1} at ${clock}, due ${there.due}`);
      clock += there.service;
      here = there;
    }
    const home = Math.sqrt((here.x - depot.x) ** 2 + (here.y - depot.y) ** 2);
    distance += home;
    if (clock + home > depot.due + ROUNDING) faults.push(`${told}: back at ${clock + home}, due ${depot.due}`);
    if (load > capacity + ROUNDING) faults.push(`${told}: load ${load} of ${capacity}`);
  }
  if (vehicles > instance.vehicles) faults.push(`${vehicles} vehicles of ${instance.vehicles}`);
  visits.forEach((count, id) => {
    if (count > 1) faults.push(`customer ${id + 1} is served ${count} times`);
  });
  return { distance, vehicles, unserved: visits.filter((count) => count === 0).length, faults };
}
