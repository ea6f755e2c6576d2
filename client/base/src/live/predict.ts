/**
 * What a card will most likely look like once the server has done a command: the same table and the same transition
 * as the server's, over what the card holds. What a card does not hold (the promise's minutes, the calendar) stays as
 * it is until the answer comes.
 */
import type { IssueState } from '@dispatch/shared/issues/issue';
import {
  findMove,
  NOTE_ACTIONS,
  type Action,
  type LifeState,
  type MoveActor,
  type MoveRefusal,
  type NoteAction,
} from '@dispatch/shared/issues/lifecycle';
import { stageOf } from '@dispatch/shared/issues/stage';
import { transition, type TransitionContext } from '@dispatch/shared/issues/transition';
import { CLAIM_MINUTES } from '@dispatch/shared/issues/calls';
import type { CardPlan, CardWaits, IssueCard } from '@dispatch/shared/issues/views';

const DAY = 86_400_000;

/** What the organisation decides about moves, as far as screens know it. */
export interface Rules {
  readonly reopenDays: number;
}

/** The part of a card that the lifecycle table looks at. */
export function lifeOf(card: IssueCard, rules: Rules): LifeState {
  const ended = card.status === 'confirmed' || card.status === 'closed';
  return {
    status: card.status,
    outcome: card.outcome,
    assignment:
      card.contractorId === null
        ? null
        : { contractorId: card.contractorId, state: card.stage === 'offered' ? 'offered' : 'accepted' },
    hold: card.hold,
    asked: card.askedAt !== null,
    // Cards do not carry it. The last change of an ended issue is no earlier than its end, so this errs on the side of
    // offering a step that the server then refuses with its reason.
    reopenUntil: ended ? card.changedAt + rules.reopenDays * DAY : null,
  };
}

export type Prediction = { readonly card: IssueCard } | { readonly refusal: MoveRefusal };

/** @param now Unix ms */
export function predict(
  card: IssueCard,
  action: Action | NoteAction,
  input: Record<string, unknown>,
  actor: MoveActor,
  rules: Rules,
  now: number,
): Prediction {
  if (isNote(action)) return { card: predictNote(card, action, input, now) };
  const answer = findMove(lifeOf(card, rules), action, actor, now);
  if ('refusal' in answer) return answer;
  // Undo brings back what only the history knows; the other issue of a swap is not known here.
  if (action === 'undo' || action === 'swap') return { card };
  const after = transition(stateOf(card), answer.move, input, contextAt(now, rules));
  return { card: { ...withState(card, after), ...factsOf(action, input), changedAt: now } };
}

const NO_WAITS: CardWaits = {
  passes: 0,
  disputedAt: null,
  unansweredAt: null,
  stuckAt: null,
  callTries: 0,
  callAt: null,
  claim: null,
};

function waiting(card: IssueCard, changes: Partial<CardWaits>): IssueCard {
  return { ...card, waits: { ...(card.waits ?? NO_WAITS), ...changes } };
}

/** A claim shows without a name until the answer comes: a screen's own needs none. */
function predictNote(card: IssueCard, action: NoteAction, input: Record<string, unknown>, now: number): IssueCard {
  switch (action) {
    case 'comment':
      return { ...card, comments: card.comments + 1 };
    case 'mark':
      return marked(card, input['call'], input['on'] === true);
    case 'call': {
      if (input['outcome'] === 'reached') return marked(card, input['to'], false);
      const again = input['againAt'];
      if (input['to'] !== 'household' || typeof again !== 'number') return card;
      return waiting({ ...card, callHousehold: true }, { callAt: again });
    }
    // Which issues are linked is not on the card.
    case 'relate':
    case 'unrelate':
      return card;
    case 'heard':
      return card.waits ? waiting(card, { unansweredAt: null }) : card;
    case 'claim':
      return waiting(card, {
        claim: input['on'] === true ? { userId: '', name: '', until: now + CLAIM_MINUTES * 60_000 } : null,
      });
  }
}

function isNote(action: Action | NoteAction): action is NoteAction {
  return (NOTE_ACTIONS as readonly string[]).includes(action);
}

function marked(card: IssueCard, who: unknown, on: boolean): IssueCard {
  return who === 'contractor' ? { ...card, callContractor: on } : { ...card, callHousehold: on };
}

/** Fields of the card that an edit sets and the transition does not know. */
function factsOf(action: Action, input: Record<string, unknown>): Partial<IssueCard> {
  if (action !== 'edit' && action !== 'split') return {};
  const facts: Partial<IssueCard> = {};
  if (typeof input['title'] === 'string') facts.title = input['title'];
  if (typeof input['place'] === 'string') facts.place = input['place'];
  if (typeof input['lat'] === 'number') facts.lat = input['lat'];
  if (typeof input['lon'] === 'number') facts.lon = input['lon'];
  return facts;
}

