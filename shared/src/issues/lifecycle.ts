/**
 * The life of an issue as one table: every legal move with who may make it, what it needs, what it was decided on
 * and what it changes. The server's checks, the buttons, the API's refusals, the import and the diagram in
 * docs/lifecycle.md all read this table; `lifecycle.test.ts` walks every (state, action, actor).
 */
import type { ActorKind } from '../access/roles.ts';
import { DISPATCHERS } from '../access/roles.ts';
import type { AssignmentState, HoldReason, Outcome, Status } from './status.ts';

/** Parts of an issue that change together; a command conflicts when a part it depends on is newer than what it saw. */
export const GROUPS = ['status', 'assignment', 'plan', 'facts'] as const;
export type Group = (typeof GROUPS)[number];

/** What a command must bring. `contractor`, `into` and `with` are ids, `reason` a sentence, `hold` one of HOLD_REASONS. */
export type Need = 'contractor' | 'reason' | 'hold' | 'into' | 'question' | 'parts' | 'with';

export const ACTIONS = [
  'triage',
  'edit',
  'split',
  'plan',
  'pin',
  'wish',
  'offer',
  'assign',
  'accept',
  'pass',
  'expire',
  'give_up',
  'withdraw',
  'reassign',
  'swap',
  'transfer',
  'depart',
  'arrive',
  'hold',
  'resume',
  'finish',
  'hand_back',
  'ask',
  'answer',
  'cancel',
  'reject',
  'merge',
  'confirm',
  'dispute',
  'reopen',
  'lapse',
  'settle',
  'undo',
] as const;
export type Action = (typeof ACTIONS)[number];

/** Things said or noted about an issue that do not raise its version and are possible at every stage of its life. */
export const NOTE_ACTIONS = ['comment', 'call', 'mark', 'heard', 'claim', 'relate', 'unrelate'] as const;
export type NoteAction = (typeof NOTE_ACTIONS)[number];

/**
 * What a command on one issue leaves in the history of another: `absorb` and `release` on the issue that a duplicate is
 * merged into or comes back from, `split_off` on each part of a split; and `wishes` when whom the household asks for, does
 * not want or is preferred for has changed. Nobody commands these; they raise no version.
 */
export const ECHOES = ['absorb', 'release', 'split_off', 'wishes'] as const;
export type Echo = (typeof ECHOES)[number];

/** Actions whose events raise no version. */
export const UNVERSIONED: readonly string[] = [...NOTE_ACTIONS, ...ECHOES];

/** What a move looks at besides the status. Absent = does not matter. */
export interface Condition {
  /** `offered` or `accepted` assignment is there, or `none`. */
  readonly assignment?: 'none' | 'offered' | 'accepted';
  readonly onHold?: boolean;
  readonly asked?: boolean;
  readonly outcome?: readonly Outcome[];
  /** Only while the period for reopening runs. */
  readonly withinReopenPeriod?: true;
}

export interface Move {
  readonly action: Action;
  readonly from: readonly Status[];
  readonly when?: Condition;
  /** The status after the move; `same` keeps it, `before` is what undo brings back. */
  readonly to: Status | 'same' | 'before';
  readonly outcome?: Outcome;
  /** How the live assignment ends; absent = it stays as it is. */
  readonly ends?: AssignmentState;
  /** The live assignment that stands afterwards, for the contractor named by the command. */
  readonly begins?: 'offered' | 'accepted';
  readonly actors: readonly ActorKind[];
  readonly needs: readonly Need[];
  readonly dependsOn: readonly Group[];
  readonly changes: readonly Group[];
  readonly undoable: boolean;
}

const RESIDENT = ['household', 'link'] as const satisfies readonly ActorKind[];
const RESIDENT_OR_DISPATCHER = [...RESIDENT, ...DISPATCHERS] as const;
/** A contractor for its own assignment; a dispatcher on its behalf, after a phone call. */
const CREW = ['contractor', ...DISPATCHERS] as const;
const SYSTEM_OR_DISPATCHER = ['system', ...DISPATCHERS] as const;
const BEFORE_WORK = ['new', 'open', 'en_route'] as const;
const UNRESOLVED = ['new', 'open', 'en_route', 'in_progress'] as const;
const WITH_CONTRACTOR = ['open', 'en_route', 'in_progress'] as const;
const STATUS_AND_ASSIGNMENT = ['status', 'assignment'] as const;

