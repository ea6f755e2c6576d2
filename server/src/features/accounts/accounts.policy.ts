import type { Role } from '@dispatch/shared/access/roles';
import { isDispatcher } from '@dispatch/shared/access/roles';
import type { Asker } from '../../platform/http/route.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { User } from './accounts.model.ts';

/** Owners are made, changed and unmade by owners alone; everyone else by owners and admins. */
export function mayHandle(who: Asker, role: Role): boolean {
  return who.ability.can('manage', 'user') && (role !== 'owner' || who.ability.can('grant', 'user'));
}

/** @throws Refusal `not_allowed` unless the asker may turn this person into that role. */
export function requireHandling(who: Asker, ...roles: readonly (Role | undefined)[]): void {
  for (const role of roles) if (role !== undefined && !mayHandle(who, role)) throw new Refusal('not_allowed');
}

/**
 * Keeps the organisation from locking itself out.
 *
 * @param owners ids of the active owners, held by the transaction.
 * @throws Refusal `last_owner`
 */
export function requireOwnerLeft(
  owners: readonly string[],
  user: Pick<User, 'id'>,
  next: { role: Role; status: string },
): void {
  const stays = next.role === 'owner' && next.status === 'active';
  if (!stays && owners.length === 1 && owners[0] === user.id) throw new Refusal('last_owner');
}

/** Whether a wall display made by this user still shows the board: it must not outlive its maker's rights. */
export function mayMakeWall(user: Pick<User, 'role' | 'status'>): boolean {
  return user.status === 'active' && isDispatcher(user.role);
}
