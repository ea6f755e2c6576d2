import type { Urgency } from '@dispatch/shared/issues/status';
import { URGENCIES } from '@dispatch/shared/issues/status';
import type { IssueCard } from '@dispatch/shared/issues/views';
import { dueAt } from '@dispatch/shared/promises/due';

const weight = (urgency: Urgency): number => URGENCIES.indexOf(urgency);
const FAR = Number.MAX_SAFE_INTEGER;

/** What to do first: an emergency, then what has the earlier window, then what falls due sooner, then what waited longer. */
export function byTurn(a: IssueCard, b: IssueCard): number {
  const emergency = Number(b.urgency === 'emergency') - Number(a.urgency === 'emergency');
  return (
    emergency ||
    (a.windowFrom ?? FAR) - (b.windowFrom ?? FAR) ||
    (dueAt(a) ?? FAR) - (dueAt(b) ?? FAR) ||
    weight(b.urgency) - weight(a.urgency) ||
    a.filedAt - b.filedAt
  );
}

export interface Today {
  /** Waiting for accept or pass, the one that ends first in front. */
  readonly offers: readonly IssueCard[];
  /** On the way to or at work on; usually one. */
  readonly current: readonly IssueCard[];
  readonly next: readonly IssueCard[];
}

/** The cards of one contractor's day. Cards of others and ended ones are left out. */
export function todayOf(cards: Iterable<IssueCard>, contractorId: string): Today {
  const own = [...cards].filter((card) => card.contractorId === contractorId);
  return {
    offers: own
      .filter(({ stage }) => stage === 'offered')
      .sort((a, b) => (a.offerUntil ?? FAR) - (b.offerUntil ?? FAR)),
    current: own
      .filter(({ stage }) => stage === 'en_route' || stage === 'in_progress')
      // What rests on hold makes way for what is being done.
      .sort((a, b) => Number(a.hold !== null) - Number(b.hold !== null) || byTurn(a, b)),
    next: own.filter(({ stage }) => stage === 'open').sort(byTurn),
  };
}
