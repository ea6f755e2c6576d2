import { describe, expect, it } from 'vitest';
import { PlanError } from './plan.errors.ts';
import { applyChange, applyChanges, createPlan, partsOf, planInput, visitIn, type Plan } from './plan.ts';
import { newWrongs, startsOf } from './plan.check.fixture.ts';
import { rank } from './rank.ts';
import { repair, type PlanEvent } from './repair.ts';
import { aContractor, aJob, anInput, aShift, MORNING, plannedTown } from './town.fixture.ts';
import { inTowns } from './towns.fixture.ts';

/** Some event of each kind that this plan can have. */
function eventsOf(plan: Plan, seed: number): PlanEvent[] {
  const tours = plan.tours.filter(({ stops }) => stops.length > 0);
  const tour = tours[seed % Math.max(1, tours.length)];
  if (!tour) return [];
  const { contractor, shift } = tour.duty;
  const begun = tour.locked.length > 0 ? tour.stops[tour.locked.length - 1] : undefined;
  const last = tour.stops.at(-1)!.job.id; // it has stops
  return [
    { kind: 'cancelled', job: last },
    { kind: 'passed', job: last, contractor: contractor.id },
    { kind: 'absent', contractor: contractor.id, from: plan.now, until: shift.until },
    ...(begun ? [{ kind: 'overrun' as const, job: begun.job.id, until: plan.now + 75 }] : []),
  ];
}

