import type { Answer, Request } from '@dispatch/base/lib/api';
import { FakeTime, settled } from '@dispatch/base/live/wire.fixture';
import type { Problem } from '@dispatch/shared/errors';
import type { ChangeSet } from '@dispatch/shared/planning/change-set';
import type { PlanFigures } from '@dispatch/shared/planning/improve';
import type { PlanRun, RunMove } from '@dispatch/shared/planning/plan-run';
import { expect, test } from 'vitest';
import { DayPlanner } from './day-planner.svelte.ts';

const parts = { travel: 0, delay: 0, lateness: 0, preference: 0, continuity: 0, handover: 0, load: 0 };
const figures = (travel: number, missed: number): PlanFigures => ({
  score: travel,
  parts,
  travel,
  planned: 3,
  unplanned: 0,
  missed,
});
const move = (id: string, slight = false): RunMove => ({
  id,
  ref: `J-${id}`,
  version: 1,
  from: null,
  to: { contractorId: 'ana', start: 0, drive: 1, late: 0 },
  free: true,
  slight,
  why: 'Nobody has it yet.',
  action: 'assign',
  input: { version: 1, plannedAt: 0, contractorId: 'ana' },
});
const asked = { id: 'run', districtIds: null, days: 1, seconds: 20 } as const;
const run = (more: Partial<PlanRun>): PlanRun => ({
  id: 'run',
  state: 'running',
  asked,
  at: 0,
  by: 'Olga',
  startedAt: 0,
  endedAt: null,
  progress: null,
  result: null,
  fault: null,
  changeId: null,
  ...more,
});
const done = run({
  state: 'done',
  result: {
    before: figures(120, 3),
    after: figures(75, 1),
    iterations: 9,
    seed: 1,
    stopped: false,
    moves: [move('a'), move('b'), move('c', true)],
    days: {},
  },
});
const change: ChangeSet = { id: 'change', kind: 'day', at: 0, by: 'Olga', jobs: [], summary: null, undo: null };
const ok = (value: unknown): Answer<never> => ({ kind: 'done', status: 200, value: value as never });
const refused = (problem: Partial<Problem>): Answer<never> => ({
  kind: 'refused',
  problem: { type: '', title: '', status: 409, code: 'change_refused', detail: 'Changed.', next: 'Look.', ...problem },
});

/** A desk whose server answers as told, by method and path without the first ids. */
function setUp(answers: Record<string, (() => Answer<never>) | undefined>) {
  const time = new FakeTime();
  const sent: { what: string; request: Request }[] = [];
  const said: string[] = [];
  const heard = { ended: 0, applied: 0, undone: [] as string[] };
  const planner = new DayPlanner({
    say: (words) => said.push(words),
    own: () => undefined,
    ended: () => (heard.ended += 1),
    applied: () => (heard.applied += 1),
    undone: (words) => heard.undone.push(words),
    every: time.every,
    ask: (path, request = {}) => {
      const what = `${request.method ?? 'GET'} ${path}`;
      sent.push({ what, request });
      return Promise.resolve(answers[what]?.() ?? ok([]));
    },
  });
  const look = async (): Promise<void> => {
    time.pass(500);
    await settled();
  };
  return { planner, sent, said, heard, look };
}

test('a search is followed to its end and told; what was applied is one change set', async () => {
  let state = run({});
  const desk = setUp({
    'POST /plan/runs': () => ok(state),
    'GET /plan/runs/run': () => ok(state),
    'POST /plan/runs/run/apply': () => ok(change),
  });
  const { planner } = desk;
  planner.shown = true;
  planner.districts.add('west');
  await planner.start();
  expect(desk.sent[0]?.request.body).toMatchObject({ districtIds: ['west'], days: 1, seconds: 20 });
  expect(planner.searching).toBe(true);
  await desk.look();
  state = done;
  await desk.look();
  expect(planner.searching).toBe(false);
  expect(desk.said.at(-1)).toBe(
    'The search has ended: 2 issues move, driving: 45 min less, promises missed: 2 more kept.',
  );
  const looks = desk.sent.length;
  await desk.look();
  expect(desk.sent).toHaveLength(looks);

  planner.toggle('b');
  await planner.apply();
  expect(desk.sent.find(({ what }) => what.endsWith('/apply'))?.request.body).toMatchObject({ without: ['b'] });
  expect(desk.heard).toMatchObject({ applied: 1, ended: 0 });
  expect(planner.run).toBeNull();
});

test('a search that ends while nobody looks is told once', async () => {
  const desk = setUp({ 'POST /plan/runs': () => ok(run({})), 'GET /plan/runs/run': () => ok(done) });
  await desk.planner.start();
  await desk.look();
  await desk.look();
  expect(desk.heard.ended).toBe(1);
});

test('what has changed meanwhile is named; the rest is applied under a key of its own', async () => {
  const problem = { commands: [{ id: 'a', problem: refused({ code: 'conflict' }) as never }], days: [] };
  let answer: Answer<never> = refused(problem);
  const desk = setUp({
    'POST /plan/runs': () => ok(done),
    'POST /plan/runs/run/apply': () => answer,
  });
  const { planner } = desk;
  await planner.start();
  planner.run = done;
  await planner.apply();
  expect(planner.inTheWay?.issues.map(({ id }) => id)).toEqual(['a']);
  expect(desk.said.at(-1)).toBe('Changed. Look.');
  answer = ok(change);
  await planner.applyRest();
  const [first, second] = desk.sent.filter(({ what }) => what.endsWith('/apply')).map(({ request }) => request);
  expect(second?.body).toMatchObject({ without: ['a'], days: 'any' });
  expect(second?.idempotencyKey).not.toBe(first?.idempotencyKey);
  expect(desk.heard.applied).toBe(1);
});

test('what was not answered is sent again under the same key, so that it is done once', async () => {
  const desk = setUp({ 'POST /plan/runs/run/apply': () => ({ kind: 'offline', sentence: 'Away.' }) });
  const { planner } = desk;
  planner.run = done;
  await planner.apply();
  await planner.apply();
  const [first, second] = desk.sent.map(({ request }) => request);
  expect(second?.idempotencyKey).toBe(first?.idempotencyKey);
  expect(second?.body).toEqual(first?.body);
  expect(planner.fault).toEqual({ sentence: 'Away.', next: 'Try again in a moment.' });
});

test('a failed search says why, and can be begun anew', async () => {
  const failed = run({ state: 'failed', fault: 'The search needed more memory.' });
  const desk = setUp({ 'POST /plan/runs': () => ok(run({})), 'GET /plan/runs/run': () => ok(failed) });
  await desk.planner.start();
  await desk.look();
  expect(desk.said.at(-1)).toBe('The search needed more memory.');
  desk.planner.anew();
  expect(desk.planner.run).toBeNull();
});

test('after a reload the search that runs is followed on', async () => {
  const desk = setUp({ 'GET /plan/runs': () => ok([run({})]), 'GET /plan/runs/run': () => ok(done) });
  await desk.planner.resume();
  expect(desk.planner.searching).toBe(true);
  await desk.look();
  expect(desk.planner.result?.moves).toHaveLength(3);
});

test('undoing tells how many are as before and how many have changed since', async () => {
  const undo = { at: 0, by: 'Olga', undone: ['a', 'b'], left: [{ id: 'c', problem: {} as Problem }] };
  const desk = setUp({ 'POST /plan/changes/change/undo': () => ok({ ...change, undo }) });
  await desk.planner.undo('change');
  expect(desk.heard.undone).toEqual(['2 issues are as before; 1 issue has changed since and stays as now.']);
});
