import { describe, expect, test } from 'vitest';
import { mend } from './mend.ts';
import { createPlan, placeOf, startOf, visitIn } from './plan.ts';
import { aContractor, aJob, anInput, aShift, MORNING } from './town.fixture.ts';

/** Ana's day is gone, Bo has one job at its beginning. */
function aTown(more: Partial<Parameters<typeof aJob>[0]> = {}) {
  const ids = ['one', 'two', 'three'];
  const shift = aShift({ id: 'bo' });
  return createPlan({
    ...anInput({
      contractors: [aContractor({ id: 'ana', shifts: [] }), aContractor({ id: 'bo', shifts: [shift] })],
      jobs: [...ids.map((id) => aJob({ id, holder: 'ana', minutes: 30 })), aJob({ id: 'own', minutes: 30, ...more })],
    }),
    tours: [{ shift: 'bo', stops: [{ job: 'own', locked: null }] }],
  });
}

describe('mending a plan', () => {
  test('finds new hands for every job that has none, each seeing those before it', () => {
    const plan = aTown();
    const { plan: after, done } = mend(plan, ['one', 'two', 'three']);
    expect(done.map(({ job }) => job)).toEqual(['one', 'two', 'three']);
    const starts = ['one', 'two', 'three', 'own'].map((id) => startOf(after, visitIn(after, id)));
    expect(new Set(starts).size).toBe(4);
    expect(starts.every((start) => start !== null && start >= MORNING)).toBe(true);
    // what it was made from is as it was
    expect(placeOf(plan, visitIn(plan, 'one'))).toBeNull();
  });

  test('inside limits moves nobody further than allowed and breaks no promise', () => {
    const plan = aTown();
    const { done } = mend(plan, ['one', 'two', 'three'], { minutes: 45 });
    expect(done.length).toBeGreaterThan(0);
    for (const { job, moves } of done)
      for (const { job: other, from, to, missed } of moves)
        if (other !== job)
          expect([missed, Math.abs((to?.start ?? 0) - (from?.start ?? 0)) <= 45]).toEqual([false, true]);
    // with room for nobody to move, what would move somebody is left to a dispatcher
    expect(mend(plan, ['one'], { minutes: 0 }).done).toEqual([]);
  });

  test('leaves alone what nothing would gain', () => {
    const plan = aTown();
    expect(mend(plan, ['own']).done).toEqual([]);
  });
});
