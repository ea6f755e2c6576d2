/** Where an issue stands in its life (docs/glossary.md). Order is the order of a good course. */
export const STATUSES = ['new', 'open', 'en_route', 'in_progress', 'resolved', 'confirmed', 'closed'] as const;
export type Status = (typeof STATUSES)[number];

/** How a closed issue ended. */
export const OUTCOMES = ['fixed', 'unanswered', 'cancelled', 'rejected', 'duplicate'] as const;
export type Outcome = (typeof OUTCOMES)[number];

export const URGENCIES = ['low', 'normal', 'high', 'emergency'] as const;
export type Urgency = (typeof URGENCIES)[number];

/** Why work rests while a contractor has the issue. */
export const HOLD_REASONS = ['parts', 'household', 'pickup'] as const;
export type HoldReason = (typeof HOLD_REASONS)[number];

export const ASSIGNMENT_STATES = [
  'offered',
  'accepted',
  'passed',
  'expired',
  'withdrawn',
  'transferred',
  'handed_back',
  'done',
] as const;
export type AssignmentState = (typeof ASSIGNMENT_STATES)[number];

/** One step more urgent; an emergency stays one. */
export function raiseUrgency(urgency: Urgency): Urgency {
  return URGENCIES[Math.min(URGENCIES.indexOf(urgency) + 1, URGENCIES.length - 1)]!;
}

/** A status in words, for sentences. */
export const STATUS_WORDS: Record<Status, string> = {
  new: 'new',
  open: 'open',
  en_route: 'en route',
  in_progress: 'in progress',
  resolved: 'resolved',
  confirmed: 'confirmed',
  closed: 'closed',
};
