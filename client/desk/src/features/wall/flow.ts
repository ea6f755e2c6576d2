/** The wall's third zone: what is where in its life, and what came there last. */
import type { Stage } from '@dispatch/shared/issues/stage';
import { isOverdue } from '@dispatch/shared/promises/due';
import type { IssueCard } from '@dispatch/shared/issues/views';

/** Confirmed and closed issues are of no use to who passes by. */
export const FLOW = [
  'inbox',
  'to_assign',
  'offered',
  'open',
  'en_route',
  'in_progress',
  'resolved',
] as const satisfies readonly Stage[];

export interface FlowColumn {
  readonly stage: Stage;
  readonly count: number;
  readonly late: number;
  /** The latest change first, at most as many as any wall has room for. */
  readonly newest: readonly IssueCard[];
}

const MOST = 12;

/** @param districtId null: of the whole town. @param now Unix ms */
export function flowOf(cards: readonly IssueCard[], districtId: string | null, now: number): FlowColumn[] {
  return FLOW.map((stage) => {
    const here = cards.filter(
      (card) => card.stage === stage && (districtId === null || card.districtId === districtId),
    );
    const late = here.filter((card) => isOverdue(card, now)).length;
    const newest = here.sort((a, b) => b.changedAt - a.changedAt || b.rev - a.rev).slice(0, MOST);
    return { stage, count: here.length, late, newest };
  });
}