/** The table. For one action, rows are tried from the top; the first whose status, condition and actor fit is taken. */
// A table: one row, one line.
// prettier-ignore
export const LIFECYCLE: readonly Move[] = [
  // Deciding what it is and when
  { action: 'triage', from: ['new'], to: 'same', actors: DISPATCHERS, needs: [], dependsOn: ['status', 'facts'], changes: ['facts'], undoable: true },
  { action: 'edit', from: [...UNRESOLVED, 'resolved'], to: 'same', actors: DISPATCHERS, needs: [], dependsOn: ['facts'], changes: ['facts'], undoable: true },
  { action: 'split', from: [...UNRESOLVED, 'resolved'], to: 'same', actors: DISPATCHERS, needs: ['parts'], dependsOn: ['facts'], changes: ['facts'], undoable: true },
  { action: 'plan', from: UNRESOLVED, to: 'same', actors: [...CREW, 'system'], needs: [], dependsOn: ['status', 'assignment', 'plan'], changes: ['plan'], undoable: true },
  { action: 'pin', from: ['new', 'open'], to: 'same', actors: DISPATCHERS, needs: [], dependsOn: ['plan'], changes: ['plan'], undoable: true },
  { action: 'wish', from: UNRESOLVED, to: 'same', actors: RESIDENT_OR_DISPATCHER, needs: [], dependsOn: [], changes: ['plan'], undoable: true },

  // Finding a contractor
  { action: 'offer', from: ['new'], when: { assignment: 'none' }, to: 'same', begins: 'offered', actors: SYSTEM_OR_DISPATCHER, needs: ['contractor'], dependsOn: STATUS_AND_ASSIGNMENT, changes: ['assignment'], undoable: true },
  { action: 'assign', from: ['new'], to: 'open', ends: 'withdrawn', begins: 'accepted', actors: SYSTEM_OR_DISPATCHER, needs: ['contractor'], dependsOn: STATUS_AND_ASSIGNMENT, changes: STATUS_AND_ASSIGNMENT, undoable: true },
  { action: 'accept', from: ['new'], when: { assignment: 'offered' }, to: 'open', begins: 'accepted', actors: CREW, needs: [], dependsOn: STATUS_AND_ASSIGNMENT, changes: STATUS_AND_ASSIGNMENT, undoable: true },
  { action: 'pass', from: ['new'], when: { assignment: 'offered' }, to: 'same', ends: 'passed', actors: ['contractor'], needs: ['reason'], dependsOn: ['assignment'], changes: ['assignment'], undoable: true },
  { action: 'pass', from: ['open', 'en_route'], to: 'new', ends: 'passed', actors: ['contractor'], needs: ['reason'], dependsOn: STATUS_AND_ASSIGNMENT, changes: ['status', 'assignment', 'plan'], undoable: true },
  { action: 'expire', from: ['new'], when: { assignment: 'offered' }, to: 'same', ends: 'expired', actors: ['system'], needs: [], dependsOn: ['assignment'], changes: ['assignment'], undoable: false },
  // Nobody could be found by itself: from here on it is a dispatcher's.
  { action: 'give_up', from: ['new'], when: { assignment: 'none' }, to: 'same', actors: ['system'], needs: ['reason'], dependsOn: STATUS_AND_ASSIGNMENT, changes: [], undoable: false },
  { action: 'withdraw', from: ['new'], when: { assignment: 'offered' }, to: 'same', ends: 'withdrawn', actors: SYSTEM_OR_DISPATCHER, needs: [], dependsOn: ['assignment'], changes: ['assignment'], undoable: true },
  { action: 'withdraw', from: WITH_CONTRACTOR, to: 'new', ends: 'withdrawn', actors: SYSTEM_OR_DISPATCHER, needs: [], dependsOn: STATUS_AND_ASSIGNMENT, changes: ['status', 'assignment', 'plan'], undoable: true },
  // `mode: offer` turns the new assignment into an offer and the status into `new` (see transition.ts).
  { action: 'reassign', from: WITH_CONTRACTOR, to: 'open', ends: 'withdrawn', begins: 'accepted', actors: SYSTEM_OR_DISPATCHER, needs: ['contractor'], dependsOn: STATUS_AND_ASSIGNMENT, changes: ['status', 'assignment', 'plan'], undoable: true },
  // Two issues exchange their contractors; undone by doing it once more.
  { action: 'swap', from: ['new'], when: { assignment: 'offered' }, to: 'same', ends: 'withdrawn', begins: 'offered', actors: DISPATCHERS, needs: ['with'], dependsOn: STATUS_AND_ASSIGNMENT, changes: ['assignment'], undoable: false },
  { action: 'swap', from: ['open'], to: 'same', ends: 'withdrawn', begins: 'accepted', actors: DISPATCHERS, needs: ['with'], dependsOn: STATUS_AND_ASSIGNMENT, changes: ['assignment', 'plan'], undoable: false },
  { action: 'transfer', from: ['open', 'en_route'], to: 'new', ends: 'transferred', begins: 'offered', actors: ['contractor'], needs: ['contractor', 'reason'], dependsOn: STATUS_AND_ASSIGNMENT, changes: ['status', 'assignment', 'plan'], undoable: true },

  // Doing it
  { action: 'depart', from: ['open'], to: 'en_route', actors: CREW, needs: [], dependsOn: STATUS_AND_ASSIGNMENT, changes: ['status'], undoable: true },
  { action: 'arrive', from: ['en_route'], to: 'in_progress', actors: CREW, needs: [], dependsOn: STATUS_AND_ASSIGNMENT, changes: ['status'], undoable: true },
  { action: 'hold', from: ['in_progress'], when: { onHold: false }, to: 'same', actors: CREW, needs: ['hold'], dependsOn: STATUS_AND_ASSIGNMENT, changes: ['status'], undoable: true },
  { action: 'resume', from: ['in_progress'], when: { onHold: true }, to: 'same', actors: CREW, needs: [], dependsOn: STATUS_AND_ASSIGNMENT, changes: ['status'], undoable: true },
  { action: 'finish', from: ['in_progress'], to: 'resolved', ends: 'done', actors: CREW, needs: [], dependsOn: STATUS_AND_ASSIGNMENT, changes: STATUS_AND_ASSIGNMENT, undoable: true },
  { action: 'hand_back', from: ['in_progress'], to: 'new', ends: 'handed_back', actors: ['contractor'], needs: ['reason'], dependsOn: STATUS_AND_ASSIGNMENT, changes: ['status', 'assignment', 'plan'], undoable: true },

  // Asking the household; the promise's clock rests meanwhile
  { action: 'ask', from: UNRESOLVED, when: { asked: false }, to: 'same', actors: CREW, needs: ['question'], dependsOn: ['status'], changes: [], undoable: false },
  { action: 'answer', from: UNRESOLVED, when: { asked: true }, to: 'same', actors: RESIDENT_OR_DISPATCHER, needs: [], dependsOn: [], changes: [], undoable: false },

  // Ending it otherwise
  { action: 'cancel', from: BEFORE_WORK, to: 'closed', outcome: 'cancelled', ends: 'withdrawn', actors: RESIDENT_OR_DISPATCHER, needs: ['reason'], dependsOn: ['status'], changes: STATUS_AND_ASSIGNMENT, undoable: true },
  { action: 'cancel', from: ['in_progress'], to: 'closed', outcome: 'cancelled', ends: 'withdrawn', actors: DISPATCHERS, needs: ['reason'], dependsOn: ['status'], changes: STATUS_AND_ASSIGNMENT, undoable: true },
  { action: 'reject', from: ['new'], to: 'closed', outcome: 'rejected', ends: 'withdrawn', actors: DISPATCHERS, needs: ['reason'], dependsOn: STATUS_AND_ASSIGNMENT, changes: STATUS_AND_ASSIGNMENT, undoable: true },
  { action: 'merge', from: ['new', 'open', 'resolved'], to: 'closed', outcome: 'duplicate', ends: 'withdrawn', actors: DISPATCHERS, needs: ['into'], dependsOn: STATUS_AND_ASSIGNMENT, changes: STATUS_AND_ASSIGNMENT, undoable: true },

  // Is it really fixed?
  { action: 'confirm', from: ['resolved'], to: 'confirmed', actors: RESIDENT_OR_DISPATCHER, needs: [], dependsOn: ['status'], changes: ['status'], undoable: true },
  { action: 'dispute', from: ['resolved'], to: 'new', actors: RESIDENT_OR_DISPATCHER, needs: ['reason'], dependsOn: ['status'], changes: ['status', 'assignment', 'plan', 'facts'], undoable: true },
  { action: 'reopen', from: ['confirmed'], when: { withinReopenPeriod: true }, to: 'new', actors: RESIDENT_OR_DISPATCHER, needs: ['reason'], dependsOn: ['status'], changes: ['status', 'assignment', 'plan', 'facts'], undoable: true },
  // Merged, and still broken here: it goes its own way again (how long, the service says; decision 9).
  { action: 'reopen', from: ['closed'], when: { outcome: ['duplicate'] }, to: 'new', actors: RESIDENT_OR_DISPATCHER, needs: ['reason'], dependsOn: ['status'], changes: ['status', 'assignment', 'plan', 'facts'], undoable: true },
  { action: 'reopen', from: ['closed'], when: { outcome: ['fixed', 'unanswered'], withinReopenPeriod: true }, to: 'new', actors: RESIDENT_OR_DISPATCHER, needs: ['reason'], dependsOn: ['status'], changes: ['status', 'assignment', 'plan', 'facts'], undoable: true },
  { action: 'lapse', from: ['resolved'], to: 'closed', outcome: 'unanswered', actors: ['system'], needs: [], dependsOn: ['status'], changes: ['status'], undoable: false },
  { action: 'settle', from: ['confirmed'], to: 'closed', outcome: 'fixed', actors: ['system'], needs: [], dependsOn: ['status'], changes: ['status'], undoable: false },

  // Taking the latest change back: dispatchers anyone's, others their own, within the undo time
  { action: 'undo', from: ['new', 'open', 'en_route', 'in_progress', 'resolved', 'confirmed', 'closed'], to: 'before', actors: [...RESIDENT, 'contractor', ...DISPATCHERS], needs: [], dependsOn: GROUPS, changes: GROUPS, undoable: false },
];

