import type { DeskNote, Handover } from '@dispatch/shared/handover/handover';
import type { Asker } from '../../platform/http/route.ts';

/** Own notes are their author's alone; the others belong to the desk. */
export function mayRead(who: Asker, note: DeskNote): boolean {
  return note.audience !== 'own' || note.authorId === who.userId;
}

/** The words and whom they are for: the author's. Anyone at the desk may pin what is shared, or say that it is done. */
export function mayReword(who: Asker, note: DeskNote): boolean {
  return note.authorId === who.userId;
}

/** A note is thrown away by its author, a shared one also by who runs the desk. */
export function mayDelete(who: Asker, note: DeskNote): boolean {
  return note.authorId === who.userId || who.kind === 'owner' || who.kind === 'admin';
}

/** The desk is taken over by whom it was handed to, or by anyone when nobody was named; never by who handed it over. */
export function mayConfirm(who: Asker, handover: Handover): boolean {
  return handover.fromId !== who.userId && (handover.toId === null || handover.toId === who.userId);
}
