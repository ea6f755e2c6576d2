import type { Minute } from './model.ts';
import { movesBetween, type Move } from './moves.ts';
import {
  applyChange,
  applyChanges,
  placeOf,
  tourOf,
  travelOf,
  visitIn,
  type Plan,
  type PlanChange,
  type Tour,
} from './plan.ts';
import { bestOf, isAhead } from './rank.ts';
import { fits, mayDo } from './rules.ts';
import { TINY } from './walk.ts';
import type { Visit } from './visit.ts';

/** One way to be there, and whom it disturbs. */
export interface Alternative {
  /** Nobody else notices · later jobs of the same contractor begin later · some go to other contractors. */
  readonly kind: 'free' | 'shift' | 'handover';
  readonly contractor: string;
  readonly shift: string;
  readonly arrival: Minute;
  /** Before the promise of the job ends. */
  readonly inTime: boolean;
  /** Other households, and how their visits change. */
  readonly moves: readonly Move[];
  /** Promises newly broken by it. */
  readonly missed: number;
  /** In minutes of driving; the least first. See `disturbanceOf`. */
  readonly disturbance: number;
  /** What makes it so, in this order. */
  readonly changes: readonly PlanChange[];
  readonly plan: Plan;
}

/** Minutes of driving that moving one household's visit is worth, beside what the weights say of promises. */
const PERSON = 8;
/** The same, per minute by which it moves. */
const PER_MINUTE = 0.2;
/** Tours whose jobs are tried on others; more were not measured to find better ways (docs/planning.md). */
const HANDOVER_TOURS = 8;
/** Jobs of one tour that may change hands for one emergency. */
const HANDOVER_JOBS = 4;

/** A place in a tour where the job could begin. `least`: it disturbs no less. */
interface Opening {
  readonly tour: Tour;
  readonly at: number;
  readonly start: Minute;
  readonly least: number;
  /** It breaks no rule and no promise of others. */
  readonly whole: boolean;
}

/**
 * The two or three least disturbing ways to begin a job before its promise ends, each by another contractor: where
 * someone is free, where later jobs may wait, where jobs that would break go to others. Hard rules hold for everyone;
 * jobs that are locked or pinned to a time do not move. When nobody can be there in time, the soonest ways.
 *
 * @throws PlanError `unknown`, `locked` when the job has begun
 */
export function emergency(plan: Plan, job: string, most = 3): Alternative[] {
  const visit = visitIn(plan, job);
  const free = placeOf(plan, visit) ? applyChange(plan, { kind: 'unassign', job }) : plan;
  const openings = openingsOf(free, visit).sort((a, b) => a.least - b.least);
  const inTime = openings.filter(({ start }) => start <= visit.promised + TINY);
  const ways = leastDisturbing(free, visit, inTime, most);
  if (ways.length > 0) return ways;
  const soonest = openings.sort((a, b) => a.start - b.start).slice(0, 2 * most);
  return leastDisturbing(free, visit, soonest, most).sort((a, b) => a.arrival - b.arrival);
}

/** @param openings those that may disturb least first */
function leastDisturbing(plan: Plan, visit: Visit, openings: readonly Opening[], most: number): Alternative[] {
  const best = new Map<string, Alternative>();
  let bar = Infinity;
  let handovers = 0;
  for (const opening of openings) {
    if (opening.least >= bar) break;
    if (!opening.whole && ++handovers > HANDOVER_TOURS) continue;
    const alternative = opening.whole ? assigned(plan, visit, opening) : handedOver(plan, visit, opening);
    const known = alternative && best.get(alternative.contractor);
    if (!alternative || (known && known.disturbance <= alternative.disturbance)) continue;
    best.set(alternative.contractor, alternative);
    const ordered = [...best.values()].sort((a, b) => a.disturbance - b.disturbance);
    bar = ordered[most - 1]?.disturbance ?? Infinity;
  }
  return [...best.values()].sort((a, b) => a.disturbance - b.disturbance).slice(0, most);
}

/** By tour, the least disturbing place that keeps all rules and promises, and the first one that does not. */
function openingsOf(plan: Plan, visit: Visit): Opening[] {
  const found: Opening[] = [];
  const { travel, handover } = plan.weights;
  for (const tour of plan.tours) {
    if (!isAhead(plan, tour) || !mayDo(tour, visit, plan)) continue;
    const { table, stops, locked } = tour;
    let whole: Opening | null = null;
    let torn: Opening | null = null;
    for (let at = locked.length; at <= stops.length; at++) {
      if (table.freeAfter(at - 1) > Math.min(visit.closes, whole ? visit.promised : Infinity) + TINY) break;
      const trial = table.attempt(visit, at);
      if (trial.window > 0) continue;
      const { start } = trial;
      const own = travel * trial.travel + visit.delayWeight * (start - plan.now);
      if (fits(trial) && trial.missed === 0) {
        const least = own + (at === stops.length ? 0 : movedBy(visit, tour, at));
        if (!whole || least < whole.least) whole = { tour, at, start, least, whole: true };
      } else if (!torn) torn = { tour, at, start, least: own + PERSON + handover, whole: false };
    }
    if (whole) found.push(whole);
    if (torn) found.push(torn);
  }
  return found;
}