/** The part of an issue that the table looks at. */
export interface LifeState {
  readonly status: Status;
  readonly outcome: Outcome | null;
  readonly assignment: { readonly contractorId: string; readonly state: 'offered' | 'accepted' } | null;
  readonly hold: HoldReason | null;
  readonly asked: boolean;
  /** Until when it may be reopened, Unix ms; null while it is neither confirmed nor closed. */
  readonly reopenUntil: number | null;
}

/** Why a move is not possible; each is a code of errors.ts. */
export type MoveRefusal =
  | 'wrong_status'
  | 'not_allowed'
  | 'not_yours'
  | 'no_offer'
  | 'offer_pending'
  | 'on_hold'
  | 'not_on_hold'
  | 'not_asked'
  | 'already_asked'
  | 'reopen_period_over';

export interface MoveActor {
  readonly kind: ActorKind;
  /** For a contractor: which one. */
  readonly contractorId?: string;
}

export type MoveAnswer = { readonly move: Move } | { readonly refusal: MoveRefusal };

/**
 * Looks up the move that `action` means for this issue, actor and moment.
 *
 * @param now Unix time in milliseconds.
 * @returns the row of the table, or the nearest reason why there is none: a wrong actor is told before a wrong
 * status, so that nobody learns the state of an issue by probing.
 */
