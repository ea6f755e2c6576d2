import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { technicianRouting } from './technicians.ts';
import type { TechnicianProblem } from './technicians.problem.ts';

const PARTS = 2;
const JOBS = 6;
const CREW = 2;

/** A point of a small town, where tools and parts are short and windows tight. */
const point = fc.tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 20 }));
const jobs = fc.array(
  fc.record({
    at: point,
    opens: fc.integer({ min: 0, max: 80 }),
    width: fc.integer({ min: 10, max: 120 }),
    service: fc.integer({ min: 0, max: 8 }),
    skills: fc.constantFrom(0, 0, 1, 2),
    tools: fc.constantFrom(0, 0, 0, 1, 2),
    parts: fc.constantFrom<number[]>([0, 0], [0, 0], [1, 0], [0, 1], [1, 1]),
  }),
  { minLength: JOBS, maxLength: JOBS },
);
const crew = fc.array(
  fc.record({
    home: point,
    opens: fc.integer({ min: 0, max: 30 }),
    closes: fc.integer({ min: 60, max: 250 }),
    skills: fc.constantFrom(3, 3, 1),
    tools: fc.integer({ min: 0, max: 3 }),
    parts: fc.constantFrom<number[]>([0, 0], [1, 1], [3, 2]),
    supplied: fc.constantFrom(0, 0, 0, 1),
    elapsed: fc.constantFrom(0, 0, 7),
  }),
  { minLength: CREW, maxLength: CREW },
);
const town = fc.record({ depot: point, depotOpens: fc.integer({ min: 0, max: 60 }), jobs, crew });
type Town = typeof town extends fc.Arbitrary<infer T> ? T : never;

/** Places: the depot, the crew's homes, the jobs. */
function problemOf(made: Town): TechnicianProblem {
  const at = [made.depot, ...made.crew.map(({ home }) => home), ...made.jobs.map((job) => job.at)];
  const places = at.length;
  const travel = new Float64Array(places * places);
  at.forEach(([x, y], a) => {
    at.forEach(([u, v], b) => (travel[a * places + b] = Math.hypot(x - u, y - v)));
  });
  // a day already begun left home at its opening and cannot leave again
  const earliest = Float64Array.from(made.crew, ({ opens }) => opens);
  const latest = Float64Array.from(made.crew, ({ opens, closes, elapsed }) => (elapsed > 0 ? opens : closes));
  return {
    places,
    travel,
    opens: Float64Array.from([
      made.depotOpens,
      ...made.crew.map(({ opens }) => opens),
      ...made.jobs.map((j) => j.opens),
    ]),
    closes: Float64Array.from([
      200,
      ...made.crew.map(({ closes }) => closes),
      ...made.jobs.map(({ opens, width }) => opens + width),
    ]),
    service: Float64Array.from([0, ...made.crew.map(() => 0), ...made.jobs.map((job) => job.service)]),
    depot: 0,
    parts: PARTS,
    jobs: {
      place: Int32Array.from(made.jobs, (_, job) => 1 + CREW + job),
      skills: Int32Array.from(made.jobs, ({ skills }) => skills),
      tools: Int32Array.from(made.jobs, ({ tools }) => tools),
      parts: Int32Array.from(made.jobs.flatMap((job): number[] => job.parts)),
    },
    technicians: {
      start: Int32Array.from(made.crew, (_, i) => 1 + i),
      end: Int32Array.from(made.crew, (_, i) => 1 + i),
      earliest,
      latest,
      elapsed: Float64Array.from(made.crew, ({ elapsed }) => elapsed),
      skills: Int32Array.from(made.crew, ({ skills }) => skills),
      tools: Int32Array.from(made.crew, ({ tools }) => tools),
      parts: Int32Array.from(made.crew.flatMap((each): number[] => each.parts)),
      supplied: Uint8Array.from(made.crew, ({ supplied }) => supplied),
    },
    omission: new Float64Array(JOBS).fill(1e6),
  };
}

/** Duration by driving it: forward for the end, back for the latest departure. Infinity when a rule is broken. */
function driven(problem: TechnicianProblem, route: number, order: readonly number[], depotAt: number): number {
  const { travel, places, opens, closes, service, technicians, jobs: work } = problem;
  const stops = order.map((job) => work.place[job]!);
  if (depotAt >= 0) stops.splice(depotAt, 0, problem.depot);
  let supplied = technicians.supplied[route] === 1;
  const stock = [...technicians.parts.subarray(route * PARTS, (route + 1) * PARTS)];
  for (const stop of stops) {
    if (stop === problem.depot) {
      supplied = true;
      continue;
    }
    const job = stop - 1 - CREW;
    if ((work.skills[job]! & ~technicians.skills[route]!) !== 0) return Infinity;
    if (supplied) continue;
    if ((work.tools[job]! & ~technicians.tools[route]!) !== 0) return Infinity;
    for (let part = 0; part < PARTS; part += 1) {
      stock[part]! -= work.parts[job * PARTS + part]!;
      if (stock[part]! < 0) return Infinity;
    }
  }
  const path = [...stops, technicians.end[route]!];
  let at = technicians.start[route]!;
  let time = technicians.earliest[route]! + technicians.elapsed[route]!;
  for (const stop of path) {
    time = Math.max(time + travel[at * places + stop]!, opens[stop]!);
    if (time > closes[stop]! + 1e-9) return Infinity;
    time += service[stop]!;
    at = stop;
  }
  let latest = Infinity;
  let next = at;
  for (const stop of path.toReversed()) {
    const limit = next === stop && latest === Infinity ? time : latest - travel[stop * places + next]!;
    latest = Math.min(closes[stop]!, limit - service[stop]!);
    next = stop;
  }
  const departs = latest - travel[technicians.start[route]! * places + next]! - technicians.elapsed[route]!;
  return time - Math.min(technicians.latest[route]!, departs);
}

