import { describe, expect, it } from 'vitest';
import { changesBetween, figuresOf, improve, Improvement } from './improve.ts';
import { applyChanges, createPlan, planInput, startOf, unplanned, visitIn, type Plan } from './plan.ts';
import { newWrongs } from './plan.check.fixture.ts';
import { aJob, anInput, MORNING, plannedTown } from './town.fixture.ts';
import { inTowns } from './towns.fixture.ts';

const shape = (plan: Plan): string => JSON.stringify(planInput(plan).tours);

describe('improving', () => {
  it('breaks no hard rule, leaves out nothing planned and never makes a plan worse', () => {
    inTowns(40, (plan, seed) => {
      const { plan: better, before, after } = improve(plan, { seed, iterations: 150 });
      expect(newWrongs(planInput(plan), planInput(better))).toEqual([]);
      expect(after.score).toBeLessThanOrEqual(before.score + 1e-6);
      expect(figuresOf(better)).toEqual(after);
      const open = new Set(unplanned(plan));
      for (const visit of unplanned(better)) expect(open).toContain(visit);
      for (const { locked, stops, index } of plan.tours)
        for (let at = 0; at < locked.length; at++) expect(better.tours[index]?.stops[at]).toBe(stops[at]);
    });
  });

  it('keeps pins to a contractor and to a time', () => {
    inTowns(40, (plan, seed) => {
      const { plan: better } = improve(plan, { seed, iterations: 150 });
      for (const { stops, duty, locked } of better.tours)
        for (const [at, visit] of stops.entries()) {
          const { pin } = visit.job;
          if (at < locked.length) continue;
          if (pin.contractor) expect(duty.contractor.id).toBe(pin.contractor);
          if (pin.at !== null && startOf(plan, visit) === pin.at) expect(startOf(better, visit)).toBe(pin.at);
        }
    });
  });

  it('is the same as its changes one by one', () => {
    inTowns(20, (plan, seed) => {
      const { plan: better, changes } = improve(plan, { seed, iterations: 100 });
      expect(shape(applyChanges(plan, changes))).toBe(shape(better));
      expect(changesBetween(better, better)).toEqual([]);
    });
  });

  it('gives the same plan for the same seed, in whatever steps', () => {
    const plan = plannedTown({ seed: 8, contractors: 6, jobs: 50 });
    const stepped = new Improvement(plan, { seed: 4, iterations: 400 });
    while (stepped.step(7));
    const { plan: atOnce } = improve(plan, { seed: 4, iterations: 400 });
    expect(shape(stepped.result().plan)).toBe(shape(atOnce));
    expect(shape(improve(plan, { seed: 5, iterations: 400 }).plan)).not.toBe(shape(atOnce));
  });

  it('saves driving and plans what was left over', () => {
    const plan = plannedTown({ seed: 9, contractors: 8, jobs: 90 }, 2);
    const { before, after } = improve(plan, { seed: 1, iterations: 600 });
    expect(after.unplanned).toBeLessThanOrEqual(before.unplanned);
    expect(after.score).toBeLessThan(0.95 * before.score);
  });

  it('changes only the shifts it is asked to', () => {
    const plan = plannedTown({ seed: 10, contractors: 6, jobs: 40 });
    const shifts = ['c0 0', 'c1 0'];
    const { plan: better, changes } = improve(plan, { seed: 1, iterations: 300, scope: { shifts, unplanned: false } });
    expect(changes.length).toBeGreaterThan(0);
    for (const { index, duty, stops } of plan.tours)
      if (!shifts.includes(duty.shift.id)) expect(better.tours[index]?.stops).toEqual(stops);
    expect(unplanned(better)).toHaveLength(unplanned(plan).length);
  });

  it('tells how far it is and what it has saved, and can be left at any time', () => {
    const plan = plannedTown({ seed: 11, contractors: 6, jobs: 50 });
    const improvement = new Improvement(plan, { seed: 1, iterations: 1_000 });
    expect(improvement.step(200)).toBe(true);
    expect(improvement.progress).toBeGreaterThan(0.1);
    expect(improvement.progress).toBeLessThan(0.3);
    const { saved } = improvement;
    const { plan: better, before, after } = improvement.result();
    expect(before.score - after.score).toBeCloseTo(saved, 6);
    expect(newWrongs(planInput(plan), planInput(better))).toEqual([]);
  });

  it('ends when its time is over', () => {
    let clock = 0;
    const plan = plannedTown({ seed: 12, contractors: 3, jobs: 20 });
    const { iterations } = improve(plan, { seed: 1, milliseconds: 100, now: () => clock++ });
    expect(clock).toBeLessThanOrEqual(106);
    expect(iterations).toBeGreaterThan(0);
  });

  it('has nothing to do in an empty plan', () => {
    const plan = plannedTown({ seed: 13, contractors: 2, jobs: 0 });
    expect(improve(plan, { seed: 1, iterations: 50 }).changes).toEqual([]);
    for (const nothing of [{ contractors: [] }, { now: MORNING + 900 }])
      expect(improve(createPlan(anInput({ jobs: [aJob()], ...nothing })), { seed: 1, iterations: 5 }).changes).toEqual(
        [],
      );
    const single = plannedTown({ seed: 13, contractors: 2, jobs: 1 });
    expect(visitIn(improve(single, { seed: 1, iterations: 50 }).plan, 'j0')).toBe(visitIn(single, 'j0'));
  });
});
