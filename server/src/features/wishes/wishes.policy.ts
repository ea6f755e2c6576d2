import type { Asker } from '../../platform/http/route.ts';

/** Dispatchers name anybody for any household. */
export function mayManage({ ability }: Pick<Asker, 'ability'>): boolean {
  return ability.can('manage', 'household');
}

/** A household speaks for itself: signed in, or by a link that may act. */
export function maySpeak(who: Pick<Asker, 'kind' | 'scope'>): boolean {
  return who.kind === 'household' || (who.kind === 'link' && who.scope === 'act');
}

/** Of its own issues: those of its address, or the one of the link. */
export function isOwn(
  who: Pick<Asker, 'kind' | 'householdIds' | 'issueId'>,
  issueId: string,
  householdId: string,
): boolean {
  return who.kind === 'link' ? who.issueId === issueId : who.householdIds?.includes(householdId) === true;
}
