/**
 * What each audience gets to see of an issue: the staff card (boards, lists), the staff detail (drawer, contractor's
 * screen) and the public view (households, holders of a tracking link). The field lists are checked by
 * `views.test.ts` and, on every message of the convergence run, by `PRIVATE_FIELDS`. Times are Unix milliseconds.
 */
import type { ActorKind } from '../access/roles.ts';
import type { CallOutcome } from './calls.ts';
import type { Action, Echo, NoteAction } from './lifecycle.ts';
import type { RelatedHow } from './relation.ts';
import type { Stage } from './stage.ts';
import type { AssignmentState, HoldReason, Outcome, Status, Urgency } from './status.ts';

/** One issue on a board; under 1 KB as JSON. */
export interface IssueCard {
  id: string;
  ref: string;
  /** Rises by one with each change of the issue. */
  version: number;
  /** Id of the issue's latest event; a screen keeps the card with the higher one (rule L3). */
  rev: number;
  stage: Stage;
  status: Status;
  outcome: Outcome | null;
  title: string;
  categoryId: string;
  urgency: Urgency;
  /** Street and number, or what stands for them. */
  place: string | null;
  lat: number | null;
  lon: number | null;
  districtId: string | null;
  teamId: string | null;
  householdId: string | null;
  /** Who has it or is asked to take it. */
  contractorId: string | null;
  /** Who finished it last. */
  doneBy: string | null;
  offerUntil: number | null;
  hold: HoldReason | null;
  askedAt: number | null;
  windowFrom: number | null;
  windowTo: number | null;
  etaAt: number | null;
  reopened: number;
  filedAt: number;
  changedAt: number;
  respondBy: number | null;
  respondedAt: number | null;
  resolveBy: number | null;
  pausedAt: number | null;
  confirmUntil: number | null;
  /** Someone is to be called; stays until the call is done. */
  callContractor: boolean;
  callHousehold: boolean;
  /** "Call me back" filed instead of a description. */
  callback: boolean;
  comments: number;
  /** How many other reports have been merged into it. */
  joined: number;
  /** What planning asks of it beyond the fields above; null when there is nothing. */
  plan: CardPlan | null;
  /** What of it waits for a person beyond what the fields above say; null when nothing does. */
  waits: CardWaits | null;
}

/** Only what there is. Times are Unix ms, contractors ids. See IssueState for the fields of the same names. */
export interface CardPlan {
  plannedAt?: number;
  pinnedTo?: string;
  pinnedAt?: number;
  availableFrom?: number;
  availableTo?: number;
  flexible?: true;
  /** The window follows the plan; left out, it is a person's word. */
  windowBy?: 'plan';
  departedAt?: number;
  arrivedAt?: number;
  /** Those who said no, did not answer or gave it back, since it was last done. */
  passedBy?: string[];
  /** Whom the household asks for, and whom it does not want. */
  whitelist?: string[];
  blacklist?: string[];
  /** Preferred by the system for this household and category: contractor to strength, 0 to 1. */
  preferred?: Record<string, number>;
}

/** Read by the rule of needs.ts. Times are Unix ms. */
export interface CardWaits {
  /** How many who were asked said no or did not answer, since someone last had it. */
  passes: number;
  /** Since when the household says it is not fixed and nobody has been found for it again. */
  disputedAt: number | null;
  /** Since when a message of the household has no answer. */
  unansweredAt: number | null;
  /** Since when nobody could be found for it by itself. */
  stuckAt: number | null;
  /** How often the household was called in vain, and when to call again; null: now. */
  callTries: number;
  callAt: number | null;
  /** Who said "I take this", and until when that holds. */
  claim: { userId: string; name: string; until: number } | null;
}

/** A call that was made about an issue. */
export interface IssueCall {
  id: string;
  to: 'contractor' | 'household';
  outcome: CallOutcome;
  note: string | null;
  at: number;
  againAt: number | null;
  by: string | null;
}

/** One line of the history. */
export interface IssueEvent {
  id: number;
  action: Action | NoteAction | Echo | 'file' | 'import';
  version: number;
  at: number;
  /** When the device says it happened, where that differs (offline). */
  deviceAt: number | null;
  actor: { kind: ActorKind; name: string | null };
  app: string;
  /** Words for what changed, ids resolved: field → [before, after]. */
  changes: Record<string, readonly [unknown, unknown]>;
  /** The reason or note given with it. */
  text: string | null;
  /** Until when it may be undone; null when it may not. */
  undoUntil: number | null;
}

export interface IssueComment {
  id: string;
  /** `public` reaches the household, `internal` stays with the staff, `reason` was given with an action. */
  kind: 'public' | 'internal' | 'reason';
  /** Public, and for everyone whose report was merged into the issue. */
  toAll: boolean;
  text: string;
  at: number;
  author: { kind: ActorKind; name: string | null };
}