/** What the later visits of the tour are disturbed. */
function movedBy(visit: Visit, tour: Tour, at: number): number {
  let sum = 0;
  for (const { visit: other, before, after } of tour.table.shifted(visit, at))
    if (!other.job.flexible) sum += PERSON + PER_MINUTE * Math.abs(after - before);
  return sum;
}

function assigned(plan: Plan, visit: Visit, { tour, at }: Opening): Alternative {
  return alternativeOf(plan, visit, tour, [
    { kind: 'assign', job: visit.job.id, shift: tour.duty.shift.id, place: at },
  ]);
}

/** Puts the job there and gives what no longer fits to others; null when somebody would find no other hands. */
function handedOver(plan: Plan, visit: Visit, { tour, at }: Opening): Alternative | null {
  const { shift } = tour.duty;
  let stops = tour.stops.toSpliced(at, 0, visit);
  const given: Visit[] = [];
  while (!holds(plan, tour, stops, visit)) {
    const next = given.length < HANDOVER_JOBS ? toGive(plan, tour, stops, at + 1) : null;
    if (!next) return null;
    given.push(next);
    stops = stops.filter((stop) => stop !== next);
  }
  const changes: PlanChange[] = [
    ...given.map((stop): PlanChange => ({ kind: 'unassign', job: stop.job.id })),
    { kind: 'assign', job: visit.job.id, shift: shift.id, place: at },
  ];
  let after = applyChanges(plan, changes);
  const all = after.tours.map((_, index) => index);
  for (const stop of given) {
    const best = bestOf(after, stop, all, Infinity);
    if (!best) return null;
    const change = { kind: 'assign', job: stop.job.id, shift: best.tour.duty.shift.id, place: best.at } as const;
    changes.push(change);
    after = applyChange(after, change);
  }
  return alternativeOf(plan, visit, tour, changes, after);
}

/** No rule is broken that was not, and no promise of another household that held is missed. */
function holds(plan: Plan, tour: Tour, stops: readonly Visit[], visit: Visit): boolean {
  const { table } = tourOf(tour.index, tour.duty, stops, tour.locked, plan);
  const { maxJobs, maxMinutes } = tour.duty.shift;
  if (table.broken > tour.table.broken + TINY) return false;
  if (maxJobs !== null && stops.length > Math.max(maxJobs, tour.stops.length)) return false;
  const minutes = table.travel + table.work;
  if (maxMinutes !== null && minutes > Math.max(maxMinutes, tour.table.travel + tour.table.work)) return false;
  return stops.every((stop, at) => {
    if (stop === visit || table.start[at]! <= stop.promised + TINY) return true;
    return tour.table.start[tour.stops.indexOf(stop)]! > stop.promised + TINY;
  });
}

/** The movable job after the emergency whose leaving helps the rest most. */
function toGive(plan: Plan, tour: Tour, stops: readonly Visit[], from: number): Visit | null {
  let best: Visit | null = null;
  let least = Infinity;
  for (let at = from; at < stops.length; at++) {
    const { job } = stops[at]!;
    if (job.pin.contractor !== null || job.pin.at !== null) continue;
    const { table } = tourOf(tour.index, tour.duty, stops.toSpliced(at, 1), tour.locked, plan);
    const rest = 100 * table.broken + table.lateness + table.travel;
    if (rest < least) {
      least = rest;
      best = stops[at]!;
    }
  }
  return best;
}

function alternativeOf(
  plan: Plan,
  visit: Visit,
  { duty, index }: Tour,
  changes: readonly PlanChange[],
  after = applyChanges(plan, changes),
): Alternative {
  const moves = movesBetween(plan, after).filter(({ job }) => job !== visit.job.id);
  const tour = after.tours[index]!;
  const arrival = tour.table.start[tour.stops.indexOf(visit)]!;
  const handover = moves.some(({ from, to }) => from?.contractor !== to?.contractor);
  return {
    kind: handover ? 'handover' : moves.length > 0 ? 'shift' : 'free',
    contractor: duty.contractor.id,
    shift: duty.shift.id,
    arrival,
    inTime: arrival <= visit.promised + TINY,
    moves,
    missed: moves.filter(({ missed }) => missed).length,
    disturbance: disturbanceOf(plan, after, moves) + visit.delayWeight * (arrival - plan.now),
    changes,
    plan: after,
  };
}

/** What a change is to the other households and on the road, in minutes of driving. */
export function disturbanceOf(before: Plan, after: Plan, moves: readonly Move[]): number {
  let sum = before.weights.travel * (travelOf(after) - travelOf(before));
  for (const { job, from, to, missed } of moves) {
    const visit = visitIn(before, job);
    if (visit.job.flexible && !missed) continue;
    sum += PERSON + PER_MINUTE * (from && to ? Math.abs(to.start - from.start) : 60);
    if (missed) sum += visit.missedWeight;
    if (from?.contractor !== to?.contractor) sum += before.weights.handover;
  }
  return sum;
}
