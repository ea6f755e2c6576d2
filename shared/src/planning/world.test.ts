import { USUAL_DISPATCHING } from '../dispatching/dispatching.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Category, Contractor, Organisation } from '../board/reference.ts';
import { card } from '../issues/card.fixture.ts';
import type { IssueCard } from '../issues/views.ts';
import { USUAL_SCHEDULE, type WeekShift } from '../shifts/schedule.ts';
import { jobOf, minuteOf } from './jobs.ts';
import { startOf, unplanned, visitIn } from './plan.ts';
import { rank } from './rank.ts';
import { planOf, type PlanWorld } from './world.ts';

/** A Tuesday, 9:00 in Vienna. */
const NOW = Date.UTC(2026, 5, 2, 7);
const HOUR = 3_600_000;
const CENTRE = { lat: 48.2, lon: 16.37 };

const organisation: Organisation = {
  name: 'Town',
  timeZone: 'Europe/Vienna',
  tileUrl: null,
  tileAttribution: null,
  centre: { ...CENTRE, zoom: 12 },
  undoSeconds: 20,
  reopenDays: 14,
  phone: null,
  dispatching: USUAL_DISPATCHING,
  week: [],
  holidays: [],
};

const water: Category = {
  id: 'water',
  code: 'water',
  name: 'Water',
  icon: 'droplets',
  skills: ['pipes'],
  expectedMinutes: 60,
  defaultUrgency: 'normal',
  questions: [],
  parts: {},
  active: true,
};

const everyDay = (from: string, until: string): WeekShift[] =>
  [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from, until, rests: [], onCall: false }));

function someone(id: string, more: Partial<Contractor> = {}): Contractor {
  return {
    id,
    name: id,
    initials: id.slice(0, 2),
    colour: '#336699',
    phone: null,
    skills: ['pipes'],
    certificates: {},
    teamId: null,
    districtIds: [],
    travelLimit: null,
    stock: {},
    schedule: { ...USUAL_SCHEDULE, week: everyDay('08:00', '16:00') },
    onDuty: true,
    dutyAt: NOW - HOUR,
    state: 'free',
    since: null,
    openIssues: 0,
    offers: 0,
    loadMinutes: 0,
    nextFreeAt: null,
    homeLat: CENTRE.lat,
    homeLon: CENTRE.lon,
    position: null,
    last: null,
    pictureUrl: null,
    active: true,
    ...more,
  };
}

const issue = (id: string, more: Partial<IssueCard> = {}): IssueCard =>
  card({ id, categoryId: 'water', lat: CENTRE.lat + 0.01, lon: CENTRE.lon, ...more });
const accepted = (id: string, contractorId: string, more: Partial<IssueCard> = {}): IssueCard =>
  issue(id, { stage: 'open', status: 'open', contractorId, ...more });

function world(cards: IssueCard[], contractors: Contractor[] = [someone('ada'), someone('bo')]): PlanWorld {
  return { now: NOW, cards, contractors, categories: new Map([['water', water]]), organisation, matrix: null };
}

const dayOf = (plan: ReturnType<typeof planOf>, contractor: string): string[] =>
  (plan.toursOf.get(contractor) ?? []).flatMap((at) => plan.tours[at]?.stops.map(({ job }) => job.id) ?? []);

