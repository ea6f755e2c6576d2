/** What putting a job into a contractor's day at some time would mean, before it is done. */
import type { Minute } from './model.ts';
import { movesAt, type Move } from './moves.ts';
import { applyChanges, placeOf, visitIn, type Plan, type PlanChange, type Tour } from './plan.ts';
import { brokenBy, isAhead } from './rank.ts';
import { obstaclesOf, obstaclesOfTrial, type Obstacle } from './rules.ts';
import { TINY } from './walk.ts';
import type { Visit } from './visit.ts';

export interface Preview {
  readonly job: string;
  readonly contractor: string;
  /** Null when the contractor has no shift that is not over. */
  readonly shift: string | null;
  /** Before which stop of the shift's tour, as it is without the job. */
  readonly place: number;
  /** When work would begin, and how long it takes; the beginning is what was asked for where there is no shift. */
  readonly arrival: Minute;
  readonly minutes: number;
  /** Minutes of driving added. */
  readonly added: number;
  /** Others of the same day whose visits begin later or earlier. */
  readonly moves: readonly Move[];
  /** Hard rules that it would break. */
  readonly breaks: readonly Obstacle[];
  /** Minutes after its own promise, where that could still be kept; 0 else. */
  readonly late: number;
}

/** A job in the hand: the plan without it, looked at again and again while it is carried over rows. */
export interface Held {
  readonly plan: Plan;
  readonly visit: Visit;
}

/**
 * Takes a job out of the plan, to try it elsewhere.
 *
 * @param pinAt a time that it would be kept at; left out, it stays as it is
 * @throws PlanError `unknown`, `locked` when the job has begun
 */
export function hold(plan: Plan, job: string, pinAt?: Minute): Held {
  const visit = visitIn(plan, job);
  const changes: PlanChange[] = placeOf(plan, visit) ? [{ kind: 'unassign', job }] : [];
  if (pinAt !== undefined) changes.push({ kind: 'put', job: { ...visit.job, pin: { ...visit.job.pin, at: pinAt } } });
  const without = applyChanges(plan, changes);
  return { plan: without, visit: visitIn(without, job) };
}

/** What a drop at this time in this contractor's row would mean. */
export function previewAt(held: Held, contractor: string, at: Minute): Preview {
  const { visit } = held;
  const tour = shiftAt(held.plan, contractor, at);
  if (tour) return previewIn(held, tour, placeAt(tour, at));
  return {
    job: visit.job.id,
    contractor,
    shift: null,
    place: 0,
    arrival: at,
    minutes: visit.minutes,
    added: 0,
    moves: [],
    breaks: [{ rule: 'no_shift' }],
    late: 0,
  };
}

/** What putting it before a certain stop would mean. */
export function previewIn({ plan, visit }: Held, tour: Tour, place: number): Preview {
  const trial = tour.table.attempt(visit, place);
  const { start, travel: added, others } = trial;
  const fixed = obstaclesOf(tour, visit, plan);
  const breaks = [...fixed, ...obstaclesOfTrial(trial, visit, others > 0 ? brokenBy(visit, tour, place) : [])];
  const couldKeep = visit.promised > plan.now;
  return {
    job: visit.job.id,
    contractor: tour.duty.contractor.id,
    shift: tour.duty.shift.id,
    place,
    arrival: start,
    minutes: visit.minutes,
    added,
    moves: place === tour.stops.length ? [] : movesAt(visit, tour, place),
    breaks,
    late: couldKeep && start > visit.promised + TINY ? start - visit.promised : 0,
  };
}

/** Promises of others that would be missed by it. */
export function missedBy(preview: Pick<Preview, 'moves'>): readonly Move[] {
  return preview.moves.filter(({ missed }) => missed);
}

/** A drop that breaks nothing need not be asked about. */
export function isHarmless(preview: Preview): boolean {
  return preview.breaks.length === 0 && preview.late === 0 && missedBy(preview).length === 0;
}

/** The shift a time lies in, else the one nearest to it; null when none is ahead. */
function shiftAt(plan: Plan, contractor: string, at: Minute): Tour | null {
  let nearest: Tour | null = null;
  let least = Infinity;
  for (const index of plan.toursOf.get(contractor) ?? []) {
    const tour = plan.tours[index]!;
    if (!isAhead(plan, tour)) continue;
    const { from, until } = tour.duty.shift;
    const off = at < from ? from - at : Math.max(0, at - until);
    if (off >= least) continue;
    least = off;
    nearest = tour;
  }
  return nearest;
}

/** Before the first stop that begins at that time or later; nothing comes before what has begun. */
function placeAt({ stops, locked, table }: Tour, at: Minute): number {
  for (let place = locked.length; place < stops.length; place++) if (table.start[place]! >= at) return place;
  return stops.length;
}

/**
 * The time to keep for a job so that it stands where it was put: the order of a day follows from these times.
 *
 * @param before the time kept for the stop before it; null without one
 * @param after the same for the one after it
 * @param arrival when it would begin
 */
export function timeBetween(before: Minute | null, after: Minute | null, arrival: Minute): Minute {
  const low = before ?? -Infinity;
  const high = after ?? Infinity;
  if (arrival > low && arrival < high) return arrival;
  if (before === null) return high - 1;
  if (after === null) return low + 1;
  return (before + after) / 2;
}
