import { expect, test } from 'vitest';
import { conflictsOf } from './conflicts.ts';
import type { Job, Window } from './model.ts';
import { createPlan } from './plan.ts';
import { aContractor, aJob, anInput, aShift, MORNING } from './town.fixture.ts';

function kindsOf(jobs: readonly Job[], locked: readonly Window[] = [], until = MORNING + 540) {
  const shift = aShift({ rests: [], until });
  const plan = createPlan({
    ...anInput({ contractors: [aContractor({ shifts: [shift] })], jobs }),
    tours: [{ shift: 'shift', stops: jobs.map(({ id }, at) => ({ job: id, locked: locked[at] ?? null })) }],
  });
  return conflictsOf(plan, new Map()).map(({ kind, job, minutes }) => [kind, job, minutes]);
}

test('a day that keeps everything has no conflict', () => {
  expect(kindsOf([aJob({ promise: { from: MORNING, until: MORNING + 60 } })])).toEqual([]);
});

test('a promise, a window, a fixed time that will be missed: by how much', () => {
  const first = aJob({ id: 'first', minutes: 60 });
  const until = MORNING + 45;
  const range = { from: MORNING, until };
  expect(kindsOf([first, aJob({ promise: range })])).toEqual([['late', 'job', 15]]);
  expect(kindsOf([first, aJob({ window: range })])).toEqual([['window', 'job', 15]]);
  expect(kindsOf([first, aJob({ pin: { contractor: null, at: until } })])).toEqual([['pin', 'job', 15]]);
});

test('the job that ends after the shift is told, and of several all of them', () => {
  const jobs = [aJob({ id: 'a', minutes: 60 }), aJob({ id: 'b', minutes: 60 })];
  expect(kindsOf(jobs, [], MORNING + 100)).toEqual([['shift_end', 'b', 20]]);
  expect(kindsOf(jobs, [], MORNING + 50).map(([, job]) => job)).toEqual(['a', 'b']);
});

test('two at the same time: both under way, or both fixed to it', () => {
  const under = [
    { from: MORNING, until: MORNING + 40 },
    { from: MORNING + 10, until: MORNING + 60 },
  ];
  expect(kindsOf([aJob({ id: 'a' }), aJob({ id: 'b' })], under)).toEqual([['double', 'b', 30]]);
  const at = MORNING + 60;
  const pin = { contractor: null, at };
  expect(kindsOf([aJob({ id: 'a', pin }), aJob({ id: 'b', pin })])).toEqual([['double', 'b', 30]]);
});

test('a job whose household does not want who has it', () => {
  const plan = createPlan({
    ...anInput({
      contractors: [aContractor({ shifts: [aShift({ rests: [] })] })],
      jobs: [aJob({ blacklist: ['ana'] })],
    }),
    tours: [{ shift: 'shift', stops: [{ job: 'job', locked: null }] }],
  });
  const found = (holder: string) => conflictsOf(plan, new Map([['job', holder]])).map(({ kind }) => kind);
  expect([found('ana'), found('bo')]).toEqual([['unwanted'], []]);
});

test('a job whose contractor has no shift any more, the gravest first', () => {
  const plan = createPlan({
    ...anInput({
      contractors: [aContractor({ shifts: [aShift({ rests: [] })] }), aContractor({ id: 'bo', shifts: [] })],
      jobs: [aJob({ id: 'his' }), aJob({ id: 'late', due: MORNING - 5 })],
    }),
    tours: [{ shift: 'shift', stops: [{ job: 'late', locked: null }] }],
  });
  const holders = new Map([
    ['his', 'bo'],
    ['late', 'ana'],
    ['unknown', 'bo'],
  ]);
  expect(conflictsOf(plan, holders).map(({ kind, job, contractor }) => [kind, job, contractor])).toEqual([
    ['no_shift', 'his', 'bo'],
    ['late', 'late', 'ana'],
  ]);
});
