import { expect, test } from 'vitest';
import { applyChange, createPlan, placeOf, visitIn } from './plan.ts';
import { hold, isHarmless, missedBy, previewAt, previewIn, timeBetween } from './preview.ts';
import { rank } from './rank.ts';
import { aContractor, aJob, anInput, aShift, MORNING, plannedTown } from './town.fixture.ts';

const TOWN = plannedTown({ seed: 9, contractors: 12, jobs: 70 });

test('a preview at the place that the ranking names says what the ranking says', () => {
  for (const visit of TOWN.visits.slice(0, 20)) {
    const { candidates } = rank(TOWN, visit!.job.id);
    const held = hold(TOWN, visit!.job.id);
    for (const { shift, place, arrival, added, moves } of candidates) {
      const tour = held.plan.tours[held.plan.shifts.get(shift)!]!;
      const preview = previewIn(held, tour, place);
      expect([preview.arrival, preview.added, preview.moves, preview.breaks]).toEqual([arrival, added, moves, []]);
    }
  }
});

test('what a drop says is what becomes of it', () => {
  for (const visit of TOWN.visits.slice(0, 30)) {
    const held = hold(TOWN, visit!.job.id);
    const preview = previewAt(held, 'c3', MORNING + 200);
    const after = applyChange(held.plan, {
      kind: 'assign',
      job: preview.job,
      shift: preview.shift!,
      place: preview.place,
    });
    const { tour, at } = placeOf(after, visitIn(after, preview.job))!;
    expect(tour.table.start[at]).toBeCloseTo(preview.arrival, 6);
    const before = held.plan.tours[tour.index]!;
    expect(tour.table.travel - before.table.travel).toBeCloseTo(preview.added, 6);
  }
});

test('a drop comes before the first stop of that time or later', () => {
  const plan = createPlan({
    ...anInput({ jobs: [aJob({ id: 'a' }), aJob({ id: 'b' }), aJob({ id: 'new' })] }),
    tours: [
      {
        shift: 'shift',
        stops: [
          { job: 'a', locked: null },
          { job: 'b', locked: null },
        ],
      },
    ],
  });
  const held = hold(plan, 'new');
  const places = [-60, 1, 31, 400].map((after) => previewAt(held, 'ana', MORNING + after).place);
  expect(places).toEqual([0, 1, 2, 2]);
});

test('a time to be kept at is kept, or told as broken', () => {
  const plan = createPlan(anInput({ jobs: [aJob()] }));
  expect(previewAt(hold(plan, 'job', MORNING + 100), 'ana', MORNING + 100)).toMatchObject({
    arrival: MORNING + 100,
    breaks: [],
  });
  const past = previewAt(hold(plan, 'job', MORNING - 10), 'ana', MORNING - 10);
  expect(past.breaks).toMatchObject([{ rule: 'pinned_time', minutes: 10 }]);
});

test('a contractor without a shift is told as such', () => {
  const plan = createPlan(anInput({ contractors: [aContractor({ shifts: [] })], jobs: [aJob()] }));
  const preview = previewAt(hold(plan, 'job'), 'ana', MORNING);
  expect(preview.breaks).toEqual([{ rule: 'no_shift' }]);
  expect(isHarmless(preview)).toBe(false);
});

test('of several days that one is meant in which the time lies, or the nearest', () => {
  const shifts = [0, 1, 2].map((day) =>
    aShift({ id: `day ${day}`, from: MORNING + day * 1_440, until: MORNING + day * 1_440 + 540 }),
  );
  const plan = createPlan(anInput({ contractors: [aContractor({ shifts })], jobs: [aJob()] }));
  const held = hold(plan, 'job');
  const shiftAt = (after: number) => previewAt(held, 'ana', MORNING + after).shift;
  expect([shiftAt(-600), shiftAt(100), shiftAt(700), shiftAt(1_300), shiftAt(9_000)]).toEqual([
    'day 0',
    'day 0',
    'day 0',
    'day 1',
    'day 2',
  ]);
});

test('promises of others that would be missed are no harmless drop, and its own neither', () => {
  const promise = { from: MORNING, until: MORNING + 20 };
  const other = aJob({ id: 'other', promise });
  const plan = createPlan({
    ...anInput({ jobs: [other, aJob({ id: 'new', promise })] }),
    tours: [{ shift: 'shift', stops: [{ job: 'other', locked: null }] }],
  });
  const held = hold(plan, 'new');
  const before = previewAt(held, 'ana', MORNING - 1);
  expect(missedBy(before).map(({ job }) => job)).toEqual(['other']);
  expect(isHarmless(before)).toBe(false);
  const after = previewAt(held, 'ana', MORNING + 60);
  expect(after.late).toBeCloseTo(10, 6);
  expect(isHarmless(after)).toBe(false);
});

test('the time kept for a job lies between those of its neighbours', () => {
  expect(timeBetween(null, null, 5)).toBe(5);
  expect(timeBetween(1, 9, 5)).toBe(5);
  expect(timeBetween(1, 3, 5)).toBe(2);
  expect(timeBetween(7, null, 5)).toBe(8);
  expect(timeBetween(null, 4, 5)).toBe(3);
});
