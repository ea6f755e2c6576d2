import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Plan } from './best.ts';
import { Draft } from './draft.ts';
import { FewestRoutes } from './fleet.ts';
import { Search } from './search.ts';
import { distanceOf, problems } from './windows.fixture.ts';
import { Windows, type WindowsProblem } from './windows.ts';

/** Fails unless every job is on one route or absent, no rule is broken, and the cost is what the routes cost. */
function expectSound(problem: WindowsProblem, routing: Windows, plan: Plan, perRoute = 0): void {
  const jobs = [...plan.routes.flat(), ...plan.absent].sort((one, other) => one - other);
  expect(jobs).toEqual(problem.customers.map((_, job) => job));
  const distances = plan.routes.map((route) => distanceOf(problem, route));
  expect(distances).not.toContain(null);
  const cost =
    distances.reduce<number>((sum, distance) => sum + (distance ?? 0), 0) +
    plan.absent.reduce((sum, job) => sum + routing.omission[job]!, 0) +
    perRoute * plan.routes.filter((route) => route.length > 0).length;
  expect(plan.cost).toBeCloseTo(cost, 5);
}

describe('the search', () => {
  test('drops and doubles nothing, breaks no rule, and costs what its routes cost', () => {
    fc.assert(
      fc.property(problems, fc.nat(), (problem, seed) => {
        const routing = new Windows(problem);
        const search = new Search(routing, { seed, iterations: 300 });
        expectSound(problem, routing, search.best());
        while (search.step(50)) expectSound(problem, routing, search.best());
        expectSound(problem, routing, search.best());
        expect(search.iterations).toBe(300);
      }),
      { numRuns: 60 },
    );
  });

  test('gives the same plan for the same seed, in whatever steps it is taken', () => {
    fc.assert(
      fc.property(problems, fc.nat(), fc.integer({ min: 1, max: 70 }), (problem, seed, step) => {
        const whole = new Search(new Windows(problem), { seed, iterations: 200 }).run();
        const stepped = new Search(new Windows(problem), { seed, iterations: 200 });
        while (stepped.step(step));
        expect(stepped.best()).toEqual(whole);
      }),
      { numRuns: 30 },
    );
  });

  test('never ends worse than where it starts, and gets no worse on the way', () => {
    fc.assert(
      fc.property(problems, fc.nat(), (problem, seed) => {
        const routing = new Windows(problem);
        const start = new Search(routing, { seed, iterations: 20 }).run();
        const search = new Search(routing, { seed: seed + 1, iterations: 200, start: start.routes });
        let cost = start.cost + 1e-6;
        do {
          expect(search.bestCost).toBeLessThanOrEqual(cost);
          cost = search.bestCost;
        } while (search.step(20));
        expect(search.bestCost).toBeLessThanOrEqual(cost);
      }),
      { numRuns: 30 },
    );
  });

  test('finds the best of all orders for a few customers without windows', () => {
    const places = [
      [0, 0],
      [50, 3],
      [20, 44],
      [7, 31],
      [41, 40],
      [12, 8],
    ] as const;
    const problem: WindowsProblem = {
      vehicles: 1,
      capacity: 100,
      depot: { x: 30, y: 30, demand: 0, ready: 0, due: 1e6, service: 0 },
      customers: places.map(([x, y]) => ({ x, y, demand: 1, ready: 0, due: 1e6, service: 0 })),
    };
    const orders = (left: readonly number[]): number[][] =>
      left.length === 0
        ? [[]]
        : left.flatMap((job) => orders(left.filter((other) => other !== job)).map((rest) => [job, ...rest]));
    const shortest = Math.min(...orders([0, 1, 2, 3, 4, 5]).map((order) => distanceOf(problem, order)!));
    expect(new Search(new Windows(problem), { seed: 1, iterations: 500 }).run().cost).toBeCloseTo(shortest, 6);
  });

  test('leaves fixed stops at the head of their route', () => {
    fc.assert(
      fc.property(problems, fc.nat(), (problem, seed) => {
        const plain = new Windows(problem);
        const start = new Search(plain, { seed, iterations: 10 }).run().routes;
        const fixed = Int32Array.from(start, (route, index) => Math.min(route.length, (seed + index) % 3));
        const routing: Windows = Object.assign(new Windows(problem), { fixed });
        // a place before a fixed stop is never offered
        const place = routing.place.bind(routing);
        routing.place = (route, job) => {
          const cost = place(route, job);
          const head = fixed[route]!;
          if (routing.found.at >= head && (routing.found.nextAt < 0 || routing.found.nextAt >= head)) return cost;
          Object.assign(routing.found, { at: -1, cost: Infinity, nextAt: -1, nextCost: Infinity });
          return Infinity;
        };
        const { routes } = new Search(routing, { seed, iterations: 200, start }).run();
        start.forEach((route, index) => {
          expect(routes[index]!.slice(0, fixed[index])).toEqual(route.slice(0, fixed[index]));
        });
      }),
      { numRuns: 40 },
    );
  });

  test('takes apart a start that breaks a rule, and refuses one that is no plan', () => {
    fc.assert(
      fc.property(problems, (problem) => {
        const routing = new Windows(problem);
        const start = [problem.customers.map((_, job) => job).slice(0, routing.longest)];
        expectSound(problem, routing, new Search(routing, { seed: 1, iterations: 20, start }).run());
      }),
      { numRuns: 40 },
    );
    const routing = new Windows({
      vehicles: 2,
      capacity: 9,
      depot: { x: 0, y: 0, demand: 0, ready: 0, due: 99, service: 0 },
      customers: [
        { x: 1, y: 0, demand: 1, ready: 0, due: 99, service: 0 },
        { x: 2, y: 0, demand: 1, ready: 0, due: 99, service: 0 },
      ],
    });
    expect(() => new Search(routing, { seed: 1, iterations: 1, start: [[0], [0]] })).toThrow('job 0');
    expect(() => new Search(routing, { seed: 1, iterations: 1, start: [[2]] })).toThrow('job 2');
    expect(() => new Search(routing, { seed: 1, iterations: 1, start: [[], [], [0]] })).toThrow('does not fit');
  });

  test('ends at its time limit by the clock it is given', () => {
    fc.assert(
      fc.property(problems, fc.integer({ min: 1, max: 400 }), (problem, milliseconds) => {
        let looks = 0;
        const search = new Search(new Windows(problem), { seed: 1, milliseconds, now: () => looks++ });
        search.run();
        expect(search.progress).toBe(1);
        expect(looks).toBeLessThanOrEqual(milliseconds + 2);
        // sixteen iterations between two looks
        expect(search.iterations).toBeLessThanOrEqual(16 * (milliseconds + 1));
        const { iterations } = search;
        expect(search.step(100)).toBe(false);
        expect(search.iterations).toBe(iterations);
      }),
      { numRuns: 30 },
    );
  });

  test('asks for a limit, and for a clock where the limit is time', () => {
    const routing = new Windows({
      vehicles: 1,
      capacity: 1,
      depot: { x: 0, y: 0, demand: 0, ready: 0, due: 9, service: 0 },
      customers: [{ x: 1, y: 0, demand: 1, ready: 0, due: 9, service: 0 }],
    });
    expect(() => new Search(routing, { seed: 1 })).toThrow('a search needs a limit');
    expect(() => new Search(routing, { seed: 1, milliseconds: 5 })).toThrow('a time limit needs a clock');
  });
});

