import { checkWindow } from './checks.ts';
import type { Contractor, Minute, Shift, Window } from './model.ts';
import { disturbanceOf } from './emergency.ts';
import { movesBetween, type Move } from './moves.ts';
import {
  applyChange,
  applyChanges,
  partsOf,
  placeOf,
  startOf,
  visitIn,
  type Plan,
  type PlanChange,
  type Tour,
} from './plan.ts';
import { PlanError } from './plan.errors.ts';
import { bestOf } from './rank.ts';
import { scoreOf } from './score.ts';
import { TINY } from './walk.ts';
import type { Visit } from './visit.ts';

/** Something that happened to a plan. */
export type PlanEvent =
  /** A job under way takes until then. */
  | { readonly kind: 'overrun'; readonly job: string; readonly until: Minute }
  /** A contractor is away; a job already begun is left as it stands. */
  | ({ readonly kind: 'absent'; readonly contractor: string } & Window)
  | { readonly kind: 'cancelled'; readonly job: string }
  /** A contractor does not take a job. */
  | { readonly kind: 'passed'; readonly job: string; readonly contractor: string };

/** A change that would help, complete in itself: it was reckoned for the repaired plan without the others. */
export interface Suggestion {
  /** The job it is about. */
  readonly job: string;
  readonly changes: readonly PlanChange[];
  readonly moves: readonly Move[];
  /** Minutes of driving it is worth: what it saves less what it disturbs. */
  readonly gain: number;
  /** Promises kept by it that would be broken without. */
  readonly kept: number;
}

export interface Repair {
  /** The plan as it now is: times reckoned anew, nothing given to anybody. */
  readonly plan: Plan;
  /** Every visit that changed by it. */
  readonly moves: readonly Move[];
  /** Jobs that have no contractor any more. */
  readonly dropped: readonly string[];
  /** Jobs that would now begin after their windows, or whose day now ends after the shift. */
  readonly broken: readonly string[];
  /** What would help, the most first. */
  readonly suggestions: readonly Suggestion[];
}

/**
 * What an event does to a plan, at once, and which moves would help. Nothing is moved to other hands by itself.
 *
 * @throws PlanError `unknown` (job, contractor), `invalid` (an overrun of a job that has not begun, a time)
 */
export function repair(plan: Plan, event: PlanEvent): Repair {
  const after = applyChanges(plan, changesBy(plan, event));
  const moves = movesBetween(plan, after);
  const dropped = moves.filter(({ to }) => to === null).map(({ job }) => job);
  const before = new Set(plan.tours.map(({ table }) => table));
  const touched = after.tours.filter(({ stops, table }) => stops.length > 0 && !before.has(table));
  const broken = touched.flatMap((tour) => brokenIn(tour));
  const late = touched.flatMap(({ table, stops }) =>
    stops.filter((visit, at) => table.start[at]! > visit.promised + TINY).map(({ job }) => job.id),
  );
  const toHelp = new Set([...dropped, ...broken, ...late]);
  const freed = event.kind === 'cancelled' ? fillers(after, plan, event.job) : [];
  const suggestions = [
    ...[...toHelp].flatMap((job) => suggest(after, visitIn(after, job), null) ?? []),
    ...freed.flatMap(({ visit, tour }) => suggest(after, visit, tour) ?? []),
  ];
  return { plan: after, moves, dropped, broken, suggestions: suggestions.sort((a, b) => b.gain - a.gain) };
}

/** The event as changes of the plan. */
function changesBy(plan: Plan, event: PlanEvent): PlanChange[] {
  switch (event.kind) {
    case 'overrun': {
      const place = placeOf(plan, visitIn(plan, event.job));
      const locked = place?.tour.locked[place.at];
      if (!locked) throw new PlanError('invalid', `Job ${event.job} has not begun, so it cannot take longer`);
      return [{ kind: 'lock', job: event.job, locked: { from: locked.from, until: event.until } }];
    }
    case 'cancelled':
      return [{ kind: 'drop', job: event.job }];
    case 'passed': {
      const visit = visitIn(plan, event.job);
      const { job } = visit;
      const isTheirs = placeOf(plan, visit)?.tour.duty.contractor.id === event.contractor;
      const passed = job.passed.includes(event.contractor) ? job.passed : [...job.passed, event.contractor];
      const holder = job.holder === event.contractor ? null : job.holder;
      return [
        // also when already on the way; who else has it keeps it
        ...(isTheirs ? [{ kind: 'drop', job: job.id } as const] : []),
        { kind: 'put', job: { ...job, passed, holder } },
      ];
    }
    case 'absent':
      return absence(plan, event.contractor, event);
  }
}