/** The cheapest over all places of the depot visit and none; the cost of a route without jobs is 0. */
function cheapest(problem: TechnicianProblem, route: number, order: readonly number[]): number {
  if (order.length === 0) return 0;
  const all = [-1, ...order.map((_, place) => place)].map((depotAt) => driven(problem, route, order, depotAt));
  return Math.min(...all) - driven(problem, route, [], -1);
}

const routed = fc.tuple(
  town,
  fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 0, maxLength: 5 }),
  fc.integer({ min: 0, max: CREW - 1 }),
);

describe('a route of a technician', () => {
  test('costs what driving it costs at the best place of the depot visit', () => {
    let dear = 0;
    fc.assert(
      fc.property(routed, ([made, order, route]) => {
        const problem = problemOf(made);
        const routing = technicianRouting(problem);
        const cost = routing.price(route, Int32Array.from([9, ...order]), 1, order.length);
        const expected = cheapest(problem, route, order);
        if (expected === Infinity) {
          expect(cost).toBe(Infinity);
          return;
        }
        expect(cost).toBeCloseTo(expected, 6);
        const depotAt = routing.depotAt[route]!;
        if (depotAt >= 0) dear += 1;
        if (order.length > 0) {
          const base = driven(problem, route, [], -1);
          expect(driven(problem, route, order, depotAt) - base).toBeCloseTo(cost, 6);
        }
      }),
      { numRuns: 1500 },
    );
    expect(dear).toBeGreaterThan(20);
  });

  test('takes a job at the best and the second best place', () => {
    let taken = 0;
    fc.assert(
      fc.property(routed, ([made, order, route]) => {
        const problem = problemOf(made);
        const routing = technicianRouting(problem);
        const cost = routing.price(route, Int32Array.from(order), 0, order.length);
        fc.pre(cost < Infinity);
        for (let job = 0; job < JOBS; job += 1) {
          if (order.includes(job) || routing.may[job * CREW + route] === 0) continue;
          const added = [...order, -1]
            .map((_, place) => cheapest(problem, route, order.toSpliced(place, 0, job)) - cost)
            .map((extra, place) => ({ extra, place }))
            .filter(({ extra }) => extra < Infinity)
            .sort((a, b) => a.extra - b.extra);
          const best = routing.place(route, job);
          const { found } = routing;
          expect(found.cost).toBe(best);
          if (added.length === 0) {
            expect(found).toEqual({ at: -1, cost: Infinity, nextAt: -1, nextCost: Infinity });
            continue;
          }
          taken += 1;
          expect(best).toBeCloseTo(added[0]!.extra, 6);
          expect(added.find(({ place }) => place === found.at)!.extra).toBeCloseTo(best, 6);
          if (added.length === 1) expect(found.nextAt).toBe(-1);
          else {
            expect(found.nextCost).toBeCloseTo(added[1]!.extra, 6);
            expect(added.find(({ place }) => place === found.nextAt)!.extra).toBeCloseTo(found.nextCost, 6);
          }
        }
      }),
      { numRuns: 1500 },
    );
    expect(taken).toBeGreaterThan(500);
  });

  test('the answers for a route are those of its last order, whatever it was before', () => {
    fc.assert(
      fc.property(routed, fc.shuffledSubarray([0, 1, 2, 3, 4, 5]), ([made, order, route], earlier) => {
        const problem = problemOf(made);
        const [used, fresh] = [technicianRouting(problem), technicianRouting(problem)];
        used.price(route, Int32Array.from(earlier), 0, earlier.length);
        for (let job = 0; job < JOBS; job += 1) used.place(route, job);
        const cost = fresh.price(route, Int32Array.from(order), 0, order.length);
        expect(used.price(route, Int32Array.from(order), 0, order.length)).toBe(cost);
        fc.pre(cost < Infinity);
        for (let job = 0; job < JOBS; job += 1) {
          used.place(route, job);
          fresh.place(route, job);
          expect(used.found).toEqual(fresh.found);
        }
      }),
      { numRuns: 300 },
    );
  });
});