describe('the draft', () => {
  test('counts a route as free when it is emptied, undone and emptied again', () => {
    fc.assert(
      fc.property(problems, fc.nat(), (problem, seed) => {
        const routing = new Windows(problem);
        const { routes, cost } = new Search(routing, { seed, iterations: 20 }).run();
        const draft = new Draft(routing);
        draft.begin();
        draft.load(routes);
        draft.settle();
        expect(draft.total).toBeCloseTo(cost, 6);
        routes.forEach((jobs, route) => {
          if (jobs.length === 0) return;
          const without =
            cost - distanceOf(problem, jobs)! + jobs.reduce((sum, job) => sum + routing.omission[job]!, 0);
          for (let round = 0; round < 2; round += 1) {
            draft.begin();
            draft.cut(route, 0, jobs.length, 0, 0);
            draft.settle();
            expect(draft.total).toBeCloseTo(without, 6);
            draft.undo();
          }
        });
      }),
      { numRuns: 40 },
    );
  });
});

describe('fewest routes first', () => {
  const used = (plan: Plan): number => plan.routes.filter((route) => route.length > 0).length;

  test('is sound, serves no fewer, and needs no more routes than distance first', () => {
    fc.assert(
      fc.property(problems, fc.nat(), (problem, seed) => {
        const routing = new Windows(problem);
        const distance = new Search(routing, { seed, iterations: 300 }).run();
        const search = new FewestRoutes(routing, {
          seed,
          iterations: 600,
          start: distance.routes,
          atLeast: routing.fewest,
        });
        const fewest = search.run();
        expectSound(problem, routing, { ...fewest, cost: fewest.cost - perRouteOf(routing) * used(fewest) });
        expect(fewest.absent.length).toBeLessThanOrEqual(distance.absent.length);
        if (fewest.absent.length === distance.absent.length) {
          expect(used(fewest)).toBeLessThanOrEqual(used(distance));
        }
        expect(search.iterations).toBeLessThanOrEqual(600);
      }),
      { numRuns: 60 },
    );
  });

  test('gives the same plan for the same seed', () => {
    fc.assert(
      fc.property(problems, fc.nat(), (problem, seed) => {
        const [one, other] = [0, 1].map(() => new FewestRoutes(new Windows(problem), { seed, iterations: 100 }).run());
        expect(one).toEqual(other);
      }),
      { numRuns: 20 },
    );
  });

  test('puts on one vehicle what one can serve', () => {
    const customers = [5, 10, 15, 20].flatMap((x) => [
      { x, y: 0, demand: 1, ready: 0, due: 1000, service: 0 },
      { x: -x, y: 0, demand: 1, ready: 0, due: 1000, service: 0 },
    ]);
    const depot = { x: 0, y: 0, demand: 0, ready: 0, due: 1000, service: 0 };
    const routing = new Windows({ vehicles: 8, capacity: 8, depot, customers });
    const start = customers.map((_, job) => [job]);
    const plan = new FewestRoutes(routing, { seed: 1, iterations: 2000, start, atLeast: 1 }).run();
    expect(plan.absent).toEqual([]);
    expect(used(plan)).toBe(1);
  });
});

function perRouteOf(routing: Windows): number {
  return Math.min(...routing.omission) / 2;
}
