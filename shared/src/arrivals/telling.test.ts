import { describe, expect, test } from 'vitest';
import { createPlan } from '../planning/plan.ts';
import { aContractor, aJob, anInput, aShift, MORNING } from '../planning/town.fixture.ts';
import type { Names } from '../planning/explain.ts';
import { reasonFor, tellingOf, type Asked, type ToldRange } from './telling.ts';

const names: Names = {
  contractor: (id) => (id === 'ana' ? 'Ana' : 'Bo'),
  job: (id) => id,
  skill: (id) => id,
  part: (id) => id,
  time: (at) => `${String(at)} o’clock`,
};
const MINUTE = 60_000;
const told: ToldRange = {
  contractorId: 'ana',
  plannedAt: 100 * MINUTE,
  from: 90 * MINUTE,
  to: 130 * MINUTE,
  toldAt: 0,
};
const range = { from: 1, to: 2, of: 0 };
const asked = (more: Partial<Asked> = {}): Asked => ({
  contractorId: 'ana',
  start: 100 * MINUTE,
  range,
  told,
  toldSince: false,
  reason: () => 'it rains',
  names,
  job: 'job',
  ...more,
});

describe('a household', () => {
  test('is given a range without a word of change when it knows none', () => {
    expect(tellingOf(asked({ told: null }))).toEqual({ kind: 'set', range, tell: null });
  });

  test('is left alone while the visit stays within what it was told', () => {
    for (const start of [90, 100, 130]) expect(tellingOf(asked({ start: start * MINUTE }))).toEqual({ kind: 'holds' });
  });

  test('is told once the new time and why when the visit leaves its range, or somebody else comes', () => {
    expect(tellingOf(asked({ start: 131 * MINUTE }))).toEqual({
      kind: 'set',
      range,
      tell: 'Ana now comes at about 131 o’clock instead of 100 o’clock, because it rains.',
    });
    expect(tellingOf(asked({ contractorId: 'bo' }))).toMatchObject({
      tell: 'Bo now comes to you, at about 100 o’clock, because it rains.',
    });
  });

  test('is not told a second time what somebody has told it already', () => {
    expect(tellingOf(asked({ start: 200 * MINUTE, toldSince: true }))).toEqual({ kind: 'set', range, tell: null });
  });
});

describe('the reason', () => {
  function reason(options: {
    urgency?: 'emergency';
    locked?: { from: number; until: number };
    told?: Partial<ToldRange>;
  }) {
    const jobs = [aJob({ id: 'first', minutes: 30 }), aJob({ id: 'job' })];
    const plan = createPlan({
      ...anInput({ contractors: [aContractor({ shifts: [aShift({ rests: [] })] })], jobs }),
      tours: [
        {
          shift: 'shift',
          stops: [
            { job: 'first', locked: options.locked ?? null },
            { job: 'job', locked: null },
          ],
        },
      ],
    });
    const cards = new Map([['first', { urgency: options.urgency ?? ('normal' as const), filedAt: 10 }]]);
    return reasonFor(plan.tours[0]!, 1, { ...told, plannedAt: 0, ...options.told }, cards, MORNING * MINUTE);
  }

  test('is what lies before the visit in the day', () => {
    expect(reason({ urgency: 'emergency' })).toBe('an emergency had to come first');
    expect(reason({ locked: { from: MORNING - 40, until: MORNING + 10 } })).toBe(
      'the visit before takes longer than expected',
    );
    expect(reason({ locked: { from: MORNING - 10, until: MORNING + 20 } })).toBe('the visits of the day have moved');
    expect(reason({ told: { contractorId: 'bo' } })).toBe('the visits of the day had to be shared out anew');
    expect(reason({ told: { plannedAt: (MORNING + 600) * MINUTE } })).toBe('there is time before your visit now');
  });
});
