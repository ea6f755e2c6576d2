/**
 * What a card will most likely look like once the server has done a command: the same table and the same transition
 * as the server's, over what the card holds. What a card does not hold (the promise's minutes, the calendar) stays as
 * it is until the answer comes.
 */
import type { IssueState } from '@dispatch/shared/issues/issue';
import {
  findMove,
  type Action,
  type LifeState,
  type MoveActor,
  type MoveRefusal,
  type NoteAction,
} from '@dispatch/shared/issues/lifecycle';
import { stageOf } from '@dispatch/shared/issues/stage';
import { transition, type TransitionContext } from '@dispatch/shared/issues/transition';
import type { IssueCard } from '@dispatch/shared/issues/views';

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
  if (action === 'comment') return { card: { ...card, comments: card.comments + 1 } };
  if (action === 'mark') return { card: marked(card, input['call'], input['on'] === true) };
  if (action === 'call') return { card: input['outcome'] === 'reached' ? marked(card, input['to'], false) : card };
  const answer = findMove(lifeOf(card, rules), action, actor, now);
  if ('refusal' in answer) return answer;
  // Undo brings back what only the history knows.
  if (action === 'undo') return { card };
  const after = transition(stateOf(card), answer.move, input, contextAt(now, rules));
  return { card: { ...withState(card, after), ...factsOf(action, input), changedAt: now } };
}

function marked(card: IssueCard, who: unknown, on: boolean): IssueCard {
  return who === 'contractor' ? { ...card, callContractor: on } : { ...card, callHousehold: on };
}

/** Fields of the card that an edit sets and the transition does not know. */
function factsOf(action: Action, input: Record<string, unknown>): Partial<IssueCard> {
  if (action !== 'edit') return {};
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
    etaAt: card.etaAt,
    reopened: card.reopened,
    filedAt: card.filedAt,
    respondBy: card.respondBy,
    respondedAt: card.respondedAt,
    resolveBy: card.resolveBy,
    respondMinutes: null,
    resolveMinutes: null,
    pausedAt: card.pausedAt,
    pausedMinutes: 0,
    departedAt: null,
    arrivedAt: null,
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
  return {
    ...card,
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
