import type { Asker } from '../../platform/http/route.ts';

/** Contractors switch their own duty; dispatchers anyone's. */
export function mayChangeDuty(who: Asker, contractorId: string): boolean {
  return who.ability.can('manage', 'issue') || (who.kind === 'contractor' && who.contractorId === contractorId);
}

/** Contractors set their own picture; admins anyone's. */
export function mayChangePicture(who: Asker, contractorId: string): boolean {
  return who.ability.can('manage', 'contractor') || (who.kind === 'contractor' && who.contractorId === contractorId);
}
