import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Category, Contractor, Organisation } from '../board/reference.ts';
import { USUAL_DISPATCHING } from '../dispatching/dispatching.ts';
import { card } from '../issues/card.fixture.ts';
import type { IssueCard } from '../issues/views.ts';
import { USUAL_SCHEDULE } from '../shifts/schedule.ts';
import { improve } from './improve.ts';
import { namesOf } from './names.ts';
import { applyChanges, travelOf, type Plan } from './plan.ts';
import type { RunMove } from './plan-run.ts';
import { reviewOf } from './review.ts';
import { planOf, type PlanWorld } from './world.ts';

/** A Tuesday, 7:00 in Vienna. */
const NOW = Date.UTC(2026, 5, 2, 5);
const HOUR = 3_600_000;
const centre = { lat: 48.2, lon: 16.37, zoom: 12 };
const organisation: Organisation = {
  name: 'Town',
  timeZone: 'Europe/Vienna',
  tileUrl: null,
  tileAttribution: null,
  centre,
  undoSeconds: 20,
  reopenDays: 14,
  phone: null,
  week: [],
  holidays: [],
  dispatching: USUAL_DISPATCHING,
};
const water: Category = {
  id: 'c1',
  code: 'water',
  name: 'Water',
  icon: 'droplets',
  skills: [],
  expectedMinutes: 30,
  defaultUrgency: 'normal',
  questions: [],
  parts: {},
  active: true,
};
const week = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({
  weekday,
  from: '08:00',
  until: '18:00',
  rests: [],
  onCall: false,
}));
const someone = (id: string, name: string): Contractor => ({
  id,
  name,
  initials: id.slice(0, 2),
  colour: '#336699',
  phone: null,
  skills: [],
  certificates: {},
  teamId: null,
  districtIds: [],
  travelLimit: null,
  stock: {},
  schedule: { ...USUAL_SCHEDULE, week },
  onDuty: true,
  dutyAt: NOW,
  state: 'free',
  since: null,
  openIssues: 0,
  offers: 0,
  loadMinutes: 0,
  nextFreeAt: null,
  homeLat: 48.2,
  homeLon: 16.37,
  position: null,
  last: null,
  pictureUrl: null,
  active: true,
});
const contractors = [someone('ana', 'Ana Andersson'), someone('bo', 'Bo Berg')];

const worldOf = (cards: readonly IssueCard[]): PlanWorld => ({
  now: NOW,
  cards,
  contractors,
  categories: new Map([[water.id, water]]),
  organisation,
  matrix: null,
});

/** What the command of a move makes of its card. */
function moved(before: IssueCard, { action, input, to }: RunMove): IssueCard {
  const { plannedAt, windowFrom, windowTo, windowBy } = input;
  return {
    ...before,
    contractorId: to.contractorId,
    ...(action !== 'plan' && { status: 'open', stage: 'open' }),
    ...(windowFrom !== undefined && { windowFrom }),
    ...(windowTo !== undefined && { windowTo }),
    plan: { ...before.plan, plannedAt, ...(windowBy && { windowBy }) },
  };
}

function reviewed(cards: readonly IssueCard[], seed: number): { before: Plan; after: Plan; moves: RunMove[] } {
  const world = worldOf(cards);
  const before = planOf(world);
  const after = applyChanges(before, improve(before, { seed, iterations: 150 }).changes);
  const byId = new Map(cards.map((one) => [one.id, one]));
  return { before, after, moves: reviewOf(before, after, byId, namesOf(world), 'it is better') };
}

