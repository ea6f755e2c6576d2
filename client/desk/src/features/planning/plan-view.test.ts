import { card } from '@dispatch/shared/issues/card.fixture';
import type { IssueCard } from '@dispatch/shared/issues/views';
import { createPlan } from '@dispatch/shared/planning/plan';
import { rank } from '@dispatch/shared/planning/rank';
import { aContractor, aJob, anInput, aShift, MORNING } from '@dispatch/shared/planning/town.fixture';
import type { createSubscriber } from 'svelte/reactivity';
import { expect, test } from 'vitest';
import { PlanView } from './plan-view.ts';

/** A desk of two contractors; ids of contractors are those of their shifts. */
function setUp() {
  const cards = new Map<string, IssueCard>();
  const listeners = new Set<(ids: ReadonlySet<string>) => void>();
  let now = 0;
  let built = 0;
  let waiting: (() => void)[] = [];
  let ticks: (() => void)[] = [];
  let follow: Parameters<typeof createSubscriber>[0] = () => undefined;
  const jobOf = ({ id, windowTo }: IssueCard) =>
    aJob({ id, window: windowTo === null ? null : { from: MORNING, until: windowTo } });
  const view = new PlanView({
    source: {
      get: (id) => cards.get(id),
      values: () => cards.values(),
      subscribe(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    build(held) {
      built += 1;
      const stopsOf = (shift: string) => ({
        shift,
        stops: held
          .filter(({ contractorId }) => contractorId === shift)
          .map(({ id, stage }) => ({
            job: id,
            locked: stage === 'in_progress' ? { from: MORNING, until: MORNING + 30 } : null,
          })),
      });
      return createPlan({
        ...anInput({
          contractors: ['ana', 'bo'].map((id) => aContractor({ id, shifts: [aShift({ id })] })),
          jobs: held.map(jobOf),
        }),
        tours: [stopsOf('ana'), stopsOf('bo')],
      });
    },
    jobOf,
    names: () => ({
      contractor: (id) => id,
      job: (id) => id,
      skill: (id) => id,
      part: (id) => id,
      time: (at) => `${String(Math.round(at - MORNING))} min`,
    }),
    watch: () => () => undefined,
    every: (_, tick) => {
      ticks.push(tick);
      return () => (ticks = ticks.filter((one) => one !== tick));
    },
    later: (_, done) => waiting.push(done),
    now: () => now,
    subscriber: (start) => {
      follow = start;
      return () => undefined;
    },
  });
  return {
    view,
    built: () => built,
    listening: () => listeners.size,
    put(overrides: Partial<IssueCard>) {
      const one = card(overrides);
      cards.set(one.id, one);
      for (const listener of listeners) listener(new Set([one.id]));
    },
    pass(ms: number) {
      now += ms;
      const due = waiting;
      waiting = [];
      for (const done of due) done();
    },
    tick: () => {
      for (const tick of ticks) tick();
    },
    /** What a screen does: reads, and reads again when told. */
    look<T>(read: () => T): { seen: T[]; stop: () => void } {
      const seen: T[] = [];
      const stop = follow(() => seen.push(read()));
      seen.push(read());
      return { seen, stop: stop ?? (() => undefined) };
    },
  };
}

test('a burst of changes makes one new plan, and only what somebody has is in it', () => {
  const desk = setUp();
  desk.put({ id: 'a', contractorId: 'ana', stage: 'open' });
  desk.put({ id: 'free' });
  const { seen, stop } = desk.look(() => desk.view.plan.tours.map(({ stops }) => stops.length));
  expect(seen).toEqual([[1, 0]]);
  for (const id of ['b', 'c', 'd']) desk.put({ id, contractorId: 'bo', stage: 'offered' });
  expect(desk.built()).toBe(1);
  desk.pass(250);
  expect(seen).toEqual([
    [1, 0],
    [1, 3],
  ]);
  stop();
});

test('nothing is reckoned and nothing followed while nobody looks', () => {
  const desk = setUp();
  expect(desk.built()).toBe(0);
  const { stop } = desk.look(() => desk.view.plan);
  expect(desk.listening()).toBe(1);
  stop();
  expect(desk.listening()).toBe(0);
  desk.put({ id: 'a', contractorId: 'ana', stage: 'open' });
  desk.pass(1_000);
  expect(desk.built()).toBe(1);
});

test('what is asked without looking on is told of things as they are', () => {
  const desk = setUp();
  expect(desk.view.conflicts).toEqual([]);
  desk.put({ id: 'a', contractorId: 'nobody', stage: 'open' });
  desk.pass(250);
  expect(desk.view.conflicts).toMatchObject([{ kind: 'no_shift', job: 'a' }]);
});

test('time alone makes the plan anew', () => {
  const desk = setUp();
  const { seen, stop } = desk.look(() => desk.view.plan);
  desk.tick();
  desk.pass(30_000);
  expect(seen).toHaveLength(2);
  stop();
});

test('while something is dragged nothing moves; afterwards it is made good', () => {
  const desk = setUp();
  const { seen, stop } = desk.look(() => desk.view.plan);
  desk.view.freeze();
  desk.put({ id: 'a', contractorId: 'ana', stage: 'open' });
  desk.pass(250);
  expect(seen).toHaveLength(1);
  desk.view.thaw();
  expect(seen).toHaveLength(2);
  stop();
});

test('an issue that nobody has is ranked by putting it in; the numbers are those of rank', () => {
  const desk = setUp();
  desk.put({ id: 'a', contractorId: 'ana', stage: 'open' });
  desk.put({ id: 'new' });
  const ranking = desk.view.rankFor('new');
  expect(ranking?.candidates.map(({ contractor }) => contractor)).toEqual(['bo', 'ana']);
  expect(ranking).toEqual(rank(desk.view.plan, 'new'));
  expect(desk.view.rankFor('new')).toBe(ranking);
  expect(desk.view.best('bo', 'new')).toMatchObject({ shift: 'bo', place: 0, breaks: [] });
  expect(desk.view.at('ana', MORNING + 60, 'new')).toMatchObject({ shift: 'ana', place: 1, arrival: MORNING + 30 });
  expect(desk.view.at('ana', MORNING + 60, 'new', true)?.arrival).toBe(MORNING + 60);
});

test('what has begun or is done is not ranked', () => {
  const desk = setUp();
  desk.put({ id: 'begun', contractorId: 'ana', stage: 'in_progress' });
  desk.put({ id: 'done', status: 'resolved' });
  expect(desk.view.rankFor('begun')).toBeNull();
  expect(desk.view.at('bo', MORNING, 'begun')).toBeNull();
  expect(desk.view.rankFor('done')).toBeNull();
  expect(desk.view.rankFor('unheard of')).toBeNull();
});

test('an emergency gets its ways, a conflict the place that would help', () => {
  const desk = setUp();
  desk.put({ id: 'a', contractorId: 'ana', stage: 'open' });
  desk.put({ id: 'b', contractorId: 'ana', stage: 'open', windowTo: MORNING + 10 });
  desk.put({ id: 'new' });
  expect(desk.view.conflicts).toMatchObject([{ kind: 'window', job: 'b' }]);
  expect(desk.view.helpFor('b')?.changes).toMatchObject([{ kind: 'assign', shift: 'bo', place: 0 }]);
  expect(desk.view.emergencyFor('new')?.ways[0]).toMatchObject({ kind: 'free', contractor: 'bo' });
});

test('what is told of an issue is its ranking, with what a command has to bring', () => {
  const desk = setUp();
  const { view } = desk;
  const id = 'leak';
  desk.put({ id });
  const ranking = view.rankFor(id);
  const told = view.toldFor(id);
  expect(told?.candidates.map(({ contractorId }) => contractorId)).toEqual(
    ranking?.candidates.map(({ contractor }) => contractor),
  );
  expect(told?.candidates[0]?.text).toContain(ranking?.candidates[0]?.contractor);
  expect(Object.keys(told?.days ?? {}).sort()).toEqual(['ana', 'bo']);
  expect(view.toldFor(id)).toBe(told);
});
