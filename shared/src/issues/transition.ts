/** From a move of the lifecycle table to the issue's next state: pure, so that services, import and property tests share it. */
import type { Move } from './lifecycle.ts';
import type { IssueState, StateChanges } from './issue.ts';
import type { HoldReason, Urgency } from './status.ts';
import { raiseUrgency } from './status.ts';

/** What a command may bring besides the action's name; validated by schema.ts. Times are Unix ms. */
export interface MoveInput {
  contractorId?: string | undefined;
  /** For reassign: put the new one in charge, or ask. */
  mode?: 'assign' | 'offer' | undefined;
  hold?: HoldReason | undefined;
  into?: string | undefined;
  urgency?: Urgency | undefined;
  categoryId?: string | undefined;
  districtId?: string | null | undefined;
  teamId?: string | null | undefined;
  windowFrom?: number | null | undefined;
  windowTo?: number | null | undefined;
  windowBy?: 'person' | 'plan' | undefined;
  plannedAt?: number | null | undefined;
  pinnedTo?: string | null | undefined;
  pinnedAt?: number | null | undefined;
  availableFrom?: number | null | undefined;
  availableTo?: number | null | undefined;
  flexible?: boolean | undefined;
  etaAt?: number | null | undefined;
}

/** Fields of a command that go into the state as they are. */
const GIVEN = [
  'urgency',
  'categoryId',
  'districtId',
  'teamId',
  'windowFrom',
  'windowTo',
  'plannedAt',
  'pinnedTo',
  'pinnedAt',
  'availableFrom',
  'availableTo',
  'flexible',
  'etaAt',
] as const satisfies readonly (keyof MoveInput & keyof IssueState)[];

/** Everything the outside world decides. */
export interface TransitionContext {
  /** Unix ms. */
  readonly now: number;
  readonly newAssignmentId: string;
  /** Promise for a category and urgency, in minutes of its clock; null where nothing is promised. */
  promiseOf(categoryId: string, urgency: Urgency): { respondMinutes: number | null; resolveMinutes: number | null };
  /** Minutes of the working calendar; emergencies run around the clock. */
  addMinutes(urgency: Urgency, from: number, minutes: number): number;
  minutesBetween(urgency: Urgency, from: number, to: number): number;
  /** How long an offer waits, minutes. */
  offerMinutes(urgency: Urgency): number;
  readonly confirmDays: number;
  readonly reopenDays: number;
}

const DAY = 86_400_000;

/** Sets both promised times anew from the filing time, the promise's minutes and the rest so far. */
function withPromise(state: IssueState, context: TransitionContext): void {
  const { respondMinutes, resolveMinutes } = context.promiseOf(state.categoryId, state.urgency);
  state.respondMinutes = respondMinutes;
  state.resolveMinutes = resolveMinutes;
  setDueTimes(state, context);
}

function setDueTimes(state: IssueState, context: TransitionContext): void {
  const due = (minutes: number | null): number | null =>
    minutes === null ? null : context.addMinutes(state.urgency, state.filedAt, minutes + state.pausedMinutes);
  if (state.respondedAt === null) state.respondBy = due(state.respondMinutes);
  state.resolveBy = due(state.resolveMinutes);
}

/** The clock rests while work is on hold or the household is asked, and goes on where it stopped. */
function settleClock(state: IssueState, context: TransitionContext): void {
  const rests = state.hold !== null || state.askedAt !== null;
  if (rests && state.pausedAt === null) state.pausedAt = context.now;
  else if (!rests && state.pausedAt !== null) {
    state.pausedMinutes += context.minutesBetween(state.urgency, state.pausedAt, context.now);
    state.pausedAt = null;
    setDueTimes(state, context);
  }
}

/** The state of an issue that has just been filed, not yet triaged. */
export function filedState(
  facts: { categoryId: string; urgency: Urgency; districtId: string | null; teamId: string | null; filedAt: number },
  context: TransitionContext,
): IssueState {
  const state: IssueState = {
    status: 'new',
    outcome: null,
    triaged: false,
    ...facts,
    assignmentId: null,
    assignmentState: null,
    contractorId: null,
    offerUntil: null,
    hold: null,
    askedAt: null,
    windowFrom: null,
    windowTo: null,
    windowBy: null,
    plannedAt: null,
    pinnedTo: null,
    pinnedAt: null,
    availableFrom: null,
    availableTo: null,
    flexible: false,
    stuckAt: null,
    etaAt: null,
    reopened: 0,
    passes: 0,
    disputedAt: null,
    respondBy: null,
    respondedAt: null,
    resolveBy: null,
    respondMinutes: null,
    resolveMinutes: null,
    pausedAt: null,
    pausedMinutes: 0,
    departedAt: null,
    arrivedAt: null,
    resolvedAt: null,
    confirmedAt: null,
    closedAt: null,
    confirmUntil: null,
    reopenUntil: null,
    doneBy: null,
    mergedInto: null,
  };
  withPromise(state, context);
  return state;
}

function endAssignment(state: IssueState): void {
  // the day it was planned into was this contractor's, and so was the pin to it
  state.plannedAt = null;
  if (state.pinnedTo === state.contractorId) state.pinnedTo = null;
  state.assignmentId = null;
  state.assignmentState = null;
  state.contractorId = null;
  state.offerUntil = null;
}

