import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Search } from './search.ts';
import { distanceOf, problems } from './windows.fixture.ts';
import { Windows } from './windows.ts';

test('the cheapest and the next place of a job are those that trying all finds', () => {
  fc.assert(
    fc.property(problems, fc.nat(), (problem, seed) => {
      const routing = new Windows(problem);
      // routes that hold the rules, from a short search
      const { routes } = new Search(routing, { seed, iterations: 5 }).run();
      routes.forEach((route, index) => {
        const before = distanceOf(problem, route)!;
        expect(routing.price(index, Int32Array.from(route), 0, route.length)).toBeCloseTo(before, 6);
        problem.customers.forEach((_, job) => {
          if (route.includes(job) || route.length >= routing.longest) return;
          const costs = Array.from({ length: route.length + 1 }, (_each, at) => {
            const after = distanceOf(problem, route.toSpliced(at, 0, job));
            return after === null ? Infinity : after - before;
          }).sort((one, other) => one - other);
          const cost = routing.place(index, job);
          const { found } = routing;
          expect(cost).toBe(found.cost);
          expect(cost).toBeCloseTo(costs[0]!, 6);
          expect(found.nextCost).toBeCloseTo(costs[1] ?? Infinity, 6);
          for (const [at, added] of [
            [found.at, found.cost],
            [found.nextAt, found.nextCost],
          ] as const) {
            if (added === Infinity) expect(at).toBe(-1);
            else expect(distanceOf(problem, route.toSpliced(at, 0, job))! - before).toBeCloseTo(added, 6);
          }
        });
      });
    }),
    { numRuns: 60 },
  );
});

test('an order that breaks a rule has no price', () => {
  fc.assert(
    fc.property(problems, fc.nat(), (problem, seed) => {
      const routing = new Windows(problem);
      const order = problem.customers
        .map((_, job) => job)
        .sort((one, other) => (((one + seed) * 7919) % 31) - (((other + seed) * 7919) % 31))
        .slice(0, Math.min(routing.longest, 1 + (seed % 5)));
      const price = routing.price(0, Int32Array.from(order), 0, order.length);
      expect(price).toBeCloseTo(distanceOf(problem, order) ?? Infinity, 6);
    }),
  );
});

test('an exchange of tails costs what it costs to make both routes anew', () => {
  fc.assert(
    fc.property(problems, fc.nat(), (problem, seed) => {
      const routing = new Windows(problem);
      const { routes } = new Search(routing, { seed, iterations: 5 }).run();
      const [a = [], b = []] = routes;
      fc.pre(routes.length > 1);
      routing.price(0, Int32Array.from(a), 0, a.length);
      routing.price(1, Int32Array.from(b), 0, b.length);
      const before = distanceOf(problem, a)! + distanceOf(problem, b)!;
      for (let fromA = 0; fromA <= a.length; fromA += 1) {
        for (let fromB = 0; fromB <= b.length; fromB += 1) {
          const one = distanceOf(problem, [...a.slice(0, fromA), ...b.slice(fromB)]);
          const other = distanceOf(problem, [...b.slice(0, fromB), ...a.slice(fromA)]);
          const added = one === null || other === null ? Infinity : one + other - before;
          expect(routing.tails(0, fromA, 1, fromB)).toBeCloseTo(added, 6);
        }
      }
    }),
    { numRuns: 60 },
  );
});
