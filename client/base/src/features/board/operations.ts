/**
 * What a person may do with an issue right now: the lifecycle table as buttons. An operation that is not possible says
 * why; the reason is the tooltip of the button and the same sentence the server would refuse with.
 */
import { sentenceOf } from '@dispatch/shared/errors';
import {
  ACTIONS,
  findMove,
  LIFECYCLE,
  type Action,
  type MoveActor,
  type MoveRefusal,
  type Need,
} from '@dispatch/shared/issues/lifecycle';
import { STAGE_WORDS, type Stage } from '@dispatch/shared/issues/stage';
import type { IssueCard } from '@dispatch/shared/issues/views';
import { lifeOf, type Rules } from '../../live/predict.ts';

export interface Operation {
  readonly action: Action;
  readonly label: string;
  /** The step a good course takes next. */
  readonly next: boolean;
  readonly danger: boolean;
  readonly needs: readonly Need[];
  /** Why it cannot be done now; null when it can. */
  readonly disabledReason: string | null;
}

const LABELS: Record<Action, string> = {
  triage: 'Triage',
  edit: 'Edit',
  split: 'Split',
  plan: 'Plan',
  pin: 'Pin',
  wish: 'When it suits',
  offer: 'Ask a contractor',
  assign: 'Assign',
  accept: 'Accept',
  pass: 'Pass',
  expire: 'Let expire',
  give_up: 'Give up the search',
  withdraw: 'Take back',
  reassign: 'Reassign',
  swap: 'Swap',
  transfer: 'Hand to a colleague',
  depart: 'On the way',
  arrive: 'Arrived',
  hold: 'Put on hold',
  resume: 'Go on',
  finish: 'Done',
  hand_back: 'Hand back',
  ask: 'Ask household',
  answer: 'Answer',
  cancel: 'Cancel issue',
  reject: 'Reject',
  merge: 'Merge',
  confirm: 'Confirm fixed',
  dispute: 'Not fixed',
  reopen: 'Reopen',
  lapse: 'Close unanswered',
  settle: 'Close',
  undo: 'Undo',
};

/** What usually comes next at each stage. */
const NEXT: Record<Stage, readonly Action[]> = {
  inbox: ['triage'],
  to_assign: ['assign'],
  offered: ['accept'],
  open: ['depart'],
  en_route: ['arrive'],
  in_progress: ['resume', 'finish'],
  resolved: ['confirm'],
  confirmed: [],
  closed: [],
};

const DANGER: ReadonlySet<Action> = new Set(['cancel', 'reject']);
/** Made by timers, or offered elsewhere: undo beside what it would undo, a swap where a race was lost. */
const NO_BUTTON: ReadonlySet<Action> = new Set(['expire', 'give_up', 'lapse', 'settle', 'undo', 'swap']);

export function labelOf(action: Action): string {
  return LABELS[action];
}

/** The sentence for a move that is not possible. */
export function reasonOf(refusal: MoveRefusal, card: Pick<IssueCard, 'stage'>): string {
  return sentenceOf(refusal, { status: STAGE_WORDS[card.stage].toLowerCase() });
}

/**
 * Every action the table has for this kind of person, in the order of the table.
 *
 * @param now Unix ms
 */
export function operationsOf(card: IssueCard, actor: MoveActor, rules: Rules, now: number): Operation[] {
  const life = lifeOf(card, rules);
  return ACTIONS.filter((action) => !NO_BUTTON.has(action) && isFor(action, actor)).map((action) => {
    const answer = findMove(life, action, actor, now);
    const possible = 'move' in answer;
    return {
      action,
      label: LABELS[action],
      next: possible && isNext(card, action),
      danger: DANGER.has(action),
      needs: possible ? answer.move.needs : [],
      disabledReason: possible ? null : reasonOf(answer.refusal, card),
    };
  });
}

/** The steps a good course takes next from where the issue stands. */
export function nextActions(card: IssueCard): readonly Action[] {
  return NEXT[card.stage].filter((action) => isNext(card, action));
}

/** It ends the issue without its being fixed. */
export function dangerous(action: Action): boolean {
  return DANGER.has(action);
}

function isFor(action: Action, actor: MoveActor): boolean {
  return LIFECYCLE.some((row) => row.action === action && row.actors.includes(actor.kind));
}

function isNext(card: IssueCard, action: Action): boolean {
  if (card.stage === 'in_progress') return action === (card.hold === null ? 'finish' : 'resume');
  return NEXT[card.stage].includes(action);
}
