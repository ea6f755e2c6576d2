/**
 * The plan of a town as it is now: a pure function of what is live anyway, so that the API, auto-dispatch, the worker and
 * every screen plan with the same (docs/decisions/0012-one-plan.md).
 */
import type { Category, Contractor as ContractorRow, Organisation } from '../board/reference.ts';
import { zoneOf } from '../promises/zone.ts';
import { shiftsOf } from '../shifts/shifts.ts';
import { isToDo, jobOf, minuteOf, type PlanCard } from './jobs.ts';
import type { Contractor, Job, Minute, Stop, TourInput } from './model.ts';
import { applyChange, createPlan, visitIn, type Plan } from './plan.ts';
import { bestOf, isAhead } from './rank.ts';
import { townTravel, type TravelMatrix } from './travel.ts';
import { WEIGHTS } from './weights.ts';

export interface PlanWorld {
  /** Unix ms. */
  readonly now: number;
  /** Issues that somebody has or that are to be planned; others are passed over. */
  readonly cards: Iterable<PlanCard>;
  readonly contractors: Iterable<ContractorRow>;
  readonly categories: ReadonlyMap<string, Category>;
  readonly organisation: Organisation;
  /** What a road network knows of the way between places; null for straight lines. */
  readonly matrix: TravelMatrix | null;
}

/** Days ahead that are planned. */
export const HORIZON_DAYS = 7;
const DAY = 86_400_000;

/** Minutes that a job under way is taken to need still when it has taken longer than expected. */
const STILL = 10;
/** Minutes of a drive that no arrival was told for. */
const USUAL_DRIVE = 15;
/** Between two parts of a sort that are not there: last. */
const LAST = Infinity;

/**
 * Everybody's coming days. Jobs under way stand first, then what has a time in the order of the times; what was accepted
 * without one is put where it costs least, what fits nowhere at the end of the next shift: it is broken then, and shows.
 * Jobs of contractors without any shift ahead, and those that nobody has, are unplanned.
 *
 * @throws RangeError from the organisation's time zone
 */
export function planOf(world: PlanWorld): Plan {
  const now = minuteOf(world.now);
  const { centre } = world.organisation;
  const until = world.now + HORIZON_DAYS * DAY;
  const contractors = Array.from(world.contractors)
    .filter(({ active }) => active)
    .map((row) => contractorOf(row, shiftsOf(row, { now: world.now, until, organisation: world.organisation })));
  const cards = Array.from(world.cards).filter(isToDo);
  const jobs = cards.map((card) => jobOf(card, world.categories.get(card.categoryId), centre, now));
  const job = new Map(jobs.map((one) => [one.id, one]));
  const held = Map.groupBy(cards, ({ contractorId }) => contractorId);
  const loose: { readonly card: PlanCard; readonly contractor: Contractor }[] = [];
  const tours = contractors.flatMap((contractor): TourInput[] => {
    const { placed, left } = toursOf(contractor, held.get(contractor.id) ?? [], job, now);
    loose.push(...left.map((card) => ({ card, contractor })));
    return placed;
  });
  const offset = zoneOf(world.organisation.timeZone).offsetAt(world.now) / 60_000;
  const travel = { ...townTravel(centre, offset), matrix: world.matrix };
  let plan = createPlan({ now, contractors, jobs, tours, travel, weights: WEIGHTS });
  for (const { card, contractor } of loose.sort(inOrder)) plan = seated(plan, card, contractor);
  return plan;
}

/** A row as the plan knows it. @param shifts its coming ones */
function contractorOf(row: ContractorRow, shifts: Contractor['shifts']): Contractor {
  return {
    id: row.id,
    skills: row.skills.map((id) => {
      const until = row.certificates[id];
      return { id, until: until === undefined ? null : minuteOf(until) };
    }),
    districts: row.districtIds.length === 0 ? null : row.districtIds,
    travelLimit: row.travelLimit,
    stock: row.stock,
    shifts,
  };
}

/** A contractor's tours, and which of its issues have no time yet. */
function toursOf(
  contractor: Contractor,
  cards: readonly PlanCard[],
  jobs: ReadonlyMap<string, Job>,
  now: Minute,
): { placed: TourInput[]; left: PlanCard[] } {
  const shifts = contractor.shifts.toSorted((a, b) => a.from - b.from);
  const stops = shifts.map((): Stop[] => []);
  const left: PlanCard[] = [];
  const underWay = cards.filter(({ status }) => status === 'en_route' || status === 'in_progress');
  // whatever the hour: who is at work now is at work in the shift of now, or in the next
  const today = Math.max(
    0,
    shifts.findIndex(({ until }) => until > now),
  );
  for (const card of underWay.toSorted((a, b) => begun(a, now) - begun(b, now))) {
    const from = begun(card, now);
    const minutes = jobs.get(card.id)?.minutes ?? 0;
    const until = Math.max(from + minutes, card.status === 'in_progress' ? now + Math.min(STILL, minutes) : from);
    stops[today]?.push({ job: card.id, locked: { from, until } });
  }
  const planned = cards.filter(({ status }) => status === 'new' || status === 'open').toSorted(byTime);
  for (const card of planned) {
    const at = card.plan?.plannedAt;
    if (at === undefined) left.push(card);
    else {
      const within = shifts.findIndex(({ until }) => until > Math.max(minuteOf(at), now));
      const shift = within < 0 ? shifts.length - 1 : within;
      stops[shift]?.push({ job: card.id, locked: null });
    }
  }
  const placed = shifts.flatMap(({ id }, at) => ({ shift: id, stops: stops[at] ?? [] }));
  return { placed: placed.filter((tour) => tour.stops.length > 0), left };
}

/** When work on a job under way began, or will begin as far as is known. */
function begun({ status, plan, etaAt }: PlanCard, now: Minute): Minute {
  if (status === 'in_progress') return plan?.arrivedAt === undefined ? now : minuteOf(plan.arrivedAt);
  const departed = plan?.departedAt === undefined ? now : minuteOf(plan.departedAt);
  return Math.max(now, etaAt === null ? departed + USUAL_DRIVE : minuteOf(etaAt));
}

function byTime(a: PlanCard, b: PlanCard): number {
  return (a.plan?.plannedAt ?? LAST) - (b.plan?.plannedAt ?? LAST) || inIdOrder(a, b);
}

const RANK = { emergency: 0, high: 1, normal: 2, low: 3 } as const;

/** The most urgent first, then the oldest. */
function inOrder({ card: a }: { readonly card: PlanCard }, { card: b }: { readonly card: PlanCard }): number {
  return RANK[a.urgency] - RANK[b.urgency] || a.filedAt - b.filedAt || inIdOrder(a, b);
}

const inIdOrder = (a: PlanCard, b: PlanCard): number => (a.id < b.id ? -1 : 1);

/** The plan with a job that its contractor has accepted without a time. */
function seated(plan: Plan, { id: job }: PlanCard, { id, shifts }: Contractor): Plan {
  const visit = visitIn(plan, job);
  const tours = plan.toursOf.get(id) ?? [];
  const best = bestOf(plan, visit, tours, Infinity);
  if (best) return applyChange(plan, { kind: 'assign', job, shift: best.tour.duty.shift.id, place: best.at });
  const next =
    shifts.find((shift) => shift.until > plan.now && !shift.onCall) ?? shifts.find((shift) => shift.until > plan.now);
  const tour = next && plan.tours[plan.shifts.get(next.id) ?? -1];
  if (!next || !tour || !isAhead(plan, tour)) return plan;
  return applyChange(plan, { kind: 'assign', job, shift: next.id, place: tour.stops.length });
}
