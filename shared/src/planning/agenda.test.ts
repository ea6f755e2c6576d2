import { expect, test } from 'vitest';
import { agendaOf } from './agenda.ts';
import { createPlan } from './plan.ts';
import { aContractor, aJob, anInput, aShift, MORNING, plannedTown } from './town.fixture.ts';

const TOWN = plannedTown({ seed: 4, contractors: 30, jobs: 200, days: 2, rare: 0.2 });

test('an agenda has the times of the timetable', () => {
  for (const tour of TOWN.tours) {
    const { stops } = agendaOf(tour, TOWN);
    expect(stops.map(({ from }) => from)).toEqual(tour.stops.map((_, at) => tour.table.start[at]));
  }
});

test('nobody drives, works or rests at the same time', () => {
  for (const tour of TOWN.tours) {
    const { stops, rests, home } = agendaOf(tour, TOWN);
    const spans = [
      ...stops.flatMap(({ from, until, drive }) => [
        { from: from - drive, until: from },
        { from, until },
      ]),
      ...(stops.length > 0 ? rests : []),
      ...(home ? [home] : []),
    ].sort((a, b) => a.from - b.from || a.until - b.until);
    spans.slice(1).forEach((span, at) => {
      // the way home may lie over a rest that the day ends before
      if (span === home || spans[at] === home) return;
      expect(span.from).toBeGreaterThanOrEqual(spans[at]!.until - 1e-6);
    });
  }
});

test('a rest falls where the walk takes it, and stands in an empty day at its earliest', () => {
  const rest = { earliest: MORNING + 60, latest: MORNING + 120, minutes: 30 };
  const input = anInput({
    contractors: [aContractor({ shifts: [aShift({ rests: [rest] })] })],
    jobs: [aJob({ id: 'long', minutes: 90 }), aJob({ id: 'next' })],
  });
  const plan = createPlan({ ...input, tours: [{ shift: 'shift', stops: [{ job: 'long', locked: null }] }] });
  expect(agendaOf(plan.tours[0]!, plan).rests).toEqual([{ from: MORNING + 90, until: MORNING + 120 }]);
  const empty = createPlan(input);
  expect(agendaOf(empty.tours[0]!, empty).rests).toEqual([{ from: MORNING + 60, until: MORNING + 90 }]);
});

test('what is under way keeps its known times', () => {
  const plan = createPlan({
    ...anInput({ jobs: [aJob()] }),
    tours: [{ shift: 'shift', stops: [{ job: 'job', locked: { from: MORNING - 10, until: MORNING + 50 } }] }],
  });
  const [stop] = agendaOf(plan.tours[0]!, plan).stops;
  expect([stop!.from, stop!.until, stop!.locked]).toEqual([MORNING - 10, MORNING + 50, true]);
});
