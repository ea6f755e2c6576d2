import type { Minute } from './model.ts';
import { movesAt, type Move } from './moves.ts';
import { applyChange, placeOf, visitIn, type Plan, type Tour } from './plan.ts';
import { breaches, fits, mayDo, obstaclesOf, obstaclesOfTrial, type Obstacle, type Overdue } from './rules.ts';
import { continuityOf, handoverOf, pairScore, preferenceOf, scoreOf, type Parts } from './score.ts';
import { latenessOf } from './timetable.ts';
import type { Trial } from './trial.ts';
import { TINY } from './walk.ts';
import type { Duty, Visit } from './visit.ts';

/** A contractor who can do it, and what it would cost. */
export interface Candidate {
  readonly contractor: string;
  readonly shift: string;
  /** Before which stop of the shift's tour. */
  readonly place: number;
  /** Sum of the parts, in minutes of driving; the lowest is the best. */
  readonly score: number;
  readonly parts: Parts;
  /** When work would begin. */
  readonly arrival: Minute;
  /** Minutes of driving added. */
  readonly added: number;
  /** Others of the same day whose visits begin later or earlier. */
  readonly moves: readonly Move[];
}

/** A contractor who cannot, and why: taking away `reason` and all of `also` makes the contractor a candidate. */
export interface Refusal {
  readonly contractor: string;
  /** The shift in which least stands in the way; null without a shift. */
  readonly shift: string | null;
  readonly reason: Obstacle;
  readonly also: readonly Obstacle[];
}

export interface Ranking {
  readonly job: string;
  /** The best first. */
  readonly candidates: readonly Candidate[];
  /** Those nearest to fit first. */
  readonly refusals: readonly Refusal[];
}

/** The best place of a job in one tour. */
export interface Best {
  readonly tour: Tour;
  readonly at: number;
  readonly score: number;
  readonly start: Minute;
}

/**
 * Every contractor of the plan for one job: who can, what it costs and when, and why the others cannot. A job that is
 * planned already is ranked as if it were taken out first. Costs contractors × the stops of their days.
 *
 * @throws PlanError `unknown`, `locked` when the job has begun
 */
export function rank(plan: Plan, job: string): Ranking {
  const visit = visitIn(plan, job);
  const free = placeOf(plan, visit) ? applyChange(plan, { kind: 'unassign', job }) : plan;
  const candidates: Candidate[] = [];
  const refused: { readonly refusal: Refusal; readonly effort: number }[] = [];
  for (const [contractor, tours] of free.toursOf) {
    const best = bestOf(free, visit, tours, Infinity);
    const near = best ? null : nearestOf(free, visit, tours);
    // a place that only a faster hour makes fit is passed over by the one and found by the other
    const place = best ?? (near?.rules === 0 ? near : null);
    if (place) candidates.push(candidateOf(free, visit, place));
    else {
      const refusal = refusalOf(visit, contractor, near);
      refused.push({ refusal, effort: effortOf(refusal) });
    }
  }
  candidates.sort((a, b) => a.score - b.score || (a.contractor < b.contractor ? -1 : 1));
  refused.sort((a, b) => a.effort - b.effort || (a.refusal.contractor < b.refusal.contractor ? -1 : 1));
  return { job, candidates, refusals: refused.map(({ refusal }) => refusal) };
}

/**
 * The cheapest place over some tours, for one job that is in none of them.
 * @param below only places that score less are of interest
 * @returns null when there is none
 */
export function bestOf(plan: Plan, visit: Visit, tours: readonly number[], below: number): Best | null {
  let best: Best | null = null;
  let bar = below;
  for (const index of tours) {
    const tour = plan.tours[index]!;
    if (!isAhead(plan, tour) || leastScore(plan, visit, tour.duty) >= bar || !mayDo(tour, visit, plan)) continue;
    const pair = pairScore(tour.duty.contractor, visit.job, plan.weights);
    const { table, stops, locked } = tour;
    for (let at = locked.length; at <= stops.length; at++) {
      // later places only begin later
      if (table.freeAfter(at - 1) > visit.closes + TINY) break;
      const trial = table.attempt(visit, at, bar - pair);
      if (trial.givenUp || !fits(trial)) continue;
      const score = timeScore(plan, trial) + pair;
      if (score < bar) {
        bar = score;
        best = { tour, at, score, start: trial.start };
      }
    }
  }
  return best;
}

/** The part of a trial's score that depends on when. */
export function timeScore(plan: Plan, trial: Trial): number {
  return plan.weights.travel * trial.travel + trial.delay + trial.lateness + trial.load;
}

/** The shift has not ended. */
export function isAhead(plan: Plan, tour: Tour): boolean {
  return tour.duty.shift.until > plan.now;
}

/** No place in the tour can score less: the job alone, begun as early as the shift allows, without driving. */
function leastScore(plan: Plan, visit: Visit, duty: Duty): number {
  const start = Math.max(plan.now, duty.earliest, visit.opens);
  return (
    visit.delayWeight * (start - plan.now) +
    latenessOf(visit, start) +
    pairScore(duty.contractor, visit.job, plan.weights)
  );
}

