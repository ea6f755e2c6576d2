/** Roles and states of people, in words. */
import type { Role } from '@dispatch/shared/access/roles';
import type { UserStatus } from '@dispatch/shared/people/person';

export const ROLE_WORDS: Record<Role, string> = {
  owner: 'Owner',
  admin: 'Administrator',
  operator: 'Operator',
  contractor: 'Contractor',
  household: 'Household',
};
export const STATUS_WORDS: Record<UserStatus, string> = {
  active: 'active',
  invited: 'invited',
  pending: 'waits for approval',
  deactivated: 'deactivated',
};
