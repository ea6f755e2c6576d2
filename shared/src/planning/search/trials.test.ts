import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Draft } from './draft.ts';
import { Random } from './random.ts';
import type { Routing } from './routing.ts';
import { Search } from './search.ts';
import { Trials } from './trials.ts';
import { distanceOf, problems } from './windows.fixture.ts';
import { Windows, type WindowsProblem } from './windows.ts';

/** Each vehicle a kind of its own, so that whole routes may change hands; no answer about tails. */
function untold(problem: WindowsProblem, forbidden = -1): Routing {
  const routing = new Windows(problem);
  const kind = Int32Array.from({ length: routing.routes }, (_, route) => route);
  const may = routing.may.map((can, slot) => (slot === forbidden ? 0 : can));
  return Object.assign(routing, { kind, may, tails: undefined, strict: true });
}

function drafted(routing: Routing, seed: number): Draft {
  const draft = new Draft(routing);
  draft.begin();
  draft.load(new Search(routing, { seed, iterations: 10 }).run().routes);
  draft.settle();
  return draft;
}

function routesOf({ length, stops, longest }: Draft): number[][] {
  return Array.from(length, (count, route) => [...stops.subarray(route * longest, route * longest + count)]);
}

describe('an exchange by trial', () => {
  test('drops and doubles nothing, breaks no rule, and leaves the true cost', () => {
    let stayed = 0;
    fc.assert(
      fc.property(problems, fc.nat(), fc.constantFrom(0, 10, 1000), (problem, seed, below) => {
        const routing = untold(problem);
        const draft = drafted(routing, seed);
        const trials = new Trials(draft, new Random(seed));
        const jobs = routesOf(draft).flat().sort();
        for (let round = 0; round < 40; round += 1) {
          const [routes, total] = [routesOf(draft), draft.total];
          const done = trials.exchange(below);
          if (done) {
            stayed += 1;
            expect(draft.total).toBeLessThan(total + below);
            expect(routesOf(draft)).not.toEqual(routes);
          } else {
            expect(routesOf(draft)).toEqual(routes);
            expect(draft.total).toBe(total);
          }
        }
        const routes = routesOf(draft);
        expect(routes.flat().sort()).toEqual(jobs);
        const distances = routes.map((route) => distanceOf(problem, route));
        expect(distances).not.toContain(null);
        const absent = problem.customers.map((_, job) => job).filter((job) => !jobs.includes(job));
        const cost =
          distances.reduce<number>((sum, distance) => sum + (distance ?? 0), 0) +
          absent.reduce((sum, job) => sum + routing.omission[job]!, 0);
        expect(draft.total).toBeCloseTo(cost, 5);
        routes.forEach((route, index) => {
          route.forEach((job, at) => {
            expect([draft.routeOf[job], draft.posOf[job]]).toEqual([index, at]);
          });
        });
      }),
      { numRuns: 60 },
    );
    expect(stayed).toBeGreaterThan(100);
  });

  test('gives a whole day to someone who is free, but nothing to who may not', () => {
    const customer = { y: 0, demand: 1, ready: 0, due: 500, service: 0 };
    const problem: WindowsProblem = {
      vehicles: 3,
      capacity: 9,
      depot: { ...customer, x: 0 },
      customers: [1, 2, 3].map((x) => ({ ...customer, x })),
    };
    // job 0 may not be on route 2
    const routing = untold(problem, 2);
    const draft = new Draft(routing);
    draft.begin();
    draft.load([[0, 1, 2]]);
    draft.settle();
    const trials = new Trials(draft, new Random(1));
    const seen = new Set<string>();
    for (let round = 0; round < 400; round += 1) {
      trials.exchange(1e9);
      seen.add(
        routesOf(draft)
          .map((route) => route.join(''))
          .join('|'),
      );
      expect(draft.routeOf[0]).not.toBe(2);
    }
    expect([...seen]).toContain('|012|');
  });

  test('leaves fixed stops where they are', () => {
    fc.assert(
      fc.property(problems, fc.nat(), (problem, seed) => {
        const start = routesOf(drafted(untold(problem), seed));
        const fixed = Int32Array.from(start, (route, index) => Math.min(route.length, (seed + index) % 3));
        const draft = new Draft(Object.assign(untold(problem), { fixed }));
        draft.begin();
        draft.load(start);
        draft.settle();
        const trials = new Trials(draft, new Random(seed));
        for (let round = 0; round < 40; round += 1) trials.exchange(1000);
        routesOf(draft).forEach((route, index) => {
          expect(route.slice(0, fixed[index])).toEqual(start[index]!.slice(0, fixed[index]));
        });
      }),
      { numRuns: 40 },
    );
  });
});
