/** Small made-up instances for tests, and a plain check of their plans that shares nothing with the search. */
import fc from 'fast-check';
import type { Customer, WindowsProblem } from './windows.ts';

const customer = fc.record({
  x: fc.integer({ min: 0, max: 60 }),
  y: fc.integer({ min: 0, max: 60 }),
  demand: fc.integer({ min: 0, max: 9 }),
  ready: fc.integer({ min: 0, max: 150 }),
  width: fc.integer({ min: 0, max: 120 }),
  service: fc.integer({ min: 0, max: 10 }),
});

/** With tight windows, too few vehicles now and then, and customers that cannot be reached in time. */
export const problems: fc.Arbitrary<WindowsProblem> = fc
  .record({
    vehicles: fc.integer({ min: 1, max: 6 }),
    capacity: fc.integer({ min: 10, max: 40 }),
    customers: fc.array(customer, { minLength: 1, maxLength: 18 }),
  })
  .map(({ vehicles, capacity, customers }) => ({
    vehicles,
    capacity,
    depot: { x: 30, y: 30, demand: 0, ready: 0, due: 300, service: 0 },
    customers: customers.map(({ width, ...rest }) => ({ ...rest, due: rest.ready + width })),
  }));

/** @returns the distance of a route, or null when it breaks a rule */
export function distanceOf({ depot, customers, capacity }: WindowsProblem, route: readonly number[]): number | null {
  if (route.length === 0) return 0;
  let distance = 0;
  let clock = depot.ready;
  let load = 0;
  let here: Customer = depot;
  for (const there of [...route.map((id) => customers[id] ?? depot), depot]) {
    const leg = Math.hypot(here.x - there.x, here.y - there.y);
    distance += leg;
    clock = Math.max(clock + leg, there.ready);
    if (clock > there.due + 1e-6) return null;
    clock += there.service;
    load += there.demand;
    here = there;
  }
  return load > capacity ? null : distance;
}