export function findMove(state: LifeState, action: Action, actor: MoveActor, now: number): MoveAnswer {
  const rows = LIFECYCLE.filter((row) => row.action === action);
  const mine = rows.filter((row) => row.actors.includes(actor.kind));
  if (mine.length === 0) return { refusal: 'not_allowed' };
  if (actor.kind === 'contractor' && action !== 'undo' && !hasIt(state, actor)) return { refusal: 'not_yours' };
  const here = mine.filter((row) => row.from.includes(state.status));
  if (here.length === 0)
    return { refusal: rows.some((row) => row.from.includes(state.status)) ? 'not_allowed' : 'wrong_status' };
  let refusal: MoveRefusal = 'wrong_status';
  for (const move of here) {
    const unmet = unmetCondition(move.when ?? {}, state, now);
    if (unmet === null) return { move };
    refusal = unmet;
  }
  return { refusal };
}

/** Nobody's issue is not that of a contractor without an id either. */
function hasIt({ assignment }: LifeState, { contractorId }: MoveActor): boolean {
  return assignment !== null && assignment.contractorId === contractorId;
}

function unmetCondition(when: Condition, state: LifeState, now: number): MoveRefusal | null {
  if (when.assignment !== undefined && when.assignment !== (state.assignment?.state ?? 'none'))
    return when.assignment === 'none' ? 'offer_pending' : 'no_offer';
  if (when.onHold !== undefined && when.onHold !== (state.hold !== null))
    return when.onHold ? 'not_on_hold' : 'on_hold';
  if (when.asked !== undefined && when.asked !== state.asked) return when.asked ? 'not_asked' : 'already_asked';
  if (when.outcome !== undefined && (state.outcome === null || !when.outcome.includes(state.outcome)))
    return 'wrong_status';
  if (when.withinReopenPeriod === true && (state.reopenUntil === null || now > state.reopenUntil))
    return 'reopen_period_over';
  return null;
}
