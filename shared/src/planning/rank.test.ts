import { describe, expect, it } from 'vitest';
import type { Contractor, Job, PlanInput, Shift } from './model.ts';
import { applyChange, createPlan, partsOf, planInput, startOf, unplanned, visitIn } from './plan.ts';
import { newWrongs, startsOf } from './plan.check.fixture.ts';
import { rank, type Refusal } from './rank.ts';
import type { Obstacle } from './rules.ts';
import type { Travel } from './travel.ts';
import { minus, PARTS, scoreOf } from './score.ts';
import { inTowns } from './towns.fixture.ts';
import { aContractor, aJob, anInput, aShift, MORNING, plannedTown } from './town.fixture.ts';

describe('rank', () => {
  it('offers only places that keep every hard rule', () => {
    inTowns(60, (plan) => {
      for (const { job } of unplanned(plan).slice(0, 6))
        for (const { shift, place, arrival } of rank(plan, job.id).candidates) {
          const after = applyChange(plan, { kind: 'assign', job: job.id, shift, place });
          expect(newWrongs(planInput(plan), planInput(after))).toEqual([]);
          expect(startOf(after, visitIn(after, job.id))).toBeCloseTo(arrival, 6);
        }
    });
  });

  it('tells parts that add up, and that are what the plan costs more', () => {
    inTowns(60, (plan) => {
      for (const { job } of unplanned(plan).slice(0, 6))
        for (const { shift, place, score, parts } of rank(plan, job.id).candidates) {
          expect(scoreOf(parts)).toBeCloseTo(score, 9);
          const after = applyChange(plan, { kind: 'assign', job: job.id, shift, place });
          const more = minus(partsOf(after), partsOf(plan));
          for (const part of PARTS) expect(parts[part]).toBeCloseTo(more[part], 6);
        }
    });
  });

  it('tells who else moves, and when they would be visited', () => {
    inTowns(60, (plan) => {
      const before = startsOf(planInput(plan));
      for (const { job } of unplanned(plan).slice(0, 3))
        for (const { shift, place, moves } of rank(plan, job.id).candidates.slice(0, 2)) {
          const after = startsOf(planInput(applyChange(plan, { kind: 'assign', job: job.id, shift, place })));
          const moved = [...after].filter(([id, at]) => id !== job.id && Math.abs(at - before.get(id)!) > 1e-6);
          expect(moves.map((move) => move.job).sort()).toEqual(moved.map(([id]) => id).sort());
          for (const move of moves) expect(move.to?.start).toBeCloseTo(after.get(move.job)!, 6);
        }
    });
  });

  it('names every contractor once, as a candidate or with the reason why not', () => {
    inTowns(30, (plan) => {
      for (const { job } of unplanned(plan).slice(0, 6)) {
        const { candidates, refusals } = rank(plan, job.id);
        const told = [...candidates, ...refusals].map(({ contractor }) => contractor);
        expect(told.sort()).toEqual(plan.contractors.map(({ id }) => id).sort());
      }
    });
  });

  it('gives reasons that are true: without them the contractor is a candidate', () => {
    inTowns(150, (plan) => {
      for (const { job } of unplanned(plan).slice(0, 6))
        for (const refusal of rank(plan, job.id).refusals) {
          if (refusal.shift === null) continue;
          const eased = createPlan(ease(planInput(plan), job.id, refusal));
          const again = rank(eased, job.id).candidates.map(({ contractor }) => contractor);
          expect(again, JSON.stringify(refusal)).toContain(refusal.contractor);
        }
    });
  });

  it('ranks a planned job as if it were taken out first', () => {
    const plan = plannedTown({ seed: 5, contractors: 5, jobs: 20 });
    const planned = plan.tours.flatMap(({ stops }) => stops);
    for (const { job } of planned.slice(0, 8)) {
      const without = applyChange(plan, { kind: 'unassign', job: job.id });
      expect(rank(plan, job.id)).toEqual(rank(without, job.id));
    }
  });

  it('costs no more than contractors times the stops of their days', () => {
    // drives looked up, for each contractor and stop
    const drives = (contractors: number, perDay: number): number => {
      const town = plannedTown({ seed: 7, contractors, jobs: contractors * perDay, windowed: 0, skilled: 0 }, 10);
      let count = 0;
      const travel: Travel = {
        spot: (place) => town.travel.spot(place),
        easing: (departure) => town.travel.easing(departure),
        minutes: (from, to, departure) => {
          count++;
          return town.travel.minutes(from, to, departure);
        },
      };
      const watched = applyChange({ ...town, travel }, { kind: 'put', job: aJob({ id: 'new', urgency: 'low' }) });
      const plan = applyChange(watched, { kind: 'time', now: MORNING + 1 });
      count = 0;
      rank(plan, 'new');
      return count / plan.tours.reduce((sum, { stops }) => sum + 1 + stops.length, 0);
    };
    for (const contractors of [20, 80])
      for (const perDay of [3, 6, 12, 18]) expect(drives(contractors, perDay)).toBeLessThan(13);
  });

  it('puts those the household asked for before those the system prefers before all others', () => {
    const contractors = ['asked', 'preferred', 'regular'].map((id) =>
      aContractor({ id, shifts: [aShift({ id: `${id} today` })] }),
    );
    const job = aJob({ whitelist: ['asked'], preferred: { preferred: 1 } });
    const { candidates } = rank(createPlan(anInput({ contractors, jobs: [job] })), job.id);
    expect(candidates.map(({ contractor, parts }) => [contractor, parts.preference])).toEqual([
      ['asked', -30],
      ['preferred', -15],
      ['regular', 0],
    ]);
  });

  it('never offers a contractor the household does not want', () => {
    const job = aJob({ blacklist: ['ana'], whitelist: ['ana'] });
    const { candidates, refusals } = rank(createPlan(anInput({ jobs: [job] })), job.id);
    expect(candidates).toEqual([]);
    expect(refusals).toMatchObject([{ contractor: 'ana', reason: { rule: 'blacklisted' }, also: [] }]);
  });

  it('keeps time free for urgent calls until it is released', () => {
    const shift = aShift({ keptFree: 480, releasedAt: MORNING + 240 });
    const input = anInput({ contractors: [aContractor({ shifts: [shift] })], jobs: [aJob({ minutes: 60 })] });
    expect(rank(createPlan(input), 'job').refusals).toMatchObject([{ reason: { rule: 'kept_free', minutes: 30 } }]);
    expect(rank(createPlan({ ...input, now: MORNING + 240 }), 'job').candidates).toHaveLength(1);
    const urgent = { ...input, jobs: [aJob({ minutes: 60, urgency: 'high' })] };
    expect(rank(createPlan(urgent), 'job').candidates).toHaveLength(1);
  });

  it('says which certificate has expired', () => {
    const skills = [{ id: 'gas', until: MORNING + 60 }];
    const input = anInput({ contractors: [aContractor({ skills })], jobs: [aJob({ skills: ['gas'] })] });
    expect(rank(createPlan(input), 'job').refusals[0]?.reason).toEqual({
      rule: 'skill',
      skill: 'gas',
      until: MORNING + 60,
    });
  });

  it('asks no other window to close later than it must', () => {
    const window = (until: number) => ({ from: MORNING, until: MORNING + until });
    const jobs = [
      aJob({ id: 'a', window: window(20) }),
      aJob({ id: 'b', window: window(55) }),
      aJob({ id: 'new', window: window(0) }),
    ];
    const tours = [{ shift: 'shift', stops: ['a', 'b'].map((job) => ({ job, locked: null })) }];
    const { refusals } = rank(createPlan(anInput({ jobs, tours })), 'new');
    expect(refusals[0]?.reason).toEqual({ rule: 'other_window', minutes: 10, jobs: ['a', 'b'] });
  });

  it('takes no more of the time kept free than is kept', () => {
    const shift = aShift({ keptFree: 45, releasedAt: MORNING + 400 });
    const plan = createPlan(
      anInput({ contractors: [aContractor({ shifts: [shift] })], jobs: [aJob({ minutes: 600 })] }),
    );
    const obstacles = rank(plan, 'job').refusals.flatMap(({ reason, also }) => [reason, ...also]);
    expect(obstacles).toContainEqual({ rule: 'kept_free', minutes: 45 });
  });

  it('puts those nearest to fit first, and those without a shift last', () => {
    const contractors = [
      aContractor({ id: 'away', shifts: [] }),
      aContractor({ id: 'unwanted', shifts: [aShift({ id: 'today' })] }),
      aContractor({ id: 'late', shifts: [aShift({ id: 'noon', from: MORNING + 300 })] }),
      aContractor({ id: 'soon', shifts: [aShift({ id: 'next', from: MORNING + 12 })] }),
    ];
    const job = aJob({ window: { from: MORNING, until: MORNING + 10 }, blacklist: ['unwanted'] });
    const { refusals } = rank(createPlan(anInput({ contractors, jobs: [job] })), 'job');
    expect(refusals.map(({ contractor }) => contractor)).toEqual(['soon', 'late', 'unwanted', 'away']);
  });

  it('says that there is no shift', () => {
    const input = anInput({ contractors: [aContractor({ shifts: [] })], jobs: [aJob()] });
    expect(rank(createPlan(input), 'job').refusals).toEqual([
      { contractor: 'ana', shift: null, reason: { rule: 'no_shift' }, also: [] },
    ]);
  });
});

