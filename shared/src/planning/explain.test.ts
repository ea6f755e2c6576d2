import { describe, expect, it } from 'vitest';
import { explainCandidate, explainMove, explainParts, explainRefusal, type Names } from './explain.ts';
import { createPlan, unplanned } from './plan.ts';
import { rank } from './rank.ts';
import type { Obstacle } from './rules.ts';
import { scoreOf } from './score.ts';
import { aContractor, aJob, anInput, aShift, MORNING } from './town.fixture.ts';
import { inTowns } from './towns.fixture.ts';

const names: Names = {
  contractor: (id) => id.replace(/^./, (first) => first.toUpperCase()),
  job: (id) => id.toUpperCase(),
  skill: (id) => id,
  part: (id) => id,
  time: (at) => new Date(at * 60_000).toISOString().slice(11, 16),
};

function refused(reason: Obstacle, ...also: Obstacle[]): string {
  return explainRefusal({ contractor: 'bo', shift: 'today', reason, also }, names);
}

describe('explaining', () => {
  it('says why not and what would make it fit', () => {
    expect(refused({ rule: 'window', minutes: 11.2 })).toBe(
      'Bo would come 12 min after the window closes. Fits if the window closes 12 min later.',
    );
    expect(refused({ rule: 'other_window', minutes: 10, jobs: ['j-17'] })).toBe(
      'Bo would come too late to J-17 (10 min). Fits if J-17 may begin 10 min later.',
    );
    expect(refused({ rule: 'blacklisted' }, { rule: 'shift_end', minutes: 0.2 })).toBe(
      'Bo is not wanted by this household, and would end 1 min after the shift. ' +
        'Fits if the household agrees and the shift ends 1 min later.',
    );
  });

  it('has a sentence for each reason', () => {
    const reasons: Obstacle[] = [
      { rule: 'passed' },
      { rule: 'pinned', contractor: 'ana' },
      { rule: 'skill', skill: 'gas', until: null },
      { rule: 'skill', skill: 'gas', until: MORNING },
      { rule: 'district', district: 'North' },
      { rule: 'too_far', minutes: 4 },
      { rule: 'on_call' },
      { rule: 'parts', part: 'valve', short: 2 },
      { rule: 'no_shift' },
      { rule: 'full', jobs: 1 },
      { rule: 'hours', minutes: 5 },
      { rule: 'kept_free', minutes: 6 },
      { rule: 'pinned_time', minutes: 7 },
    ];
    expect(reasons.map((reason) => refused(reason))).toMatchInlineSnapshot(`
      [
        "Bo passed this job. Fits if the contractor agrees after all.",
        "Bo does not have it: it is kept for Ana. Fits if the pin is taken off.",
        "Bo lacks the skill gas. Fits if the skill gas is not asked for.",
        "Bo has a certificate for gas that expires 08:00. Fits if the certificate for gas is renewed.",
        "Bo does not work in North. Fits if the contractor may work in North.",
        "Bo would drive 4 min further than agreed. Fits if the travel limit is 4 min longer.",
        "Bo is on call for emergencies only. Fits if it becomes an emergency.",
        "Bo lacks 2 × valve on the van. Fits if 2 × valve come along.",
        "Bo has no shift that is not over. Fits if a shift is added.",
        "Bo has as many jobs as the shift may hold. Fits if the shift may hold 1 job more.",
        "Bo would work 5 min more than the shift may hold. Fits if the shift may hold 5 min more.",
        "Bo would use 6 min of the time kept free for urgent calls. Fits if 6 min of the time kept free are released.",
        "Bo would come 7 min after the time fixed for it. Fits if the fixed time is 7 min later.",
      ]
    `);
  });

  it('says when a candidate comes, how much more driving it is and who else moves', () => {
    const contractors = [aContractor({ shifts: [aShift({ rests: [] })] })];
    const promise = { from: MORNING, until: MORNING + 20 };
    const jobs = [aJob({ id: 'a', promise }), aJob({ id: 'b', urgency: 'emergency', due: MORNING })];
    const tours = [{ shift: 'shift', stops: [{ job: 'a', locked: null }] }];
    const plan = createPlan(anInput({ contractors, jobs, tours }));
    const [best] = rank(plan, 'b').candidates;
    expect(best && explainCandidate(best, names)).toBe(
      'Ana can be there at 08:00, 0 min more driving, 1 other visit moves by up to 30 min, 1 promise would be missed.',
    );
  });

  it('says less driving where it is less', () => {
    const parts = { travel: -3, delay: 0, lateness: 0, preference: 0, continuity: 0, handover: 0, load: 0 };
    const about = { contractor: 'bo', shift: 'today', place: 0, score: -3, arrival: MORNING, moves: [] };
    expect(explainCandidate({ ...about, parts, added: -3 }, names)).toBe(
      'Bo can be there at 08:00, 3 min less driving, nobody else moves.',
    );
  });

  it('tells the weighty parts of a score, which add up to it but for those of less than half a minute', () => {
    inTowns(20, (plan) => {
      for (const { job } of unplanned(plan).slice(0, 3))
        for (const { parts, score } of rank(plan, job.id).candidates) {
          const told = explainParts(parts);
          const sum = told.reduce((all, { minutes }) => all + minutes, 0);
          expect(Math.abs(sum - score)).toBeLessThan(0.5 * (7 - told.length) + 1e-6);
          expect(scoreOf(parts)).toBeCloseTo(score, 6);
        }
    });
  });

  it('tells a household in one sentence what changes for it', () => {
    const at = (contractor: string, minute: number) => ({ contractor, start: MORNING + minute });
    const told = (from: ReturnType<typeof at> | null, to: ReturnType<typeof at> | null) =>
      explainMove({ job: 'j', from, to, missed: false }, 'of an emergency nearby', names);
    expect(told(at('bo', 0), at('bo', 45))).toBe(
      'Bo now comes at about 08:45 instead of 08:00, because of an emergency nearby.',
    );
    expect(told(at('bo', 0), at('ana', 15))).toBe(
      'Ana now comes to you, at about 08:15 instead of 08:00, because of an emergency nearby.',
    );
    expect(told(at('bo', 0), null)).toBe('We have to find you another appointment, because of an emergency nearby.');
    expect(told(null, at('bo', 5))).toBe('Bo comes at about 08:05.');
    expect(told(at('bo', 0), at('bo', 0.4))).toBeNull();
  });
});
