import { describe, expect, it } from 'vitest';
import { emergency } from './emergency.ts';
import type { Job } from './model.ts';
import { applyChange, applyChanges, createPlan, planInput, startOf, unplanned, visitIn, type Plan } from './plan.ts';
import { newWrongs, startsOf } from './plan.check.fixture.ts';
import { aContractor, aJob, anInput, aShift, MORNING } from './town.fixture.ts';
import { inTowns } from './towns.fixture.ts';
import { townTravel } from './travel.ts';

const CENTRE = { lat: 42.33, lon: -71.08 };

function urgent(now: number, within: number, over: Partial<Job> = {}): Job {
  return aJob({ id: 'flood', urgency: 'emergency', due: now + within, minutes: 40, ...over });
}

/** One contractor each, at the centre, with these jobs in their order. */
function crew(days: Readonly<Record<string, readonly Job[]>>, more: readonly Job[]): Plan {
  return createPlan(
    anInput({
      contractors: Object.keys(days).map((id) => aContractor({ id, shifts: [aShift({ id, rests: [] })] })),
      jobs: [...Object.values(days).flat(), ...more],
      tours: Object.entries(days).map(([shift, jobs]) => ({
        shift,
        stops: jobs.map(({ id }) => ({ job: id, locked: null })),
      })),
      travel: { ...townTravel(CENTRE), stop: 0 },
    }),
  );
}