function beginAssignment(
  state: IssueState,
  begins: 'offered' | 'accepted',
  contractorId: string,
  context: TransitionContext,
): void {
  if (state.contractorId !== contractorId || state.assignmentId === null) state.assignmentId = context.newAssignmentId;
  state.contractorId = contractorId;
  state.assignmentState = begins;
  state.offerUntil = begins === 'offered' ? context.now + context.offerMinutes(state.urgency) * 60_000 : null;
  state.triaged = true;
  state.disputedAt = null;
  state.stuckAt = null;
  if (begins !== 'accepted') return;
  state.passes = 0;
  state.respondedAt ??= context.now;
}

/**
 * The state after a move that `findMove` allowed and `schema.ts` validated.
 * Undo is not made here: see `undone`.
 */
export function transition(before: IssueState, move: Move, input: MoveInput, context: TransitionContext): IssueState {
  const state: IssueState = { ...before };
  const { now } = context;
  const asOffer = move.action === 'reassign' && input.mode === 'offer';
  if (move.to !== 'same' && move.to !== 'before') state.status = asOffer ? 'new' : move.to;

  // an assignment that ends takes its place in the day with it: what is given counts for the one that begins
  const begins = asOffer ? 'offered' : move.begins;
  const sameContractor = begins !== undefined && input.contractorId === before.contractorId;
  if (move.ends !== undefined && !sameContractor) endAssignment(state);
  for (const field of GIVEN) if (input[field] !== undefined) Object.assign(state, { [field]: input[field] });
  if (input.windowFrom !== undefined || input.windowTo !== undefined)
    state.windowBy = state.windowFrom === null && state.windowTo === null ? null : (input.windowBy ?? 'person');
  if (move.action === 'triage') {
    state.triaged = true;
    state.stuckAt = null;
  }
  if (state.urgency !== before.urgency || state.categoryId !== before.categoryId) withPromise(state, context);

  if (begins !== undefined) beginAssignment(state, begins, input.contractorId ?? before.contractorId ?? '', context);

  switch (move.action) {
    case 'pass':
    case 'expire':
      state.passes += 1;
      break;
    case 'give_up':
      state.stuckAt = now;
      break;
    case 'hold':
      state.hold = input.hold ?? null;
      break;
    case 'resume':
      state.hold = null;
      break;
    case 'ask':
      state.askedAt = now;
      break;
    case 'answer':
      state.askedAt = null;
      break;
    case 'depart':
      state.departedAt = now;
      break;
    case 'arrive':
      state.arrivedAt = now;
      state.etaAt = null;
      break;
    case 'finish':
      state.resolvedAt = now;
      state.doneBy = before.contractorId;
      state.confirmUntil = now + context.confirmDays * DAY;
      break;
    case 'confirm':
      state.confirmedAt = now;
      state.confirmUntil = null;
      state.reopenUntil = now + context.reopenDays * DAY;
      break;
    case 'lapse':
      state.confirmUntil = null;
      state.reopenUntil = now + context.reopenDays * DAY;
      break;
    case 'dispute':
    case 'reopen': {
      // The first promise's clock goes on: due times stay, however urgent it has become.
      state.urgency = raiseUrgency(before.urgency);
      state.reopened += 1;
      state.disputedAt = now;
      state.mergedInto = null;
      state.outcome = null;
      state.confirmUntil = null;
      state.reopenUntil = null;
      state.resolvedAt = null;
      state.confirmedAt = null;
      state.closedAt = null;
      break;
    }
    case 'merge':
      state.mergedInto = input.into ?? null;
      break;
    default:
  }

  if (state.status === 'new' || state.status === 'open') {
    if (before.status !== state.status) {
      state.departedAt = null;
      state.arrivedAt = null;
      state.etaAt = null;
    }
  }
  if (state.status === 'new' && before.status !== 'new') {
    // what was told of the former contractor's coming holds no more; who is asked next may come with a time of its own
    state.windowFrom = input.windowFrom ?? null;
    state.windowTo = input.windowTo ?? null;
    state.windowBy = state.windowFrom === null && state.windowTo === null ? null : state.windowBy;
    state.plannedAt = input.plannedAt ?? null;
    if (before.status !== 'open' && before.status !== 'en_route') {
      state.pinnedTo = null;
      state.pinnedAt = null;
    }
  }
  if (state.status !== 'in_progress') state.hold = null;
  if (state.status === 'resolved' || state.status === 'closed') state.askedAt = null;
  if (state.status === 'closed') {
    state.closedAt = now;
    state.stuckAt = null;
    state.disputedAt = null;
    state.passes = 0;
    state.outcome = move.outcome ?? state.outcome;
  }
  settleClock(state, context);
  return state;
}

/** Fields that follow from the clock and are settled anew rather than taken back. */
const CLOCK_FIELDS: ReadonlySet<string> = new Set(['pausedAt', 'pausedMinutes']);

/** The state before a change, as a new version: the recorded values taken back, the clock settled for the present. */
export function undone(current: IssueState, changes: StateChanges, context: TransitionContext): IssueState {
  const state: Record<string, unknown> = { ...current };
  for (const [field, pair] of Object.entries(changes)) if (!CLOCK_FIELDS.has(field)) state[field] = pair[0];
  const next = state as unknown as IssueState;
  settleClock(next, context);
  return next;
}