/** The same world with everything changed that a refusal says stands in the way. */
function ease(input: PlanInput, id: string, { contractor, shift, reason, also }: Refusal): PlanInput {
  return [reason, ...also].reduce((world, obstacle) => easeOne(world, id, contractor, shift ?? '', obstacle), input);
}

function easeOne(input: PlanInput, id: string, who: string, shiftId: string, obstacle: Obstacle): PlanInput {
  const job = (change: (job: Job) => Partial<Job>): PlanInput => ({
    ...input,
    jobs: input.jobs.map((one) => (one.id === id ? { ...one, ...change(one) } : one)),
  });
  const contractor = (change: (contractor: Contractor) => Partial<Contractor>): PlanInput => ({
    ...input,
    contractors: input.contractors.map((one) => (one.id === who ? { ...one, ...change(one) } : one)),
  });
  const shift = (change: (shift: Shift) => Partial<Shift>): PlanInput =>
    contractor(({ shifts }) => ({
      shifts: shifts.map((one) => (one.id === shiftId ? { ...one, ...change(one) } : one)),
    }));
  switch (obstacle.rule) {
    case 'blacklisted':
      return job(({ blacklist }) => ({ blacklist: blacklist.filter((one) => one !== who) }));
    case 'passed':
      return job(({ passed }) => ({ passed: passed.filter((one) => one !== who) }));
    case 'pinned':
      return job(({ pin }) => ({ pin: { ...pin, contractor: null } }));
    case 'skill':
      return contractor(({ skills }) => ({ skills: [...skills, { id: obstacle.skill, until: null }] }));
    case 'district':
      return contractor(({ districts }) => ({ districts: [...(districts ?? []), obstacle.district] }));
    case 'too_far':
      return contractor(({ travelLimit }) => ({ travelLimit: (travelLimit ?? 0) + obstacle.minutes + 1e-6 }));
    case 'on_call':
      return shift(() => ({ onCall: false }));
    case 'parts':
      return contractor(({ stock }) => ({
        stock: { ...stock, [obstacle.part]: (stock[obstacle.part] ?? 0) + obstacle.short },
      }));
    case 'no_shift':
      throw new Error('a shift would have to be made up');
    case 'full':
      return shift(({ maxJobs }) => ({ maxJobs: (maxJobs ?? 0) + obstacle.jobs }));
    case 'hours':
      return shift(({ maxMinutes }) => ({ maxMinutes: (maxMinutes ?? 0) + obstacle.minutes }));
    case 'kept_free':
      return shift(({ keptFree }) => ({ keptFree: keptFree - obstacle.minutes }));
    case 'window':
      return job(({ window }) => ({ window: window && { from: window.from, until: window.until + obstacle.minutes } }));
    case 'pinned_time':
      return job(({ pin }) => ({ pin: { ...pin, at: (pin.at ?? 0) + obstacle.minutes } }));
    case 'shift_end':
      return shift(({ until }) => ({ until: until + obstacle.minutes }));
    case 'other_window':
      return {
        ...input,
        jobs: input.jobs.map((one) => {
          if (!obstacle.jobs.includes(one.id)) return one;
          const later = obstacle.minutes;
          return {
            ...one,
            window: one.window && { from: one.window.from, until: one.window.until + later },
            // a fixed time that is late already is one that may be missed
            pin: one.pin.at === null ? one.pin : { ...one.pin, at: null },
          };
        }),
      };
  }
}