function contextAt(now: number, rules: Rules): TransitionContext {
  return {
    now,
    newAssignmentId: 'pending',
    promiseOf: () => ({ respondMinutes: null, resolveMinutes: null }),
    addMinutes: (_urgency, from, minutes) => from + minutes * 60_000,
    minutesBetween: (_urgency, from, to) => (to - from) / 60_000,
    offerMinutes: () => 15,
    confirmDays: 7,
    reopenDays: rules.reopenDays,
  };
}

function stateOf(card: IssueCard): IssueState {
  const held = card.contractorId !== null;
  return {
    status: card.status,
    outcome: card.outcome,
    triaged: card.stage !== 'inbox',
    categoryId: card.categoryId,
    urgency: card.urgency,
    districtId: card.districtId,
    teamId: card.teamId,
    assignmentId: held ? 'held' : null,
    assignmentState: held ? (card.stage === 'offered' ? 'offered' : 'accepted') : null,
    contractorId: card.contractorId,
    offerUntil: card.offerUntil,
    hold: card.hold,
    askedAt: card.askedAt,
    windowFrom: card.windowFrom,
    windowTo: card.windowTo,
    windowBy: card.plan?.windowBy ?? (card.windowFrom === null && card.windowTo === null ? null : 'person'),
    plannedAt: card.plan?.plannedAt ?? null,
    pinnedTo: card.plan?.pinnedTo ?? null,
    pinnedAt: card.plan?.pinnedAt ?? null,
    availableFrom: card.plan?.availableFrom ?? null,
    availableTo: card.plan?.availableTo ?? null,
    flexible: card.plan?.flexible ?? false,
    stuckAt: card.waits?.stuckAt ?? null,
    etaAt: card.etaAt,
    reopened: card.reopened,
    passes: card.waits?.passes ?? 0,
    disputedAt: card.waits?.disputedAt ?? null,
    filedAt: card.filedAt,
    respondBy: card.respondBy,
    respondedAt: card.respondedAt,
    resolveBy: card.resolveBy,
    respondMinutes: null,
    resolveMinutes: null,
    pausedAt: card.pausedAt,
    pausedMinutes: 0,
    departedAt: card.plan?.departedAt ?? null,
    arrivedAt: card.plan?.arrivedAt ?? null,
    resolvedAt: null,
    confirmedAt: null,
    closedAt: null,
    confirmUntil: card.confirmUntil,
    reopenUntil: null,
    doneBy: card.doneBy,
    mergedInto: null,
  };
}

function withState(card: IssueCard, state: IssueState): IssueCard {
  const { passes, disputedAt, stuckAt } = state;
  const waits = card.waits !== null || passes > 0 || disputedAt !== null || stuckAt !== null;
  return {
    ...(waits ? waiting(card, { passes, disputedAt, stuckAt }) : card),
    plan: planOf(card.plan, state),
    stage: stageOf({ status: state.status, triaged: state.triaged, offered: state.assignmentState === 'offered' }),
    status: state.status,
    outcome: state.outcome,
    categoryId: state.categoryId,
    urgency: state.urgency,
    districtId: state.districtId,
    teamId: state.teamId,
    contractorId: state.contractorId,
    doneBy: state.doneBy,
    offerUntil: state.offerUntil,
    hold: state.hold,
    askedAt: state.askedAt,
    windowFrom: state.windowFrom,
    windowTo: state.windowTo,
    etaAt: state.etaAt,
    reopened: state.reopened,
    respondedAt: state.respondedAt,
    pausedAt: state.pausedAt,
    confirmUntil: state.confirmUntil,
  };
}

/** What the household wishes and who passed is not moved by commands; the rest follows the state. */
function planOf(plan: CardPlan | null, state: IssueState): CardPlan | null {
  const { passedBy, whitelist, blacklist, preferred } = plan ?? {};
  const { plannedAt, pinnedTo, pinnedAt, availableFrom, availableTo, departedAt, arrivedAt } = state;
  const given = {
    ...{ plannedAt, pinnedTo, pinnedAt, availableFrom, availableTo, departedAt, arrivedAt },
    ...{ passedBy, whitelist, blacklist, preferred, flexible: state.flexible ? (true as const) : null },
    windowBy: state.windowBy === 'plan' ? ('plan' as const) : null,
  };
  const known = Object.entries(given).filter(([, value]) => value !== null && value !== undefined);
  return known.length === 0 ? null : Object.fromEntries(known);
}
