import { describe, expect, it } from 'vitest';
import { PlanError } from './plan.errors.ts';
import { applyChange, createPlan, partsOf, placeOf, planInput, startOf, unplanned, visitIn } from './plan.ts';
import { startsOf } from './plan.check.fixture.ts';
import { aContractor, aJob, anInput, aShift, MORNING, plannedTown } from './town.fixture.ts';
import { inTowns } from './towns.fixture.ts';

const two = anInput({
  jobs: [aJob({ id: 'a' }), aJob({ id: 'b' })],
  tours: [{ shift: 'shift', stops: [{ job: 'a', locked: null }] }],
});

function codeOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof PlanError) return error.code;
    throw error;
  }
  return 'nothing';
}

describe('a plan', () => {
  it('reckons the same times as a walk through each day', () => {
    inTowns(60, (plan) => {
      const starts = startsOf(planInput(plan));
      for (const { stops } of plan.tours)
        for (const visit of stops) expect(startOf(plan, visit)).toBeCloseTo(starts.get(visit.job.id)!, 6);
    });
  });

  it('is not changed by its changes', () => {
    inTowns(20, (plan) => {
      const before = JSON.stringify(planInput(plan));
      const [open] = unplanned(plan);
      const [tour] = plan.tours;
      if (!open || !tour) return;
      const place = tour.stops.length;
      const next = applyChange(plan, { kind: 'assign', job: open.job.id, shift: tour.duty.shift.id, place });
      applyChange(next, { kind: 'drop', job: open.job.id });
      applyChange(next, { kind: 'put', job: aJob({ id: 'another' }) });
      expect(JSON.stringify(planInput(plan))).toBe(before);
      expect(next.tours.filter((other, at) => other !== plan.tours[at])).toHaveLength(1);
    });
  });

  it('comes back whole from plain data', () => {
    inTowns(20, (plan) => {
      const again = createPlan(structuredClone(planInput(plan)));
      expect(planInput(again)).toEqual(planInput(plan));
    });
  });

  it('takes a job out and puts it back where it was', () => {
    const plan = plannedTown({ seed: 3, contractors: 4, jobs: 20 });
    const tour = plan.tours.find(({ stops }) => stops.length > 2)!; // 20 jobs on 4 tours
    const visit = tour.stops[1]!;
    const without = applyChange(plan, { kind: 'unassign', job: visit.job.id });
    expect(placeOf(without, visit)).toBeNull();
    expect(unplanned(without)).toContain(visit);
    const { shift } = tour.duty;
    const again = applyChange(without, { kind: 'assign', job: visit.job.id, shift: shift.id, place: 1 });
    expect(planInput(again)).toEqual(planInput(plan));
  });

  it('keeps a job in its place when more is known of it', () => {
    const plan = applyChange(createPlan(two), { kind: 'put', job: aJob({ id: 'a', minutes: 90 }) });
    expect(placeOf(plan, visitIn(plan, 'a'))).toMatchObject({ at: 0 });
    expect(plan.tours[0]?.table.work).toBe(90);
  });

  it('gives the jobs of a shift that is gone back', () => {
    const plan = applyChange(createPlan(two), { kind: 'crew', contractor: aContractor({ shifts: [] }) });
    expect(unplanned(plan).map(({ job }) => job.id)).toEqual(['a', 'b']);
  });

  it('keeps the tours of the others when a contractor comes', () => {
    const plan = plannedTown({ seed: 4, contractors: 3, jobs: 12 });
    const next = applyChange(plan, {
      kind: 'crew',
      contractor: aContractor({ id: 'new', shifts: [aShift({ id: 'new today' })] }),
    });
    expect(next.tours.slice(0, 3).map(({ table }) => table)).toEqual(plan.tours.map(({ table }) => table));
    expect(next.tours).toHaveLength(4);
  });

  it('moves what has begun to the head of the day', () => {
    const plan = plannedTown({ seed: 6, contractors: 3, jobs: 18 });
    const second = plan.tours[0]!.stops[1]!;
    const locked = { from: MORNING + 5, until: MORNING + 25 };
    const next = applyChange(plan, { kind: 'lock', job: second.job.id, locked });
    expect(next.tours[0]?.stops[0]).toBe(second);
    expect(startOf(next, second)).toBe(locked.from);
    const { shift } = next.tours[0]!.duty;
    const first = { kind: 'assign', job: next.tours[0]!.stops[1]!.job.id, shift: shift.id, place: 0 } as const;
    expect(codeOf(() => applyChange(next, first))).toBe('invalid');
  });

  it('refuses what cannot be, and says what', () => {
    const plan = createPlan(two);
    expect(codeOf(() => applyChange(plan, { kind: 'unassign', job: 'c' }))).toBe('unknown');
    expect(codeOf(() => applyChange(plan, { kind: 'assign', job: 'b', shift: 'night', place: 0 }))).toBe('unknown');
    expect(codeOf(() => applyChange(plan, { kind: 'assign', job: 'b', shift: 'shift', place: 2 }))).toBe('invalid');
    expect(codeOf(() => applyChange(plan, { kind: 'put', job: aJob({ minutes: Number.NaN }) }))).toBe('invalid');
    const begun = applyChange(plan, { kind: 'lock', job: 'a', locked: { from: MORNING, until: MORNING + 9 } });
    expect(codeOf(() => applyChange(begun, { kind: 'unassign', job: 'a' }))).toBe('locked');
    expect(codeOf(() => createPlan({ ...two, jobs: [aJob(), aJob()] }))).toBe('twice');
    expect(codeOf(() => createPlan({ ...two, jobs: [] }))).toBe('unknown');
    expect(codeOf(() => createPlan({ ...two, contractors: [] }))).toBe('unknown');
    const twice = { shift: 'shift', stops: ['a', 'a'].map((job) => ({ job, locked: null })) };
    expect(codeOf(() => createPlan({ ...two, tours: [twice] }))).toBe('twice');
    const tours = ['a', 'b'].map((job) => ({ shift: 'shift', stops: [{ job, locked: null }] }));
    expect(codeOf(() => createPlan({ ...two, tours }))).toBe('twice');
    const backwards = aContractor({ shifts: [aShift({ until: MORNING - 1 })] });
    expect(codeOf(() => createPlan({ ...two, contractors: [backwards] }))).toBe('invalid');
  });

  it('takes no times that cannot be', () => {
    const plan = createPlan(two);
    const backwards = { from: MORNING, until: MORNING - 1 };
    const endless = { from: MORNING, until: Infinity };
    for (const over of [{ window: backwards }, { promise: endless }, { due: Number.NaN }])
      expect(codeOf(() => applyChange(plan, { kind: 'put', job: aJob(over) }))).toBe('invalid');
    for (const locked of [backwards, endless])
      expect(codeOf(() => applyChange(plan, { kind: 'lock', job: 'a', locked }))).toBe('invalid');
    expect(codeOf(() => applyChange(plan, { kind: 'time', now: Number.NaN }))).toBe('invalid');
    expect(codeOf(() => createPlan({ ...two, now: Infinity }))).toBe('invalid');
    const always = aContractor({ shifts: [aShift({ until: Infinity })] });
    expect(codeOf(() => createPlan({ ...two, contractors: [always] }))).toBe('invalid');
  });

  it('has a sound score with a shift that is all rest', () => {
    const rests = [{ earliest: MORNING + 10, latest: MORNING + 20, minutes: 30 }];
    const contractors = [aContractor({ shifts: [aShift({ until: MORNING + 30, rests })] })];
    expect(partsOf(createPlan(anInput({ contractors }))).load).toBe(0);
  });
});
