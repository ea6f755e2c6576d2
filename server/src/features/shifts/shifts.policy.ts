import type { ExceptionKind, ExceptionState } from '@dispatch/shared/shifts/schedule';
import type { Asker } from '../../platform/http/route.ts';

const dispatches = (who: Asker): boolean => who.ability.can('manage', 'issue');
const isSelf = (who: Asker, contractorId: string): boolean =>
  who.kind === 'contractor' && who.contractorId === contractorId;

/** Contractors plan their own time and count their own van; dispatchers anyone's. */
export function mayChangeShifts(who: Asker, contractorId: string): boolean {
  return dispatches(who) || isSelf(who, contractorId);
}

/** Dispatchers, and the lead of the contractor's team; nobody decides on what is asked for oneself. */
export function mayDecide(who: Asker, contractorId: string, leadUserId: string | null): boolean {
  return dispatches(who) || (leadUserId !== null && who.userId === leadUserId && !isSelf(who, contractorId));
}

/** Others count on extra time that has been approved: its contractor cannot take it back alone. */
export function mayTakeBack(
  who: Asker,
  contractorId: string,
  leadUserId: string | null,
  one: { kind: ExceptionKind; state: ExceptionState },
): boolean {
  if (mayDecide(who, contractorId, leadUserId)) return true;
  const countedOn = one.state === 'approved' && (one.kind === 'extra' || one.kind === 'on_call');
  return isSelf(who, contractorId) && !countedOn;
}
