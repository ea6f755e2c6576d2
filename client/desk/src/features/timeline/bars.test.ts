import { card } from '@dispatch/shared/issues/card.fixture';
import { createPlan } from '@dispatch/shared/planning/plan';
import { aContractor, aJob, anInput, aShift, MORNING } from '@dispatch/shared/planning/town.fixture';
import { expect, test } from 'vitest';
import { contentOf, nearestBar } from './bars.ts';

const SHOWN = { from: MORNING - 480, until: MORNING + 960 };
const plan = createPlan({
  ...anInput({
    contractors: [
      aContractor({ shifts: [aShift(), aShift({ id: 'next', from: MORNING + 1_440, until: MORNING + 1_900 })] }),
    ],
    jobs: [
      aJob({ id: 'a', promise: { from: MORNING, until: MORNING + 60 } }),
      aJob({ id: 'b', due: MORNING + 10, pin: { contractor: 'ana', at: null } }),
      aJob({ id: 'later' }),
    ],
  }),
  tours: [
    {
      shift: 'shift',
      stops: [
        { job: 'a', locked: null },
        { job: 'b', locked: null },
      ],
    },
    { shift: 'next', stops: [{ job: 'later', locked: null }] },
  ],
});

test('a row holds the shifts and jobs of the days shown', () => {
  const { shifts, bars, rests } = contentOf(plan, 'ana', [], SHOWN);
  expect(shifts.map(({ id }) => id)).toContain('shift');
  expect(bars.map(({ id }) => id)).toEqual(['a', 'b']);
  expect(rests.length).toBeGreaterThan(0);
});

test('a bar knows how late it is, what was promised and who keeps it', () => {
  const [a, b] = contentOf(plan, 'ana', [], SHOWN).bars;
  expect(a).toMatchObject({ late: 0, promised: MORNING + 60, pinned: { contractor: false, time: false } });
  expect(b).toMatchObject({ from: MORNING + 30, late: 20, pinned: { contractor: true, time: false } });
});

test('what no shift takes up is drawn all the same, where it was meant to be', () => {
  const windowFrom = (MORNING + 300) * 60_000;
  const { bars } = contentOf(plan, 'ana', [card({ id: 'a' }), card({ id: 'lost', windowFrom })], SHOWN);
  expect(bars.map(({ id, loose, from }) => [id, loose, from - MORNING])).toEqual([
    ['a', false, 0],
    ['b', false, 30],
    ['lost', true, 300],
  ]);
});

test('going from row to row keeps to the time', () => {
  const { bars } = contentOf(plan, 'ana', [], SHOWN);
  expect(nearestBar(bars, MORNING + 12)?.id).toBe('a');
  expect(nearestBar(bars, MORNING + 200)?.id).toBe('b');
  expect(nearestBar([], MORNING)).toBeNull();
});
