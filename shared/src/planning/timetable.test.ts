import { describe, expect, it } from 'vitest';
import { applyChange, createPlan, planInput, unplanned, type Plan } from './plan.ts';
import { aContractor, aJob, anInput, aShift, MORNING } from './town.fixture.ts';
import { inTowns } from './towns.fixture.ts';
import type { Job, Shift } from './model.ts';
import { breaches } from './rules.ts';
import { townTravel } from './travel.ts';

const CENTRE = { lat: 42.33, lon: -71.08 };
/** No driving, so that times are those of the jobs alone. */
const still = { ...townTravel(CENTRE), stop: 0 };

function dayOf(jobs: readonly Job[], shift: Partial<Shift> = {}): Plan {
  return createPlan(
    anInput({
      contractors: [aContractor({ shifts: [aShift(shift)] })],
      jobs,
      tours: [{ shift: 'shift', stops: jobs.map(({ id }) => ({ job: id, locked: null })) }],
      travel: still,
    }),
  );
}

function starts(plan: Plan): number[] {
  const { table } = plan.tours[0]!;
  return Array.from(table.start.subarray(0, table.count), (start) => start - MORNING);
}

describe('a timetable', () => {
  it('waits for a window to open', () => {
    const window = { from: MORNING + 60, until: MORNING + 120 };
    expect(starts(dayOf([aJob({ id: 'a', window }), aJob({ id: 'b' })]))).toEqual([60, 90]);
  });

  it('rests before a job that would end too late for the rest', () => {
    const rests = [{ earliest: MORNING + 60, latest: MORNING + 90, minutes: 30 }];
    const jobs = [aJob({ id: 'a', minutes: 50 }), aJob({ id: 'b', minutes: 50 }), aJob({ id: 'c' })];
    expect(starts(dayOf(jobs, { rests }))).toEqual([0, 90, 140]);
  });

  it('rests when free and the rest may begin', () => {
    const rests = [{ earliest: MORNING + 60, latest: MORNING + 200, minutes: 30 }];
    const jobs = [aJob({ id: 'a', minutes: 70 }), aJob({ id: 'b' })];
    expect(starts(dayOf(jobs, { rests }))).toEqual([0, 100]);
  });

  it('takes up the day where it was left, without the rests that are over', () => {
    const rests = [{ earliest: MORNING + 60, latest: MORNING + 90, minutes: 30 }];
    const since = { place: CENTRE, at: MORNING + 100 };
    expect(starts(dayOf([aJob()], { rests, since }))).toEqual([100]);
  });

  it('tells how far a day goes over its shift', () => {
    const { overrun, broken } = dayOf([aJob({ minutes: 600 })], { rests: [] }).tours[0]!.table;
    expect([overrun, broken]).toEqual([60, 60]);
  });

  it('an empty day drives nowhere, also from one end of the town to the other', () => {
    expect(dayOf([], { end: { lat: 42.4, lon: -71 } }).tours[0]?.table).toMatchObject({ travel: 0, overrun: 0 });
  });

  it('tries a place with the same result as putting the job there', () => {
    inTowns(60, (plan) => {
      for (const visit of unplanned(plan).slice(0, 5))
        for (const tour of plan.tours)
          for (let place = tour.locked.length; place <= tour.stops.length; place++) {
            const trial = { ...tour.table.attempt(visit, place) };
            const shift = tour.duty.shift.id;
            const { table } = applyChange(plan, { kind: 'assign', job: visit.job.id, shift, place }).tours[tour.index]!;
            expect(trial.start).toBeCloseTo(table.start[place]!, 6);
            expect(trial.travel).toBeCloseTo(table.travel - tour.table.travel, 6);
            expect(trial.delay).toBeCloseTo(table.delay - tour.table.delay, 6);
            expect(trial.lateness).toBeCloseTo(table.lateness - tour.table.lateness, 6);
            expect(trial.load).toBeCloseTo(table.load - tour.table.load, 6);
            const isWhole = trial.window + trial.others + trial.overrun === 0;
            expect(table.broken <= tour.table.broken + 1e-6).toBe(isWhole);
          }
    });
  });

  it('gives a place up only when it breaks a rule or scores no less, without rests and rush hours', () => {
    inTowns(30, (town) => {
      const input = planInput(town);
      const plan = createPlan({
        ...input,
        travel: { ...input.travel, speeds: Array<number>(24).fill(25) },
        contractors: input.contractors.map((one) => ({
          ...one,
          shifts: one.shifts.map((shift) => ({ ...shift, rests: [] })),
        })),
      });
      for (const visit of unplanned(plan).slice(0, 4))
        for (const tour of plan.tours)
          for (let place = tour.locked.length; place <= tour.stops.length; place++) {
            const whole = { ...tour.table.attempt(visit, place) };
            const score = plan.weights.travel * whole.travel + whole.delay + whole.lateness + whole.load;
            const isBroken = whole.window + whole.others + whole.overrun > 0;
            for (const bar of [score / 2, score - 1, score + 1e-6, Infinity]) {
              const tried = tour.table.attempt(visit, place, bar);
              if (tried.givenUp) expect(isBroken || score >= bar - 1e-6).toBe(true);
              else expect(whole.window + whole.others).toBe(0);
            }
            const { minutes } = breaches(whole);
            expect(tour.table.leastBroken(visit, place)).toBeLessThanOrEqual(minutes + 1e-6);
          }
    });
  });
});
