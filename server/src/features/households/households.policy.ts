import type { Household } from '@dispatch/shared/people/household';
import type { Asker } from '../../platform/http/route.ts';

/** Dispatchers see every household, people their own. */
export function mayRead(who: Asker, id: string): boolean {
  return who.ability.can('read', 'household') || (who.kind === 'household' && who.householdIds?.includes(id) === true);
}

/** The office's note is not for the household. */
export function visibleTo(who: Asker, household: Household): Household {
  return who.ability.can('read', 'household') ? household : { ...household, note: null };
}