describe('an emergency', () => {
  it('finds ways that keep every hard rule, say who moves, and leave nobody out', () => {
    inTowns(60, (plan, seed) => {
      const called = applyChange(plan, { kind: 'put', job: urgent(plan.now, 20 + (seed % 60)) });
      const before = startsOf(planInput(called));
      for (const way of emergency(called, 'flood')) {
        expect(newWrongs(planInput(called), planInput(way.plan))).toEqual([]);
        const after = startsOf(planInput(way.plan));
        expect(after.get('flood')).toBeCloseTo(way.arrival, 6);
        expect(way.inTime).toBe(way.arrival <= plan.now + 20 + (seed % 60));
        for (const id of before.keys()) expect(after.has(id)).toBe(true);
        const moved = [...before].filter(([id, at]) => Math.abs(after.get(id)! - at) > 1e-6).map(([id]) => id);
        const told = way.moves.map(({ job }) => job);
        for (const id of moved) expect(told).toContain(id);
        expect(applyChanges(called, way.changes).tours.map(({ stops }) => stops)).toEqual(
          way.plan.tours.map(({ stops }) => stops),
        );
      }
    });
  });

  it('tells the least disturbing first, each by another contractor', () => {
    inTowns(40, (plan) => {
      const called = applyChange(plan, { kind: 'put', job: urgent(plan.now, 90) });
      const ways = emergency(called, 'flood');
      expect(ways.length).toBeLessThanOrEqual(3);
      expect(new Set(ways.map(({ contractor }) => contractor)).size).toBe(ways.length);
      if (ways.every(({ inTime }) => inTime)) {
        const disturbances = ways.map(({ disturbance }) => disturbance);
        expect(disturbances).toEqual(disturbances.toSorted((a, b) => a - b));
      }
    });
  });

  it('sends someone who is free before moving anybody', () => {
    const plan = crew({ busy: [aJob({ id: 'a', minutes: 120 })], idle: [] }, [urgent(MORNING, 30)]);
    expect(emergency(plan, 'flood')[0]).toMatchObject({ kind: 'free', contractor: 'idle', moves: [], missed: 0 });
  });

  it('lets later jobs wait when nobody is free', () => {
    const plan = crew({ busy: [aJob({ id: 'a', minutes: 120 })] }, [urgent(MORNING, 30)]);
    expect(emergency(plan, 'flood')).toMatchObject([
      {
        kind: 'shift',
        arrival: MORNING,
        moves: [{ job: 'a', from: { start: MORNING }, to: { start: MORNING + 40 }, missed: false }],
      },
    ]);
  });

  it('hands over what would come too late to other hands', () => {
    const window = { from: MORNING, until: MORNING + 20 };
    const lateWindow = { from: MORNING, until: MORNING + 10 };
    const jobs = { near: [aJob({ id: 'a', window })], other: [aJob({ id: 'b', minutes: 10, window: lateWindow })] };
    const plan = crew(jobs, [urgent(MORNING, 10, { skills: [], blacklist: ['other'] })]);
    const [way] = emergency(plan, 'flood');
    expect(way).toMatchObject({ kind: 'handover', contractor: 'near', arrival: MORNING, missed: 0 });
    expect(way?.moves).toMatchObject([{ job: 'a', from: { contractor: 'near' }, to: { contractor: 'other' } }]);
  });

  it('leaves jobs that are pinned to a time and jobs that have begun', () => {
    const pinned = aJob({ id: 'a', minutes: 60, pin: { contractor: null, at: MORNING } });
    const plan = crew({ ana: [pinned] }, [urgent(MORNING, 30)]);
    expect(emergency(plan, 'flood')).toMatchObject([{ arrival: MORNING + 60, inTime: false }]);
    const begun = applyChange(crew({ ana: [aJob({ id: 'a' })] }, [urgent(MORNING, 10)]), {
      kind: 'lock',
      job: 'a',
      locked: { from: MORNING, until: MORNING + 45 },
    });
    expect(emergency(begun, 'flood')).toMatchObject([{ arrival: MORNING + 45, inTime: false, moves: [] }]);
  });

  it('says which promises would be missed when that cannot be helped', () => {
    const promise = { from: MORNING, until: MORNING + 20 };
    const plan = crew({ ana: [aJob({ id: 'a', promise })] }, [urgent(MORNING, 10)]);
    expect(emergency(plan, 'flood')[0]).toMatchObject({ missed: 1, moves: [{ job: 'a', missed: true }] });
  });

  it('finds no way where nobody may', () => {
    inTowns(10, (plan) => {
      const called = applyChange(plan, { kind: 'put', job: urgent(plan.now, 30, { skills: ['diving'] }) });
      expect(emergency(called, 'flood')).toEqual([]);
      expect(unplanned(called).some(({ job }) => job.id === 'flood')).toBe(true);
    });
  });

  it('finds the soonest way when all that would be in time fail', () => {
    const window = { from: MORNING, until: MORNING + 10 };
    const days = Object.fromEntries(
      Array.from({ length: 7 }, (_, n) => {
        const pin = { contractor: `c${n}`, at: null };
        return [`c${n}`, [aJob({ id: `j${n}`, minutes: 60 + n, window, pin })]];
      }),
    );
    const ways = emergency(crew(days, [urgent(MORNING, 10)]), 'flood');
    expect(ways.map(({ arrival }) => arrival - MORNING)).toEqual([60, 61, 62]);
  });

  it('does not take a way that becomes too late for one that is in time', () => {
    const window = { from: MORNING, until: MORNING + 10 };
    const promise = { from: MORNING, until: MORNING + 20 };
    const days = {
      ana: [aJob({ id: 'a', minutes: 20, window, passed: ['bo'] })],
      bo: [aJob({ id: 'b', promise, passed: ['ana'] })],
    };
    const ways = emergency(crew(days, [urgent(MORNING, 10)]), 'flood');
    expect(ways.map(({ contractor, inTime }) => [contractor, inTime])).toEqual([['bo', true]]);
  });

  it('does not break the window of one job by giving away another that was late already', () => {
    const days = {
      ana: [
        aJob({ id: 'first', minutes: 30 }),
        aJob({ id: 'late', minutes: 10, window: { from: MORNING, until: MORNING + 5 } }),
        aJob({ id: 'last', window: { from: MORNING, until: MORNING + 60 } }),
      ],
      bo: [],
    };
    const [way] = emergency(crew(days, [urgent(MORNING, 5, { blacklist: ['bo'] })]), 'flood');
    expect(way).toMatchObject({ contractor: 'ana', arrival: MORNING });
    expect(startOf(way!.plan, visitIn(way!.plan, 'last'))).toBeLessThanOrEqual(MORNING + 60);
  });

  it('tells moves from how things are, also when it is planned already', () => {
    const flood = urgent(MORNING, 5);
    expect(emergency(crew({ ana: [flood, aJob({ id: 'b' })] }, []), 'flood')).toMatchObject([
      { kind: 'free', arrival: MORNING, moves: [], disturbance: 0 },
    ]);
  });

  it('leaves the time kept free to urgent calls', () => {
    const shift = aShift({ keptFree: 480, releasedAt: MORNING + 400 });
    const plan = createPlan(
      anInput({ contractors: [aContractor({ shifts: [shift] })], jobs: [aJob({ minutes: 60 })] }),
    );
    expect(emergency(plan, 'job')).toEqual([]);
  });
});
