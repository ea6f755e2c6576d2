import fc from 'fast-check';
import { applyChange, type Plan } from './plan.ts';
import { MORNING, plannedTown } from './town.fixture.ts';

const situations = fc.record({
  seed: fc.integer({ min: 1, max: 1e6 }),
  later: fc.integer({ min: 0, max: 300 }),
  days: fc.constantFrom(1, 2),
});

/** Checks many towns, each some minutes into its first day: jobs under way are locked, some found no place. */
export function inTowns(numRuns: number, check: (plan: Plan, seed: number) => void): void {
  fc.assert(
    fc.property(situations, ({ seed, later, days }) => {
      const town = plannedTown({ seed, contractors: 5, jobs: 26 * days, days, rare: 0.12 }, 3);
      check(underWay(town, MORNING + later), seed);
    }),
    { numRuns },
  );
}

/** The plan at a later time, with everything begun by then locked at the time it was planned for. */
function underWay(plan: Plan, now: number): Plan {
  let next = plan;
  for (const { stops, table } of plan.tours)
    for (const [at, { job, minutes }] of stops.entries()) {
      const from = table.start[at]!;
      if (from > now) break;
      next = applyChange(next, { kind: 'lock', job: job.id, locked: { from, until: from + minutes } });
    }
  return applyChange(next, { kind: 'time', now });
}
