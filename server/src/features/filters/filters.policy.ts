import type { SavedFilter } from '@dispatch/shared/filters/schema';
import type { Asker } from '../../platform/http/route.ts';

type Subject = Pick<SavedFilter, 'ownerId' | 'shared'>;

/** One's own, and what is shared. */
export function mayRead(who: Asker, filter: Subject): boolean {
  return filter.shared || filter.ownerId === who.userId;
}

/** One's own; what is shared also those who run the place. */
export function mayChange(who: Asker, filter: Subject): boolean {
  return filter.ownerId === who.userId || (filter.shared && (who.kind === 'owner' || who.kind === 'admin'));
}
