import { findMove, type Action } from '@dispatch/shared/issues/lifecycle';
import type { Status } from '@dispatch/shared/issues/status';
import type { PublicIssue } from '@dispatch/shared/issues/views';

/** The one question that is open, if any. */
export type OpenQuestion =
  | { readonly kind: 'answer'; readonly text: string | null }
  | { readonly kind: 'fixed' }
  /** Joined with another report whose work is over. */
  | { readonly kind: 'still' }
  | null;

const BEHIND_WORK: ReadonlySet<Status> = new Set(['resolved', 'confirmed', 'closed']);

export function openQuestionOf(issue: PublicIssue): OpenQuestion {
  if (issue.askedAt !== null) {
    const asked = issue.messages.findLast(({ from }) => from !== 'you');
    return { kind: 'answer', text: asked?.text ?? null };
  }
  const { joined } = issue;
  if (joined !== null && BEHIND_WORK.has(joined.status)) return { kind: 'still' };
  return issue.status === 'resolved' ? { kind: 'fixed' } : null;
}

/**
 * Whether the holder of this page may do something now, by the lifecycle table. The public view does not say who is
 * assigned; none of a household's moves looks at it.
 */
export function may(issue: PublicIssue, action: Action, now: number): boolean {
  const state = {
    status: issue.status,
    outcome: issue.outcome,
    assignment: null,
    hold: issue.hold,
    asked: issue.askedAt !== null,
    reopenUntil: issue.reopenUntil,
  };
  return 'move' in findMove(state, action, { kind: 'link' }, now);
}