export interface IssueAssignment {
  id: string;
  contractorId: string;
  state: AssignmentState;
  offeredAt: number;
  endedAt: number | null;
}

export interface IssueContact {
  name: string;
  phone: string | null;
  email: string | null;
}

/** Everything staff sees of one issue. */
export interface IssueDetail {
  card: IssueCard;
  description: string;
  /** Question text → answer. */
  answers: { question: string; answer: string }[];
  contacts: IssueContact[];
  household: { id: string; address: string; note: string | null } | null;
  events: IssueEvent[];
  comments: IssueComment[];
  /** Oldest first. */
  calls: IssueCall[];
  assignments: IssueAssignment[];
  /** Issues that belong to this one. */
  related: {
    id: string;
    ref: string;
    title: string;
    stage: Stage;
    how: RelatedHow;
  }[];
}

/** What a household or the holder of a tracking link sees. */
export interface PublicIssue {
  id: string;
  ref: string;
  version: number;
  rev: number;
  stage: Stage;
  status: Status;
  outcome: Outcome | null;
  title: string;
  category: string;
  urgency: Urgency;
  filedAt: number;
  changedAt: number;
  hold: HoldReason | null;
  askedAt: number | null;
  /** The steps so far with their times, oldest first; the client adds those to come. */
  steps: { step: PublicStep; at: number }[];
  windowFrom: number | null;
  windowTo: number | null;
  /** `plan`: the window is a range that follows the plan, and moves with it. */
  windowBy: 'person' | 'plan' | null;
  /** What was said last of a visit that moves, as long as it is to come. */
  moved: { text: string; at: number } | null;
  /** When the household can be visited; see IssueState. */
  availableFrom: number | null;
  availableTo: number | null;
  flexible: boolean;
  etaAt: number | null;
  resolveBy: number | null;
  confirmUntil: number | null;
  reopenUntil: number | null;
  reopened: number;
  /** First name only. */
  contractor: string | null;
  /** When the office tried in vain to call, while it is still to call; told from the second time on. */
  triedToCall: number[];
  messages: { id: string; text: string; at: number; from: 'you' | 'office' | 'contractor' }[];
  /** For a report that was merged into another one: how that one stands, without anything of whose it is. */
  joined: JoinedIssue | null;
}

/** Of the issue that a report was merged into, what those who sent the report see. */
export interface JoinedIssue {
  ref: string;
  stage: Stage;
  status: Status;
  outcome: Outcome | null;
  hold: HoldReason | null;
  reopened: number;
  contractor: string | null;
  steps: { step: PublicStep; at: number }[];
}

export type PublicStep =
  'filed' | 'accepted' | 'en_route' | 'arrived' | 'resolved' | 'reopened' | 'confirmed' | 'closed';

export const CARD_FIELDS = [
  'id',
  'ref',
  'version',
  'rev',
  'stage',
  'status',
  'outcome',
  'title',
  'categoryId',
  'urgency',
  'place',
  'lat',
  'lon',
  'districtId',
  'teamId',
  'householdId',
  'contractorId',
  'doneBy',
  'offerUntil',
  'hold',
  'askedAt',
  'windowFrom',
  'windowTo',
  'etaAt',
  'reopened',
  'filedAt',
  'changedAt',
  'respondBy',
  'respondedAt',
  'resolveBy',
  'pausedAt',
  'confirmUntil',
  'callContractor',
  'callHousehold',
  'callback',
  'comments',
  'plan',
  'waits',
  'joined',
] as const satisfies readonly (keyof IssueCard)[];

export const PUBLIC_FIELDS = [
  'id',
  'ref',
  'version',
  'rev',
  'stage',
  'status',
  'outcome',
  'title',
  'category',
  'urgency',
  'filedAt',
  'changedAt',
  'hold',
  'askedAt',
  'steps',
  'windowFrom',
  'windowTo',
  'windowBy',
  'moved',
  'availableFrom',
  'availableTo',
  'flexible',
  'etaAt',
  'resolveBy',
  'confirmUntil',
  'reopenUntil',
  'reopened',
  'contractor',
  'triedToCall',
  'messages',
  'joined',
] as const satisfies readonly (keyof PublicIssue)[];

/** Names that must never be a key of anything sent to a public room. */
export const PRIVATE_FIELDS = [
  'description',
  'answers',
  'contacts',
  'household',
  'householdId',
  'place',
  'address',
  'lat',
  'lon',
  'phone',
  'email',
  'contractorId',
  'doneBy',
  'districtId',
  'teamId',
  'events',
  'comments',
  'assignments',
  'related',
  'callContractor',
  'callHousehold',
  'waits',
  'calls',
  'claim',
  'note',
  'actor',
  'password',
  'districtBefore',
  'plan',
  'pinnedTo',
  'passedBy',
  'whitelist',
  'blacklist',
  'preferred',
] as const;