describe('the plan of a town', () => {
  test('has jobs under way first, then what has a time in the order of the times', () => {
    const plan = planOf(
      world([
        accepted('late', 'ada', { plan: { plannedAt: NOW + 4 * HOUR } }),
        accepted('soon', 'ada', { plan: { plannedAt: NOW + HOUR } }),
        accepted('now', 'ada', { status: 'in_progress', stage: 'in_progress', plan: { arrivedAt: NOW - HOUR / 2 } }),
      ]),
    );
    expect(dayOf(plan, 'ada')).toEqual(['now', 'soon', 'late']);
    expect(startOf(plan, visitIn(plan, 'now'))).toBe(minuteOf(NOW - HOUR / 2));
  });

  test('takes a job that has lasted longer than expected to last a little longer still', () => {
    const began = { status: 'in_progress', stage: 'in_progress', plan: { arrivedAt: NOW - 3 * HOUR } } as const;
    const plan = planOf(world([accepted('long', 'ada', began), accepted('next', 'ada', { plan: { plannedAt: NOW } })]));
    expect(startOf(plan, visitIn(plan, 'next'))).toBeGreaterThanOrEqual(minuteOf(NOW) + 10);
  });

  test('puts what was accepted without a time where it costs least, the most urgent first', () => {
    const plan = planOf(
      world([accepted('whenever', 'ada', { urgency: 'low' }), accepted('fast', 'ada', { urgency: 'high' })]),
    );
    expect(dayOf(plan, 'ada')).toEqual(['fast', 'whenever']);
  });

  test('keeps what fits nowhere at its contractor', () => {
    const plan = planOf(world([accepted('odd', 'ada', { plan: { blacklist: ['ada'] } })]));
    expect(dayOf(plan, 'ada')).toEqual(['odd']);
  });

  test('leaves unplanned what nobody has and whose contractor has no shift', () => {
    const off = someone('cy', { onDuty: false, schedule: { ...USUAL_SCHEDULE, week: [] } });
    const plan = planOf(world([issue('new'), accepted('orphan', 'cy')], [someone('ada'), off]));
    expect(unplanned(plan).map(({ job }) => job.id)).toEqual(['new', 'orphan']);
  });

  test('passes over what is resolved or waits for parts', () => {
    const plan = planOf(
      world([
        accepted('done', 'ada', { status: 'resolved', stage: 'resolved' }),
        accepted('parts', 'ada', { status: 'in_progress', stage: 'in_progress', hold: 'parts' }),
      ]),
    );
    expect([...plan.slots.keys()]).toEqual([]);
  });

  test('refuses certificates that run out, other districts and vans without the parts, each by its rule', () => {
    const valve = { ...water, parts: { valve: 2 } };
    const stocked = { stock: { valve: 5 } };
    const plan = planOf({
      ...world(
        [issue('leak', { districtId: 'north' })],
        [
          someone('able', stocked),
          someone('expired', { ...stocked, certificates: { pipes: NOW } }),
          someone('south', { ...stocked, districtIds: ['south'] }),
          someone('empty'),
          someone('tired', { ...stocked, schedule: { ...USUAL_SCHEDULE, week: [] }, onDuty: false }),
        ],
      ),
      categories: new Map([['water', valve]]),
    });
    const { candidates, refusals } = rank(plan, 'leak');
    expect(candidates.map(({ contractor }) => contractor)).toEqual(['able']);
    expect(Object.fromEntries(refusals.map(({ contractor, reason }) => [contractor, reason.rule]))).toEqual({
      expired: 'skill',
      south: 'district',
      empty: 'parts',
      tired: 'no_shift',
    });
  });

  test('is the same whatever the order of the rows', () => {
    const cards = Array.from({ length: 12 }, (_, at) =>
      accepted(`job-${String(at)}`, at % 2 ? 'ada' : 'bo', at % 3 ? { plan: { plannedAt: NOW + at * HOUR } } : {}),
    );
    const orders = (list: IssueCard[]): string[][] => ['ada', 'bo'].map((id) => dayOf(planOf(world(list)), id));
    const expected = orders(cards);
    fc.assert(
      fc.property(fc.shuffledSubarray(cards, { minLength: cards.length }), (shuffled) => {
        expect(orders(shuffled)).toEqual(expected);
      }),
      { numRuns: 30 },
    );
  });
});

describe('a job', () => {
  const of = (more: Partial<IssueCard>) => jobOf(issue('a', more), water, CENTRE, minuteOf(NOW));

  test('is bound by what a person agreed, and by the plan’s own range as a promise', () => {
    const told = { windowFrom: NOW + HOUR, windowTo: NOW + 2 * HOUR };
    const range = { from: minuteOf(NOW + HOUR), until: minuteOf(NOW + 2 * HOUR) };
    expect(of({ ...told, plan: null })).toMatchObject({ window: range, promise: null });
    expect(of({ ...told, plan: { windowBy: 'plan' } })).toMatchObject({ window: null, promise: range });
  });

  test('is no longer bound by a window that has passed, which stays a promise missed', () => {
    const over = { windowFrom: NOW - 2 * HOUR, windowTo: NOW - HOUR };
    expect(of({ ...over, plan: null }).window).toBeNull();
    expect(of({ ...over, plan: null }).promise?.until).toBe(minuteOf(NOW - HOUR));
    expect(of({ plan: { availableTo: NOW - HOUR } }).window).toBeNull();
  });

  test('is due in time to be resolved, an emergency when it was to be answered, and not while the clock rests', () => {
    const promised = { respondBy: NOW + HOUR, resolveBy: NOW + 5 * HOUR };
    expect(of(promised).due).toBe(minuteOf(NOW + 4 * HOUR));
    expect(of({ ...promised, urgency: 'emergency' }).due).toBe(minuteOf(NOW + HOUR));
    expect(of({ ...promised, pausedAt: NOW }).due).toBeNull();
  });

  test('without a place is taken to be in the middle', () => {
    expect(of({ lat: null, lon: null }).place).toEqual(CENTRE);
  });
});
