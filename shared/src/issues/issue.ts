/**
 * The part of an issue that moves change: ids and non-personal values only, so that it may stand in the append-only
 * history. All times are Unix milliseconds. Columns of the table `issues` carry the same names in snake_case.
 */
import type { HoldReason, Outcome, Status, Urgency } from './status.ts';

export interface IssueState {
  status: Status;
  outcome: Outcome | null;
  triaged: boolean;
  categoryId: string;
  urgency: Urgency;
  districtId: string | null;
  teamId: string | null;
  /** The live assignment; null when nobody has it and nobody is asked. */
  assignmentId: string | null;
  assignmentState: 'offered' | 'accepted' | null;
  contractorId: string | null;
  /** Until when an offer waits for its answer. */
  offerUntil: number | null;
  hold: HoldReason | null;
  /** When the household was asked something that it has not answered yet. */
  askedAt: number | null;
  /** The arrival window promised to the household. */
  windowFrom: number | null;
  windowTo: number | null;
  /** Who gave the window: a person, whose word is not changed by itself, or the plan, with which it moves. */
  windowBy: 'person' | 'plan' | null;
  /** When work is planned to begin; the order in the contractor's day follows from it, the times are reckoned anew. */
  plannedAt: number | null;
  /** Kept by a dispatcher at a contractor, at a time, or both. */
  pinnedTo: string | null;
  pinnedAt: number | null;
  /** When the household can be visited; null: at any time. */
  availableFrom: number | null;
  availableTo: number | null;
  /** Any day will do: the household is rung when someone is near. */
  flexible: boolean;
  /** Since when it waits for a person because nobody could be found for it by itself. */
  stuckAt: number | null;
  /** When the contractor expects to be there. */
  etaAt: number | null;
  reopened: number;
  /** How many who were asked said no or did not answer, since someone last had it. */
  passes: number;
  /** Since when the household says it is not fixed and nobody has been found for it again. */
  disputedAt: number | null;
  filedAt: number;
  respondBy: number | null;
  respondedAt: number | null;
  resolveBy: number | null;
  /** The promise in working minutes, as it was when the issue was triaged; a later change of promises leaves it alone. */
  respondMinutes: number | null;
  resolveMinutes: number | null;
  /** Since when the promise's clock rests, and how many working minutes it has rested before. */
  pausedAt: number | null;
  pausedMinutes: number;
  departedAt: number | null;
  arrivedAt: number | null;
  resolvedAt: number | null;
  confirmedAt: number | null;
  closedAt: number | null;
  /** When silence closes a resolved issue. */
  confirmUntil: number | null;
  /** Until when a confirmed or closed issue may be reopened. */
  reopenUntil: number | null;
  /** Who finished it; stays while it is resolved, confirmed or closed, and when it comes back. */
  doneBy: string | null;
  mergedInto: string | null;
}

export type StateField = keyof IssueState;

/** What one event changed: field → [before, after]. */
export type StateChanges = { [F in StateField]?: readonly [IssueState[F], IssueState[F]] };

export const STATE_FIELDS = [
  'status',
  'outcome',
  'triaged',
  'categoryId',
  'urgency',
  'districtId',
  'teamId',
  'assignmentId',
  'assignmentState',
  'contractorId',
  'offerUntil',
  'hold',
  'askedAt',
  'windowFrom',
  'windowTo',
  'windowBy',
  'plannedAt',
  'pinnedTo',
  'pinnedAt',
  'availableFrom',
  'availableTo',
  'flexible',
  'stuckAt',
  'etaAt',
  'reopened',
  'passes',
  'disputedAt',
  'filedAt',
  'respondBy',
  'respondedAt',
  'resolveBy',
  'respondMinutes',
  'resolveMinutes',
  'pausedAt',
  'pausedMinutes',
  'departedAt',
  'arrivedAt',
  'resolvedAt',
  'confirmedAt',
  'closedAt',
  'confirmUntil',
  'reopenUntil',
  'doneBy',
  'mergedInto',
] as const satisfies readonly StateField[];

/** The fields in which two states differ. */
export function changesBetween(before: IssueState, after: IssueState): StateChanges {
  const changes: Record<string, readonly [unknown, unknown]> = {};
  for (const field of STATE_FIELDS) if (before[field] !== after[field]) changes[field] = [before[field], after[field]];
  return changes;
}

/** Applies what an event recorded; the history folded over the filed state gives the current one. */
export function replay(state: IssueState, changes: StateChanges): IssueState {
  const next: Record<string, unknown> = { ...state };
  for (const [field, pair] of Object.entries(changes)) next[field] = pair[1];
  return next as unknown as IssueState;
}
