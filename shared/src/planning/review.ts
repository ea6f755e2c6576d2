/** What a better plan asks of each issue: its new place, why that helps, and the command that gives it to it. */
import { stampsOf } from './day-stamp.ts';
import { explainMove, type Names } from './explain.ts';
import { msOf, type PlanCard } from './jobs.ts';
import { byFirstName } from './names.ts';
import { isSlight, type Move } from './moves.ts';
import { placeOf, type Plan, type Tour } from './plan.ts';
import type { RunInput, RunMove, RunVisit } from './plan-run.ts';
import type { Visit } from './visit.ts';

export type ReviewedCard = PlanCard & { readonly version: number };

/** Windows that follow from the plan move in such steps, Unix ms. */
const STEP = 300_000;
/** Work that is planned to begin within this of what was planned is left as it is, Unix ms. */
const SAME = 60_000;

/**
 * Every issue of a tour that has another order, whose contractor or time changes: those that matter first.
 *
 * @param after descends from `before`
 * @param names as operators call things; households are told first names
 * @param because what households are told that their visit moves for, after "because"
 */
export function reviewOf(
  before: Plan,
  after: Plan,
  cards: ReadonlyMap<string, ReviewedCard>,
  names: Names,
  because: string,
): RunMove[] {
  const moves = after.tours.flatMap((tour) => {
    const was = before.tours[tour.index];
    if (was && sameOrder(was, tour)) return [];
    return tour.stops.slice(tour.locked.length).flatMap((visit, index) => {
      const card = cards.get(visit.job.id);
      return card ? (reviewed(before, tour, visit, tour.locked.length + index, card, after, names, because) ?? []) : [];
    });
  });
  return moves.sort((a, b) => Number(a.slight) - Number(b.slight) || a.to.start - b.to.start || (a.id < b.id ? -1 : 1));
}

/** The stamps of all days that moves take from or add to. @param cards all unresolved ones of those contractors */
export function daysOf(
  moves: readonly Pick<RunMove, 'from' | 'to'>[],
  cards: Iterable<PlanCard>,
): Record<string, string> {
  return stampsOf(
    new Set(moves.flatMap(({ from, to }) => [to.contractorId, from?.contractorId ?? to.contractorId])),
    cards,
  );
}

function sameOrder(a: Tour, b: Tour): boolean {
  return a.stops.length === b.stops.length && a.stops.every((stop, at) => stop.slot === b.stops[at]?.slot);
}

function reviewed(
  before: Plan,
  tour: Tour,
  visit: Visit,
  at: number,
  card: ReviewedCard,
  after: Plan,
  names: Names,
  because: string,
): RunMove | null {
  const place = placeOf(before, visit);
  const from = place && visitAt(place.tour, place.at, before);
  const to = visitAt(tour, at, after);
  const stays = card.contractorId === to.contractorId;
  if (stays && card.plan?.plannedAt !== undefined && Math.abs(card.plan.plannedAt - to.start) < SAME) return null;
  const move: Move = {
    job: card.id,
    from: from && { contractor: from.contractorId, start: from.start / 60_000 },
    to: { contractor: to.contractorId, start: to.start / 60_000 },
    missed: to.late > 0 && (from?.late ?? 0) === 0,
  };
  const input: RunInput = {
    version: card.version,
    plannedAt: to.start,
    ...(!stays && { contractorId: to.contractorId }),
    ...toldAnew(card, move, from?.start ?? null, to.start, names, because),
  };
  return {
    id: card.id,
    ref: card.ref,
    version: card.version,
    from,
    to,
    free: card.contractorId === null,
    slight: stays && isSlight(move) && input.tell === undefined,
    why: whyOf(from, to, card.contractorId === null),
    action: stays ? 'plan' : card.status === 'new' ? 'assign' : 'reassign',
    input,
  };
}

function visitAt(tour: Tour, at: number, { travel }: Plan): RunVisit {
  const { stops, duty, table } = tour;
  const visit = stops[at];
  const start = table.start[at];
  if (!visit || start === undefined) throw new RangeError(`A tour without a stop ${String(at)}`);
  const spot = stops[at - 1]?.spot ?? duty.from;
  const next = stops[at + 1]?.spot ?? duty.end;
  const there = travel.minutes(spot, visit.spot, start);
  const on = next ? travel.minutes(visit.spot, next, start) - travel.minutes(spot, next, start) : 0;
  const late = Math.max(0, start - visit.promised);
  return { contractorId: duty.contractor.id, start: msOf(start), drive: there + on, late: late < 1 / 60 ? 0 : late };
}

/** A new range and a sentence, for a household whose range followed from the plan and would not be kept. */
function toldAnew(
  { windowFrom, windowTo, plan }: ReviewedCard,
  move: Move,
  was: number | null,
  start: number,
  names: Names,
  because: string,
): Partial<RunInput> {
  if (plan?.windowBy !== 'plan' || windowFrom === null || windowTo === null) return {};
  if (start >= windowFrom && start <= windowTo) return {};
  const length = windowTo - windowFrom;
  // where in the range the visit was stays: ranges are cut to fit what is usual for it
  const lead = was !== null && was >= windowFrom && was <= windowTo ? was - windowFrom : length / 3;
  const from = Math.floor((start - lead) / STEP) * STEP;
  const tell = explainMove(move, because, byFirstName(names));
  return { windowFrom: from, windowTo: from + length, windowBy: 'plan', ...(tell !== null && { tell }) };
}

/** What an operator gains by it, the weightiest first. */
function whyOf(from: RunVisit | null, to: RunVisit, nobodys: boolean): string {
  if (from === null) return nobodys ? 'Nobody has it yet.' : 'Whoever has it has no shift for it.';
  const driving = from.drive - to.drive;
  const sooner = (from.start - to.start) / 60_000;
  const why = [
    from.late > 0 && to.late === 0 && `its promise is kept, ${minutes(from.late)} would be missing`,
    from.late > 0 && to.late > 0 && from.late - to.late >= 1 && `${minutes(from.late - to.late)} less late`,
    driving >= 1 && `${minutes(driving)} less driving`,
    sooner >= 15 && `${minutes(sooner)} sooner`,
  ].filter((part) => part !== false);
  if (why.length === 0) why.push('makes room for what helps others more');
  const text = why.join(', ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function minutes(value: number): string {
  const whole = Math.max(1, Math.round(value));
  const [hours, rest] = [Math.floor(whole / 60), whole % 60];
  if (hours === 0) return `${String(rest)} min`;
  return rest === 0 ? `${String(hours)} h` : `${String(hours)} h ${String(rest)} min`;
}