/** Takes back what lies in the absence, and the time from the shifts. */
function absence(plan: Plan, id: string, away: Window): PlanChange[] {
  const contractor = plan.contractors.find((one) => one.id === id);
  if (!contractor) throw new PlanError('unknown', `There is no contractor ${id}`);
  checkWindow(`The absence of ${id}`, away);
  const changes: PlanChange[] = [];
  const shifts = contractor.shifts.flatMap((shift): Shift | [] => {
    const tour = plan.tours[plan.shifts.get(shift.id) ?? -1];
    if (!tour || shift.until <= away.from || shift.from >= away.until) return shift;
    const { kept, gone } = splitTour(tour, away);
    changes.push(...gone.map((visit): PlanChange => ({ kind: 'unassign', job: visit.job.id })));
    return shortened(shift, away) ?? (kept.length > 0 ? { ...shift, until: shift.from + 1, rests: [] } : []);
  });
  const absent: Contractor = { ...contractor, shifts };
  return [...changes, { kind: 'crew', contractor: absent }];
}

/** Locked jobs stay; of the others those go whose work, as planned, would touch the absence. */
function splitTour(tour: Tour, away: Window): { kept: readonly Visit[]; gone: readonly Visit[] } {
  const isGone = (visit: Visit, at: number): boolean =>
    at >= tour.locked.length && tour.table.start[at]! + visit.minutes > away.from && tour.table.start[at]! < away.until;
  return {
    kept: tour.stops.filter((visit, at) => !isGone(visit, at)),
    gone: tour.stops.filter(isGone),
  };
}

/**
 * What an absence leaves of a shift; null when nothing. One in its midst becomes a rest that begins at its time, in place
 * of the rests it covers.
 */
function shortened(shift: Shift, away: Window): Shift | null {
  const { rests } = shift;
  if (away.from <= shift.from && away.until >= shift.until) return null;
  if (away.from <= shift.from)
    return { ...shift, from: away.until, rests: rests.filter((rest) => rest.latest > away.until) };
  if (away.until >= shift.until)
    return { ...shift, until: away.from, rests: rests.filter((rest) => rest.earliest < away.from) };
  const others = rests.filter((rest) => rest.latest <= away.from || rest.earliest >= away.until);
  const gap = { earliest: away.from, latest: away.from, minutes: away.until - away.from };
  return { ...shift, rests: [...others, gap].sort((one, other) => one.latest - other.latest) };
}

function brokenIn({ table, stops, duty }: Tour): string[] {
  const late = stops.filter((visit, at) => at >= table.lockedCount && table.start[at]! > visit.closes + TINY);
  const beyond = stops.filter(
    (visit, at) =>
      at >= table.lockedCount && table.overrun > 0 && table.start[at]! + visit.minutes > duty.shift.until + TINY,
  );
  // a day that only its way home makes too long is helped by giving away its last job
  const last =
    table.overrun > 0 && beyond.length === 0 ? stops.slice(Math.max(table.lockedCount, stops.length - 1)) : [];
  return [...new Set([...late, ...beyond, ...last])].map(({ job }) => job.id);
}

/** Jobs that could go into the time a cancelled one leaves: the unplanned, and those whose promise is missed. */
function fillers(after: Plan, before: Plan, cancelled: string): { visit: Visit; tour: Tour }[] {
  const place = placeOf(before, visitIn(before, cancelled));
  const tour = place && after.tours[place.tour.index];
  if (!tour) return [];
  return after.visits.flatMap((visit) => {
    if (!visit || placeOf(after, visit)?.tour === tour) return [];
    const start = startOf(after, visit);
    return start === null || start > visit.promised + TINY ? { visit, tour } : [];
  });
}

/** The best other place of a job (of all tours, or of one), when it gains something. */
export function suggest(plan: Plan, visit: Visit, into: Tour | null): Suggestion | null {
  const place = placeOf(plan, visit);
  if (place && (place.at < place.tour.locked.length || visit.job.pin.contractor !== null)) return null;
  const { id } = visit.job;
  const without = place ? applyChange(plan, { kind: 'unassign', job: id }) : plan;
  const tours = into ? [into.index] : without.tours.map((_, index) => index);
  const best = bestOf(without, visit, tours, Infinity);
  if (!best) return null;
  const change = { kind: 'assign', job: id, shift: best.tour.duty.shift.id, place: best.at } as const;
  const after = applyChange(without, change);
  const moves = movesBetween(plan, after);
  if (moves.length === 0) return null;
  const others = moves.filter(({ job }) => job !== id);
  const gain = costOf(plan, visit) - costOf(after, visit) - disturbanceOf(plan, after, others);
  if (gain <= TINY) return null;
  const kept = moves.filter(({ job, from, to }) => {
    const { promised } = visitIn(plan, job);
    return to !== null && to.start <= promised + TINY && (from === null || from.start > promised + TINY);
  }).length;
  return { job: id, changes: [change], moves, gain, kept };
}

/** Score of a plan, with what is broken and with one job that may be unplanned. */
function costOf(plan: Plan, visit: Visit): number {
  const open = placeOf(plan, visit) ? 0 : plan.weights.unplanned[visit.job.urgency];
  return scoreOf(partsOf(plan)) + open + BROKEN * plan.tours.reduce((sum, { table }) => sum + table.broken, 0);
}

/** Minutes of driving that a minute beyond a hard rule is worth. */
const BROKEN = 20;