function candidateOf(plan: Plan, visit: Visit, { tour, at }: Pick<Best, 'tour' | 'at'>): Candidate {
  const { contractor, shift } = tour.duty;
  const trial = tour.table.attempt(visit, at);
  const parts = {
    travel: plan.weights.travel * trial.travel,
    delay: trial.delay,
    lateness: trial.lateness,
    preference: preferenceOf(contractor, visit.job, plan.weights),
    continuity: continuityOf(contractor, visit.job, plan.weights),
    handover: handoverOf(contractor, visit.job, plan.weights),
    load: trial.load,
  };
  const { start: arrival, travel: added } = trial;
  const moves = at === tour.stops.length ? [] : movesAt(visit, tour, at);
  return {
    contractor: contractor.id,
    shift: shift.id,
    place: at,
    score: scoreOf(parts),
    parts,
    arrival,
    added,
    moves,
  };
}

/** A place with something in the way: so many rules, and by so many minutes those of time. */
interface Near {
  readonly tour: Tour;
  readonly at: number;
  readonly rules: number;
  readonly minutes: number;
  /** Obstacles other than time. */
  readonly fixed: readonly Obstacle[];
}

/** Of all shifts the place where the fewest rules, and of those the fewest minutes, were seen to stand in the way. */
function nearestOf(plan: Plan, visit: Visit, tours: readonly number[]): Near | null {
  let nearest: Near | null = null;
  for (const index of tours) {
    const tour = plan.tours[index]!;
    if (!isAhead(plan, tour)) continue;
    const fixed = obstaclesOf(tour, visit, plan);
    if (nearest && nearest.rules < fixed.length) continue;
    const near = nearIn(tour, visit, fixed);
    if (!nearest || near.rules < nearest.rules || (near.rules === nearest.rules && near.minutes < nearest.minutes))
      nearest = near;
  }
  return nearest;
}

function refusalOf(visit: Visit, contractor: string, nearest: Near | null): Refusal {
  if (!nearest) return { contractor, shift: null, reason: { rule: 'no_shift' }, also: [] };
  const { tour, at, fixed } = nearest;
  const trial = tour.table.attempt(visit, at);
  const late = trial.others > 0 ? brokenBy(visit, tour, at) : [];
  const [reason = { rule: 'no_shift' } as const, ...also] = [...fixed, ...obstaclesOfTrial(trial, visit, late)];
  return { contractor, shift: tour.duty.shift.id, reason, also };
}

/** How much would have to change, to put the nearest to fit first: first how many things, then how many minutes. */
function effortOf({ shift, reason, also }: Refusal): number {
  if (shift === null) return Infinity;
  let effort = minutesOf(reason) + 1e6 * also.length;
  for (const obstacle of also) effort += minutesOf(obstacle);
  return effort;
}

function minutesOf(obstacle: Obstacle): number {
  return 'minutes' in obstacle ? Math.min(obstacle.minutes, A_DAY) : A_DAY;
}

/** Minutes; a wish, a skill or a part is no nearer than any change of times. */
const A_DAY = 1_440;

/** Places of a day that are walked through for a refusal: those where least seems to be in the way. */
const WALKED = 4;

function nearIn(tour: Tour, visit: Visit, fixed: readonly Obstacle[]): Near {
  const { table, stops, locked } = tour;
  const first = locked.length;
  // mostly time is not in the way: the first place that a trial does not give up is enough
  if (fixed.length > 0)
    for (let at = stops.length; at >= Math.max(first, stops.length - WALKED); at--) {
      const trial = table.attempt(visit, at, Infinity);
      if (!trial.givenUp && fits(trial)) return { tour, at, rules: fixed.length, minutes: 0, fixed };
    }
  const least: number[] = [];
  for (let at = first; at <= stops.length; at++) least.push(table.leastBroken(visit, at));
  let nearest: Near = { tour, at: first, rules: Infinity, minutes: Infinity, fixed };
  for (let walked = 0; walked < WALKED; walked++) {
    let next = 0;
    for (let place = 1; place < least.length; place++) if (least[place]! < least[next]!) next = place;
    if (least[next] === Infinity) break;
    if (nearest.rules <= fixed.length + 1 && least[next]! >= nearest.minutes) break;
    least[next] = Infinity;
    const at = first + next;
    const breach = breaches(table.attempt(visit, at));
    const rules = fixed.length + breach.rules;
    const { minutes } = breach;
    if (rules < nearest.rules || (rules === nearest.rules && minutes < nearest.minutes))
      nearest = { tour, at, rules, minutes, fixed };
    if (breach.rules === 0) break;
  }
  return nearest;
}

/** Jobs that would begin (further) beyond their windows. */
export function brokenBy(visit: Visit, tour: Tour, at: number): Overdue[] {
  return tour.table
    .shifted(visit, at)
    .filter(({ visit: other, before, after }) => after > Math.max(other.closes, before) + TINY)
    .map(({ visit: other, after }) => ({ job: other.job.id, minutes: after - other.closes }));
}
