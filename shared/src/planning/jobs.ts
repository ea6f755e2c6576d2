/** From an issue as boards show it to a job as the plan knows it. */
import type { Category } from '../board/reference.ts';
import type { IssueCard } from '../issues/views.ts';
import type { Place } from '../places/distance.ts';
import type { Job, Minute, Window } from './model.ts';

/** Minutes since 1970 of a time in Unix ms. */
export const minuteOf = (ms: number): Minute => ms / 60_000;
/** Unix ms, whole. */
export const msOf = (at: Minute): number => Math.round(at * 60_000);

/** Stand for an end that is not there. */
const EARLIEST: Minute = 0;
const LATEST: Minute = minuteOf(Date.UTC(2200, 0, 1));

/** Minutes that work takes while its category is not known. */
const USUAL_MINUTES = 60;

/** What of an issue a plan looks at. */
export type PlanCard = Pick<
  IssueCard,
  | 'id'
  | 'ref'
  | 'stage'
  | 'status'
  | 'categoryId'
  | 'urgency'
  | 'lat'
  | 'lon'
  | 'districtId'
  | 'contractorId'
  | 'doneBy'
  | 'hold'
  | 'windowFrom'
  | 'windowTo'
  | 'etaAt'
  | 'reopened'
  | 'filedAt'
  | 'respondBy'
  | 'resolveBy'
  | 'pausedAt'
  | 'plan'
>;

/** It is still to be planned or done: not resolved, and not waiting for parts or for the household. */
export function isToDo({ status, hold }: Pick<PlanCard, 'status' | 'hold'>): boolean {
  if (status === 'in_progress') return hold === null || hold === 'pickup';
  return status === 'new' || status === 'open' || status === 'en_route';
}

/**
 * @param category of the card; undefined while it is not known
 * @param somewhere where an issue without a place is taken to be
 * @param now what is over by then binds no more: a window that has passed cannot be kept
 */
export function jobOf(card: PlanCard, category: Category | undefined, somewhere: Place, now: Minute): Job {
  const plan = card.plan ?? {};
  const minutes = category?.expectedMinutes ?? USUAL_MINUTES;
  const told = windowOf(card.windowFrom, card.windowTo);
  const agreed = plan.windowBy !== 'plan' && told !== null && told.until >= now ? told : null;
  const available = windowOf(plan.availableFrom, plan.availableTo);
  return {
    id: card.id,
    place: card.lat === null || card.lon === null ? somewhere : { lat: card.lat, lon: card.lon },
    district: card.districtId,
    minutes,
    skills: category?.skills ?? [],
    parts: category?.parts ?? {},
    urgency: card.urgency,
    ready: null,
    // what a person has agreed is kept or refused; what followed from the plan is told anew when it cannot be kept
    window: agreed ?? (available !== null && available.until >= now ? available : null),
    promise: agreed ? null : told,
    due: dueOf(card, minutes),
    pin: { contractor: plan.pinnedTo ?? null, at: plan.pinnedAt === undefined ? null : minuteOf(plan.pinnedAt) },
    flexible: plan.flexible ?? false,
    blacklist: plan.blacklist ?? [],
    whitelist: plan.whitelist ?? [],
    preferred: plan.preferred ?? {},
    passed: plan.passedBy ?? [],
    previous: card.reopened > 0 ? card.doneBy : null,
    holder: card.stage === 'offered' ? null : card.contractorId,
  };
}

/** When work has to begin for the promise to be kept; an emergency is to be reached by when it was to be answered. */
function dueOf({ respondBy, resolveBy, urgency, pausedAt }: PlanCard, minutes: number): Minute | null {
  // while the clock rests nothing falls due
  if (pausedAt !== null) return null;
  const resolve = resolveBy === null ? LATEST : minuteOf(resolveBy) - minutes;
  const respond = respondBy === null || urgency !== 'emergency' ? LATEST : minuteOf(respondBy);
  const due = Math.min(resolve, respond);
  return due === LATEST ? null : due;
}

function windowOf(from: number | null | undefined, until: number | null | undefined): Window | null {
  if (from == null && until == null) return null;
  return { from: from == null ? EARLIEST : minuteOf(from), until: until == null ? LATEST : minuteOf(until) };
}
