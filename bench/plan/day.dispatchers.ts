/** Three ways to dispatch the same day. */
import { emergency } from '../../shared/src/planning/emergency.ts';
import { improve } from '../../shared/src/planning/improve.ts';
import { applyChange, unplanned, visitIn, type Plan, type Tour } from '../../shared/src/planning/plan.ts';
import { bestOf, rank } from '../../shared/src/planning/rank.ts';
import { fits, mayDo } from '../../shared/src/planning/rules.ts';
import { URGENCIES } from '../../shared/src/issues/status.ts';
import type { Visit } from '../../shared/src/planning/visit.ts';
import type { Dispatcher } from './day.replay.ts';

/**
 * What a dispatcher does with a map and a telephone: whoever is free and nearest goes; what finds nobody waits in a
 * line, the most urgent and then the oldest first.
 */
export const nearestFree: Dispatcher = {
  name: 'nearest free contractor',
  filed: sendNearest,
  freed: sendNearest,
  review: (plan) => plan,
};

/** The engine's best place for each call, emergencies with room made for them; nothing is looked at again. */
export const engine: Dispatcher = {
  name: 'ours without improvement',
  filed: (plan, job) => planOne(plan, job),
  freed: mend,
  review: mend,
};

/** The same, and every ten minutes a search for a better plan. */
export function improving(iterations: number, seed: number): Dispatcher {
  return {
    ...engine,
    name: 'ours',
    review: (plan) => {
      const mended = mend(plan);
      return improve(mended, { seed, iterations }).plan;
    },
  };
}

function sendNearest(plan: Plan): Plan {
  let next = plan;
  for (const visit of unplanned(plan).sort(inLine)) {
    let nearest: { tour: Tour; drive: number } | null = null;
    for (const tour of next.tours) {
      if (!isFree(next, tour) || !mayDo(tour, visit, next)) continue;
      const place = tour.stops.length;
      const last = tour.stops.at(-1)?.spot ?? tour.duty.from;
      const drive = next.travel.minutes(last, visit.spot, next.now);
      if ((!nearest || drive < nearest.drive) && fits(tour.table.attempt(visit, place))) nearest = { tour, drive };
    }
    if (!nearest) continue;
    const { duty, stops } = nearest.tour;
    next = applyChange(next, { kind: 'assign', job: visit.job.id, shift: duty.shift.id, place: stops.length });
  }
  return next;
}

function inLine(a: Visit, b: Visit): number {
  return URGENCIES.indexOf(b.job.urgency) - URGENCIES.indexOf(a.job.urgency) || a.slot - b.slot;
}

/** On shift, with nothing under way and nothing to drive to. */
function isFree({ now }: Plan, { duty, stops, locked }: Tour): boolean {
  const { from, until } = duty.shift;
  return now >= from && now < until && stops.length === locked.length && (locked.at(-1)?.until ?? 0) <= now;
}

function planOne(plan: Plan, job: string): Plan {
  if (visitIn(plan, job).job.urgency === 'emergency') {
    const [way] = emergency(plan, job);
    if (way) return way.plan;
  }
  const [best] = rank(plan, job).candidates;
  return best ? applyChange(plan, { kind: 'assign', job, shift: best.shift, place: best.place }) : plan;
}

/** Days that have become too long give away their last jobs; what has no place finds one where it can. */
function mend(plan: Plan): Plan {
  let next = plan;
  for (const { index } of plan.tours) {
    let tour = next.tours[index]!;
    for (let last = tour.stops.at(-1); last; last = tour.stops.at(-1)) {
      if (tour.table.overrun === 0 || tour.stops.length === tour.locked.length) break;
      next = applyChange(next, { kind: 'unassign', job: last.job.id });
      tour = next.tours[index]!;
    }
  }
  const all = next.tours.map((_, index) => index);
  for (const visit of unplanned(next)) {
    const best = bestOf(next, visit, all, Infinity);
    if (!best) continue;
    const shift = best.tour.duty.shift.id;
    next = applyChange(next, { kind: 'assign', job: visit.job.id, shift, place: best.at });
  }
  return emergenciesAgain(next);
}

/** Emergencies that would come too late by now, because other work took longer, look for another way. */
function emergenciesAgain(plan: Plan): Plan {
  let next = plan;
  for (const { stops, locked, table } of plan.tours)
    for (const [at, { job, promised }] of stops.entries()) {
      if (at < locked.length || job.urgency !== 'emergency' || table.start[at]! <= promised) continue;
      const [way] = emergency(next, job.id);
      if (way && way.arrival < table.start[at]! - WORTH) next = way.plan;
    }
  return next;
}

/** Minutes sooner that are worth another move. */
const WORTH = 5;
