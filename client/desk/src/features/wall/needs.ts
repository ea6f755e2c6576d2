/** What on the board needs a person now, the most pressing first: the first of the wall's three zones. */
import { dueAt, isOverdue } from '@dispatch/shared/promises/due';
import type { IssueCard } from '@dispatch/shared/issues/views';

/** Why it needs one, in the order of how pressing that is. */
export const NEEDS = [
  'emergency',
  'emergency_asked',
  'late_nobody',
  'call_household',
  'call_contractor',
  'callback',
  'late',
] as const;
export type NeedKind = (typeof NEEDS)[number];

export interface Need {
  readonly kind: NeedKind;
  readonly card: IssueCard;
}

export const NEED_WORDS: Record<NeedKind, string> = {
  emergency: 'Emergency without a contractor',
  emergency_asked: 'Emergency, waiting for an answer',
  late_nobody: 'Late and nobody has it',
  call_household: 'Call the household',
  call_contractor: 'Call the contractor',
  callback: 'Asked to be called back',
  late: 'Late',
};

/** An emergency that nobody has and nobody has been asked to take: the wall goes loud for it. */
export function isLoud(card: IssueCard): boolean {
  return card.urgency === 'emergency' && (card.stage === 'inbox' || card.stage === 'to_assign');
}

/** The most pressing reason why this card needs a person; null when it takes its course. @param now Unix ms */
export function needOf(card: IssueCard, now: number): NeedKind | null {
  if (isLoud(card)) return 'emergency';
  if (card.urgency === 'emergency' && card.stage === 'offered') return 'emergency_asked';
  const late = isOverdue(card, now);
  if (late && (card.stage === 'inbox' || card.stage === 'to_assign')) return 'late_nobody';
  if (card.callHousehold) return 'call_household';
  if (card.callContractor) return 'call_contractor';
  if (card.callback && card.stage === 'inbox') return 'callback';
  return late ? 'late' : null;
}

/** All of them: by reason, then the one whose time passed first. */
export function needsOf(cards: Iterable<IssueCard>, now: number): Need[] {
  const needs: Need[] = [];
  for (const card of cards) {
    const kind = needOf(card, now);
    if (kind !== null) needs.push({ kind, card });
  }
  const at = ({ card }: Need): number => dueAt(card) ?? card.filedAt;
  return needs.sort(
    (a, b) => NEEDS.indexOf(a.kind) - NEEDS.indexOf(b.kind) || at(a) - at(b) || (a.card.id < b.card.id ? -1 : 1),
  );
}
