/** The commands that put an issue into a contractor's hands, from where it stands. */
import type { Action } from '@dispatch/shared/issues/lifecycle';
import type { IssueCard } from '@dispatch/shared/issues/views';

export type PlaceMode = 'offer' | 'assign';

/** One command; several are each decided upon the one before. */
export interface Step {
  readonly action: Action;
  readonly input: Readonly<Record<string, unknown>>;
}

/** @returns `has` when the contractor has it already, or has been asked. */
export function placing(card: IssueCard, contractorId: string, mode: PlaceMode): readonly Step[] | 'has' {
  if (card.contractorId === contractorId && !(card.stage === 'offered' && mode === 'assign')) return 'has';
  if (card.status !== 'new') return [{ action: 'reassign', input: { contractorId, mode } }];
  if (mode === 'assign') return [{ action: 'assign', input: { contractorId } }];
  const offer: Step = { action: 'offer', input: { contractorId } };
  // Someone else has been asked: that offer is taken back first, and the new one is decided upon it.
  return card.stage === 'offered' ? [{ action: 'withdraw', input: {} }, offer] : [offer];
}
