/**
 * What on the board waits for a person, and why: the one rule behind the counter, the queue, the wall, notifications and
 * the list's filter. (`needs` in issues.list.repo.ts is its SQL twin; a test holds both equal.)
 */
import { dueAt, isOverdue } from '../promises/due.ts';
import type { IssueCard } from './views.ts';

/** The reasons, the most pressing first. */
export const NEED_KINDS = [
  'emergency',
  'emergency_asked',
  'disputed',
  'unwanted',
  'stuck',
  'passed',
  'callback',
  'question',
  'call_household',
  'call_contractor',
  'late_nobody',
  'late',
] as const;
export type NeedKind = (typeof NEED_KINDS)[number];

/** To be kept an eye on, while someone else has the next step: walls show it, the queue does not ask for it. */
const WATCHED: ReadonlySet<NeedKind> = new Set<NeedKind>(['emergency_asked', 'late']);

/** The reasons that ask for a step of the office. */
export const ASKING_KINDS: readonly NeedKind[] = NEED_KINDS.filter((kind) => !WATCHED.has(kind));

export const NEED_WORDS: Record<NeedKind, string> = {
  emergency: 'Emergency without a contractor',
  emergency_asked: 'Emergency, waiting for an answer',
  disputed: 'Household says it is not fixed',
  unwanted: 'Household does not want who has it',
  stuck: 'Nobody could be found by itself',
  passed: 'Passed by everyone asked',
  callback: 'Asked to be called back',
  question: 'Message without an answer',
  call_household: 'Call the household',
  call_contractor: 'Call the contractor',
  late_nobody: 'Late and nobody has it',
  late: 'Late',
};

export interface Need {
  readonly kind: NeedKind;
  /** Since when it waits, or when it fell due; Unix ms. Of the same kind, the earliest comes first. */
  readonly since: number;
}

/** An emergency that nobody has and nobody has been asked to take: the wall goes loud for it. */
export function isLoud(card: Pick<IssueCard, 'urgency' | 'stage'>): boolean {
  return card.urgency === 'emergency' && hasNobody(card);
}

function hasNobody({ stage }: Pick<IssueCard, 'stage'>): boolean {
  return stage === 'inbox' || stage === 'to_assign';
}

/** Whoever has it, or is asked, is not wanted by the household; nothing is taken away by itself. */
export function isUnwanted({ contractorId, plan }: Pick<IssueCard, 'contractorId' | 'plan'>): boolean {
  return contractorId !== null && plan?.blacklist?.includes(contractorId) === true;
}

/** A call to the household that has been put off and is not due yet. @param now Unix ms */
export function isPutOff(card: IssueCard, now: number): boolean {
  return card.callHousehold && (card.waits?.callAt ?? 0) > now;
}

/** Who said "I take this" and still means it. @param now Unix ms */
export function claimOf(card: IssueCard, now: number): { userId: string; name: string; until: number } | null {
  const claim = card.waits?.claim ?? null;
  return claim !== null && claim.until > now ? claim : null;
}

/** Every reason why this card needs a person, the most pressing first; none when it takes its course. @param now Unix ms */
export function needsOf(card: IssueCard, now: number): Need[] {
  const needs: Need[] = [];
  if (card.status === 'closed') return needs;
  const { waits } = card;
  const nobody = hasNobody(card);
  if (card.urgency === 'emergency' && nobody) needs.push({ kind: 'emergency', since: card.filedAt });
  if (card.urgency === 'emergency' && card.stage === 'offered')
    needs.push({ kind: 'emergency_asked', since: card.filedAt });
  if (waits !== null && waits.disputedAt !== null) needs.push({ kind: 'disputed', since: waits.disputedAt });
  if (isUnwanted(card)) needs.push({ kind: 'unwanted', since: card.changedAt });
  if (waits !== null && waits.stuckAt !== null) needs.push({ kind: 'stuck', since: waits.stuckAt });
  if (waits !== null && waits.passes > 0 && nobody) needs.push({ kind: 'passed', since: card.changedAt });
  if (card.callHousehold && card.callback && !isPutOff(card, now))
    needs.push({ kind: 'callback', since: waits?.callAt ?? card.filedAt });
  if (waits !== null && waits.unansweredAt !== null) needs.push({ kind: 'question', since: waits.unansweredAt });
  if (card.callHousehold && !card.callback && !isPutOff(card, now))
    needs.push({ kind: 'call_household', since: waits?.callAt ?? card.changedAt });
  if (card.callContractor) needs.push({ kind: 'call_contractor', since: card.changedAt });
  const late = lateNeed(card, now);
  if (late) needs.push(late);
  return needs;
}

/** The most pressing reason that asks for a step of the office; null when there is none. @param now Unix ms */
export function askingNeed(card: IssueCard, now: number): Need | null {
  // Most cards ask for nothing: said before any list is made, this is asked ten thousand times.
  if (card.waits === null && !card.callHousehold && !card.callContractor && !hasNobody(card) && !isUnwanted(card))
    return null;
  return needsOf(card, now).find(({ kind }) => !WATCHED.has(kind)) ?? null;
}

/** That the promise has passed, whatever else the card waits for; null while there is time. @param now Unix ms */
export function lateNeed(card: IssueCard, now: number): Need | null {
  if (card.status === 'closed' || !isOverdue(card, now)) return null;
  return { kind: hasNobody(card) ? 'late_nobody' : 'late', since: dueAt(card) ?? card.filedAt };
}

/** A card and why it needs a person. */
export interface Entry {
  readonly need: Need;
  readonly card: IssueCard;
}

/** Everything that needs a person, watched or asking, in order, each card once. @param now Unix ms */
export function entriesOf(cards: Iterable<IssueCard>, now: number): Entry[] {
  const entries: Entry[] = [];
  for (const card of cards) {
    const [need] = needsOf(card, now);
    if (need) entries.push({ need, card });
  }
  return entries.sort(compareNeeds);
}

/** Puts what needs a person in order: by reason, then by how long it waits. */
export function compareNeeds(a: Entry, b: Entry): number {
  return (
    NEED_KINDS.indexOf(a.need.kind) - NEED_KINDS.indexOf(b.need.kind) ||
    a.need.since - b.need.since ||
    (a.card.id < b.card.id ? -1 : 1)
  );
}