const place = fc.record({
  lat: fc.double({ min: 48.1, max: 48.3, noNaN: true }),
  lon: fc.double({ min: 16.2, max: 16.5, noNaN: true }),
});
const someCard = fc
  .record({
    place,
    holder: fc.constantFrom('ana', 'bo', null),
    hour: fc.integer({ min: 1, max: 10 }),
    timed: fc.boolean(),
    told: fc.boolean(),
    offered: fc.boolean(),
  })
  .map(({ place: { lat, lon }, holder, hour, timed, told, offered }) => {
    const plannedAt = NOW + hour * HOUR;
    const stage = holder === null ? 'to_assign' : offered ? 'offered' : 'open';
    const range = told && holder !== null ? { windowFrom: plannedAt - HOUR / 2, windowTo: plannedAt + HOUR / 2 } : {};
    return card({
      lat,
      lon,
      stage,
      status: stage === 'open' ? 'open' : 'new',
      contractorId: holder,
      ...range,
      plan: { ...(timed && holder !== null && { plannedAt }), ...(told && holder !== null && { windowBy: 'plan' }) },
    });
  });
const someTown = fc
  .array(someCard, { minLength: 2, maxLength: 10 })
  .map((cards) => cards.map((one, index) => ({ ...one, id: `i${String(index)}`, ref: `J-${String(index)}` })));

const orderOf = (plan: Plan): Map<string, string[]> =>
  new Map(
    plan.tours.flatMap(({ duty, stops }) =>
      stops.length === 0 ? [] : [[duty.shift.id, stops.map(({ job }) => job.id)]],
    ),
  );

describe('the review of a better plan', () => {
  test('asks for exactly what makes the town that plan', () => {
    let some = 0;
    fc.assert(
      fc.property(someTown, fc.nat(100), (cards, seed) => {
        const { before, after, moves } = reviewed(cards, seed);
        if (moves.length > 0) some += 1;
        const byId = new Map(moves.map((move) => [move.id, move]));
        const done = planOf(worldOf(cards.map((one) => (byId.has(one.id) ? moved(one, byId.get(one.id)!) : one))));
        expect(orderOf(done)).toEqual(orderOf(after));
        expect(travelOf(done)).toBeCloseTo(travelOf(after), 3);
        expect(orderOf(before).size).toBeLessThanOrEqual(contractors.length * 8);
      }),
      { numRuns: 60, seed: 4 },
    );
    expect(some).toBeGreaterThan(30);
  });

  test('gives no command to what is where it was, and the right one to everything else', () => {
    fc.assert(
      fc.property(someTown, fc.nat(100), (cards, seed) => {
        for (const { id, action, input, from, to, version } of reviewed(cards, seed).moves) {
          const one = cards.find((other) => other.id === id)!;
          expect(input.version).toBe(version);
          const stays = one.contractorId === to.contractorId;
          expect(action).toBe(stays ? 'plan' : one.status === 'new' ? 'assign' : 'reassign');
          expect(input.contractorId).toBe(stays ? undefined : to.contractorId);
          if (one.contractorId === null) expect(from).toBeNull();
          if (stays) expect(Math.abs((one.plan?.plannedAt ?? 0) - input.plannedAt)).toBeGreaterThanOrEqual(60_000);
        }
      }),
      { numRuns: 30, seed: 8 },
    );
  });

  test('tells a household whose range would not be kept, by first name, and gives a range as long', () => {
    let told = 0;
    fc.assert(
      fc.property(someTown, fc.nat(100), (cards, seed) => {
        for (const { id, input, to, slight } of reviewed(cards, seed).moves) {
          const one = cards.find((other) => other.id === id)!;
          const { windowFrom, windowTo } = one;
          const keeps = windowFrom === null || (to.start >= windowFrom && to.start <= windowTo!);
          expect(input.windowFrom === undefined).toBe(keeps);
          if (keeps) continue;
          told += 1;
          expect(slight && input.tell !== undefined).toBe(false);
          expect(input.windowTo! - input.windowFrom!).toBe(HOUR);
          expect(to.start).toBeGreaterThanOrEqual(input.windowFrom!);
          expect(to.start).toBeLessThanOrEqual(input.windowTo!);
          if (input.tell !== undefined) expect(input.tell).toMatch(/^(Ana|Bo) (now )?comes .*\d\d:\d\d.*\.$/);
        }
      }),
      { numRuns: 60, seed: 15 },
    );
    expect(told).toBeGreaterThan(3);
  });
});
