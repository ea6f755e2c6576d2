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
  const found = ways.length > 0 ? ways : soonest(free, visit, openings, most);
  if (free === plan) return found;
  // others are told how their visits change from what they are now, not from a plan without the job
  const against = found.map((way) => told(plan, visit, way));
  return ways.length > 0 ? against.sort((a, b) => a.disturbance - b.disturbance) : against;
}

/** The first ways of all that come too late, the soonest first. */
function soonest(plan: Plan, visit: Visit, openings: readonly Opening[], most: number): Alternative[] {
  const found: Alternative[] = [];
  let handovers = 0;
  const late = openings.filter(({ start }) => start > visit.promised + TINY).sort((a, b) => a.start - b.start);
  for (const opening of late) {
    if (found.length === most) break;
    if (found.some(({ contractor }) => contractor === opening.tour.duty.contractor.id)) continue;
    if (!opening.whole && ++handovers > HANDOVER_TOURS) continue;
    const way = wayThrough(plan, visit, opening);
    if (way) found.push(way);
  }
  return found;
}

/** @param openings those that may disturb least first */
function leastDisturbing(plan: Plan, visit: Visit, openings: readonly Opening[], most: number): Alternative[] {
  const best = new Map<string, Alternative>();
  let bar = Infinity;
  let handovers = 0;
  for (const opening of openings) {
    if (opening.least >= bar) break;
    if (!opening.whole && ++handovers > HANDOVER_TOURS) continue;
    const alternative = wayThrough(plan, visit, opening);
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

function wayThrough(plan: Plan, visit: Visit, opening: Opening): Alternative | null {
  return opening.whole ? assigned(plan, visit, opening) : handedOver(plan, visit, opening);
}

function assigned(plan: Plan, visit: Visit, { tour, at }: Opening): Alternative {
  return alternativeOf(plan, visit, tour, [
    { kind: 'assign', job: visit.job.id, shift: tour.duty.shift.id, place: at },
  ]);
}

/** Puts the job there and gives what no longer fits to others; null when somebody would find no other hands. */
function handedOver(plan: Plan, visit: Visit, { tour, at, start }: Opening): Alternative | null {
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
  const way = alternativeOf(plan, visit, tour, changes, after);
  // what was given away may have come back before it
  return way.arrival > start + TINY ? null : way;
}

/** No rule is broken that was not, and no promise of another household that held is missed. */
function holds(plan: Plan, tour: Tour, stops: readonly Visit[], visit: Visit): boolean {
  const { table } = tourOf(tour.index, tour.duty, stops, tour.locked, plan);
  const { maxJobs, maxMinutes, keptFree, releasedAt } = tour.duty.shift;
  if (table.overrun > tour.table.overrun + TINY) return false;
  if (maxJobs !== null && stops.length > Math.max(maxJobs, tour.stops.length)) return false;
  const minutes = table.travel + table.work;
  if (maxMinutes !== null && minutes > Math.max(maxMinutes, tour.table.travel + tour.table.work)) return false;
  if (!visit.urgent && plan.now < releasedAt && keptFree > 0 && minutes > tour.duty.length - keptFree + TINY)
    return false;
  return stops.every((stop, at) => {
    const start = table.start[at]!;
    if (stop === visit || start <= Math.min(stop.closes, stop.promised) + TINY) return true;
    const before = tour.table.start[tour.stops.indexOf(stop)]!;
    if (start > stop.closes + TINY && start > before + TINY) return false;
    return start <= stop.promised + TINY || before > stop.promised + TINY;
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
  return {
    kind: kindOf(moves),
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

/** The same way told against another plan. */
function told(plan: Plan, visit: Visit, way: Alternative): Alternative {
  const moves = movesBetween(plan, way.plan).filter(({ job }) => job !== visit.job.id);
  const missed = moves.filter((move) => move.missed).length;
  const disturbance = disturbanceOf(plan, way.plan, moves) + visit.delayWeight * (way.arrival - plan.now);
  return { ...way, kind: kindOf(moves), moves, missed, disturbance };
}

function kindOf(moves: readonly Move[]): Alternative['kind'] {
  if (moves.some(({ from, to }) => from?.contractor !== to?.contractor)) return 'handover';
  return moves.length > 0 ? 'shift' : 'free';
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
