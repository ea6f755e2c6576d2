import { abilitiesOf, type Who } from '@dispatch/shared/access/abilities';
import { ROLES } from '@dispatch/shared/access/roles';
import { describe, expect, test } from 'vitest';
import type { Asker } from '../../platform/http/route.ts';
import { mayHandle, mayMakeWall, requireOwnerLeft } from './accounts.policy.ts';

const as = (kind: Who['kind']): Asker => {
  const who: Who = { kind, userId: 'u' };
  return { ...who, name: null, sessionId: null, address: '', ability: abilitiesOf(who) };
};

describe('handing out roles', () => {
  test('owners handle everyone', () => {
    for (const role of ROLES) expect(mayHandle(as('owner'), role)).toBe(true);
  });

  test('admins handle everyone but owners', () => {
    for (const role of ROLES) expect(mayHandle(as('admin'), role)).toBe(role !== 'owner');
  });

  test.each(['operator', 'contractor', 'household', 'link', 'anyone'] as const)('%s handles nobody', (kind) => {
    for (const role of ROLES) expect(mayHandle(as(kind), role)).toBe(false);
  });
});

describe('the last owner', () => {
  const step = (owners: string[], next: { role: 'owner' | 'admin'; status: string }) => () => {
    requireOwnerLeft(owners, { id: 'a' }, next);
  };
  test('cannot step down or be switched off', () => {
    expect(step(['a'], { role: 'admin', status: 'active' })).toThrow(/at least one owner/);
    expect(step(['a'], { role: 'owner', status: 'deactivated' })).toThrow(/at least one owner/);
  });
  test('may change anything else', () => {
    expect(step(['a'], { role: 'owner', status: 'active' })).not.toThrow();
  });
  test('is not meant when there are two, or when the person is not an active owner', () => {
    expect(step(['a', 'b'], { role: 'admin', status: 'active' })).not.toThrow();
    expect(step(['b'], { role: 'admin', status: 'active' })).not.toThrow();
  });
});

test('a wall is made by active dispatchers only', () => {
  expect(mayMakeWall({ role: 'operator', status: 'active' })).toBe(true);
  expect(mayMakeWall({ role: 'operator', status: 'deactivated' })).toBe(false);
  expect(mayMakeWall({ role: 'contractor', status: 'active' })).toBe(false);
});