describe('repairing', () => {
  it('tells every visit that changed, and nothing else', () => {
    inTowns(50, (plan, seed) => {
      for (const event of eventsOf(plan, seed)) {
        const { plan: after, moves, dropped } = repair(plan, event);
        const was = startsOf(planInput(plan));
        const is = startsOf(planInput(after));
        const gone = event.kind === 'cancelled' ? event.job : null;
        const changed = [...was]
          .filter(([id, at]) => id !== gone && (!is.has(id) || Math.abs(is.get(id)! - at) > 1e-6))
          .map(([id]) => id);
        expect(moves.map(({ job }) => job).sort()).toEqual(changed.sort());
        expect(dropped.toSorted()).toEqual(changed.filter((id) => !is.has(id)).sort());
      }
    });
  });

  it('suggests only moves that can be made, that are worth it and say whom they move', () => {
    inTowns(40, (plan, seed) => {
      for (const event of eventsOf(plan, seed)) {
        const { plan: after, suggestions } = repair(plan, event);
        for (const { job, changes, moves, gain } of suggestions) {
          expect(gain).toBeGreaterThan(0);
          const helped = applyChanges(after, changes);
          expect(newWrongs(planInput(after), planInput(helped))).toEqual([]);
          expect(moves.map((move) => move.job)).toContain(job);
        }
      }
    });
  });

  it('makes later jobs wait when one takes longer', () => {
    const town = plannedTown({ seed: 21, contractors: 3, jobs: 18, windowed: 0 });
    const [first] = town.tours.find(({ stops }) => stops.length > 2)!.stops; // 18 jobs on 3 tours
    const { from, until } = { from: MORNING, until: MORNING + 20 };
    const plan = applyChange(town, { kind: 'lock', job: first!.job.id, locked: { from, until } });
    const { moves } = repair(plan, { kind: 'overrun', job: first!.job.id, until: until + 30 });
    expect(moves.length).toBeGreaterThan(0);
    for (const { from: was, to } of moves) expect(to!.start).toBeGreaterThan(was!.start);
  });

  it('takes the work of an ill contractor back and finds it new hands', () => {
    const plan = plannedTown({ seed: 22, contractors: 8, jobs: 50, windowed: 0 });
    const tour = plan.tours.find(({ stops }) => stops.length > 4)!; // 50 jobs on 8 tours
    const { contractor, shift } = tour.duty;
    const event = { kind: 'absent', contractor: contractor.id, from: shift.from, until: shift.until } as const;
    const { plan: after, dropped, suggestions } = repair(plan, event);
    expect(dropped.toSorted()).toEqual(tour.stops.map(({ job }) => job.id).sort());
    expect(after.toursOf.get(contractor.id)).toEqual([]);
    expect(suggestions.length).toBeGreaterThan(0);
    for (const { changes } of suggestions)
      expect(changes).not.toContainEqual(expect.objectContaining({ shift: shift.id }));
  });

  it('leaves the part of a shift that an absence leaves', () => {
    const plan = plannedTown({ seed: 23, contractors: 3, jobs: 18 });
    const { contractor, shift } = plan.tours[0]!.duty;
    const event = { kind: 'absent', contractor: contractor.id, from: shift.from + 200, until: shift.until } as const;
    const { plan: after } = repair(plan, event);
    expect(after.tours[0]?.duty.shift).toMatchObject({ from: shift.from, until: shift.from + 200 });
  });

  it('keeps what comes after an absence in the midst of a shift', () => {
    const jobs = ['a', 'b', 'c'].map((id, at) => aJob({ id, pin: { contractor: null, at: MORNING + 120 * at } }));
    const contractors = [aContractor({ shifts: [aShift({ rests: [] })] })];
    const tours = [{ shift: 'shift', stops: jobs.map(({ id }) => ({ job: id, locked: null })) }];
    const plan = createPlan(anInput({ contractors, jobs, tours }));
    const away = { from: MORNING + 110, until: MORNING + 200 };
    const { plan: after, dropped, broken } = repair(plan, { kind: 'absent', contractor: 'ana', ...away });
    expect({ dropped, broken }).toEqual({ dropped: ['b'], broken: [] });
    expect(after.tours[0]?.stops.map(({ job }) => job.id)).toEqual(['a', 'c']);
    const call = aJob({ id: 'new', window: { from: MORNING + 90, until: MORNING + 195 }, minutes: 60 });
    const asked = rank(applyChange(after, { kind: 'put', job: call }), 'new');
    expect(asked.refusals).toMatchObject([{ contractor: 'ana', reason: { rule: 'window' } }]);
  });

  it('does not ask again whoever passed, also on the way', () => {
    const town = plannedTown({ seed: 24, contractors: 4, jobs: 20 });
    const { stops, duty } = town.tours.find((tour) => tour.stops.length > 0)!; // 20 jobs on 4 tours
    const [first] = stops;
    const locked = { from: MORNING + 10, until: MORNING + 40 };
    const plan = applyChange(town, { kind: 'lock', job: first!.job.id, locked });
    const { plan: after, dropped } = repair(plan, {
      kind: 'passed',
      job: first!.job.id,
      contractor: duty.contractor.id,
    });
    expect(dropped).toEqual([first!.job.id]);
    const refused = rank(after, first!.job.id).refusals.find(({ contractor }) => contractor === duty.contractor.id);
    expect([refused?.reason, ...(refused?.also ?? [])]).toContainEqual({ rule: 'passed' });
  });

  it('fills the time that a cancelled job leaves', () => {
    const plan = plannedTown({ seed: 25, contractors: 2, jobs: 60, windowed: 0, skilled: 0 });
    const cancelled = plan.tours.find(({ stops }) => stops.length > 0)!.stops[0]!.job.id; // 60 jobs on 2 tours
    const { suggestions } = repair(plan, { kind: 'cancelled', job: cancelled });
    expect(suggestions[0]?.moves).toContainEqual(expect.objectContaining({ from: null }));
  });

  it('knows what it cannot repair', () => {
    const plan = plannedTown({ seed: 26, contractors: 2, jobs: 4 });
    const overrun = { kind: 'overrun', job: 'j0', until: MORNING + 9 } as const;
    expect(() => repair(plan, overrun)).toThrow(PlanError);
    expect(() => repair(plan, { kind: 'cancelled', job: 'none' })).toThrow('There is no job none');
    expect(() => repair(plan, { kind: 'absent', contractor: 'no', from: 0, until: 1 })).toThrow('no contractor no');
    expect(() => repair(plan, { kind: 'absent', contractor: 'c0', from: 2, until: 1 })).toThrow('got 2 and 1');
    expect(repair(applyChange(plan, { kind: 'put', job: aJob() }), { kind: 'cancelled', job: 'job' }).moves).toEqual(
      [],
    );
  });

  it('gives nothing to do in an absence, also to whom has work behind', () => {
    const tours = [{ shift: 'shift', stops: [{ job: 'a', locked: { from: MORNING, until: MORNING + 30 } }] }];
    const input = anInput({ now: MORNING + 40, jobs: [aJob({ id: 'a' }), aJob({ id: 'b' })], tours });
    const away = { from: MORNING + 40, until: MORNING + 120 };
    const { plan } = repair(createPlan(input), { kind: 'absent', contractor: 'ana', ...away });
    expect(rank(plan, 'b').candidates[0]?.arrival).toBeGreaterThanOrEqual(away.until);
  });

  it('leaves sound scores when all but what has begun of a shift is gone', () => {
    const tours = [{ shift: 'shift', stops: [{ job: 'job', locked: { from: MORNING, until: MORNING + 30 } }] }];
    const plan = createPlan(anInput({ jobs: [aJob()], tours }));
    const { plan: after } = repair(plan, { kind: 'absent', contractor: 'ana', from: MORNING, until: MORNING + 540 });
    expect(partsOf(after).load).toBeGreaterThan(0);
  });

  it('leaves a job with who has it when another passes it', () => {
    const contractors = ['ana', 'bo'].map((id) => aContractor({ id, shifts: [aShift({ id })] }));
    const tours = [{ shift: 'ana', stops: [{ job: 'job', locked: null }] }];
    const plan = createPlan(anInput({ contractors, jobs: [aJob()], tours }));
    const { plan: after, dropped } = repair(plan, { kind: 'passed', job: 'job', contractor: 'bo' });
    expect(dropped).toEqual([]);
    expect(visitIn(after, 'job').job.passed).toEqual(['bo']);
  });
});
