import { describe, expect, test } from 'vitest';
import { abilitiesOf, NOUNS, type Deed, type Noun, type Who } from './abilities.ts';

const DEEDS: Deed[] = ['read', 'file', 'manage', 'track', 'share', 'approve', 'grant'];
const of = (kind: Who['kind'], more: Partial<Who> = {}) => abilitiesOf({ kind, ...more });
/** Everything an asker may do, as `deed noun`. */
function rightsOf(who: Who): string[] {
  const ability = abilitiesOf(who);
  return NOUNS.flatMap((noun) =>
    DEEDS.filter((deed) => ability.can(deed, noun)).map((deed) => `${deed} ${noun}`),
  ).toSorted();
}

describe('rights', () => {
  test('of nobody: categories to choose from, and filing', () => {
    expect(rightsOf({ kind: 'anyone' })).toEqual(['file issue', 'read category']);
  });

  test('of an admin: everything but making owners and sharing a position', () => {
    const owner = rightsOf({ kind: 'owner', userId: 'u' });
    const admin = rightsOf({ kind: 'admin', userId: 'u' });
    expect(owner.filter((right) => !admin.includes(right))).toEqual(['grant user']);
    expect(admin).not.toContain('share position');
  });

  test('of an operator: no people, settings or mails', () => {
    const rights = rightsOf({ kind: 'operator', userId: 'u' });
    for (const noun of ['user', 'settings', 'mail'] satisfies Noun[])
      expect(rights.filter((right) => right.endsWith(` ${noun}`))).toEqual([]);
    expect(rights).toContain('manage issue');
  });

  test('of a wall: reading the board alone, nothing of households', () => {
    const rights = rightsOf({ kind: 'operator', userId: 'u', kiosk: true });
    expect(rights.every((right) => right.startsWith('read '))).toBe(true);
    for (const noun of ['household', 'user', 'mail', 'session']) expect(rights).not.toContain(`read ${noun}`);
    expect(rights).toContain('read board');
  });

  test('of someone signed in include the own sessions', () => {
    for (const kind of ['owner', 'operator', 'contractor', 'household'] as const)
      expect(of(kind, { userId: 'u' }).can('manage', 'session')).toBe(true);
    expect(of('link', { issueId: 'i' }).can('read', 'session')).toBe(false);
  });
});

describe('rules about one issue', () => {
  const issue = (fields: Record<string, unknown>) => ({ ...fields, __caslSubjectType__: 'issue' as const });

  test('a contractor reads issues it has or had to do with', () => {
    const ability = of('contractor', { userId: 'u', contractorId: 'c1' });
    expect(ability.can('read', issue({ contractorIds: ['c2', 'c1'] }))).toBe(true);
    expect(ability.can('read', issue({ contractorIds: ['c2'] }))).toBe(false);
  });

  test('a household follows issues of its own or filed by its member', () => {
    const ability = of('household', { userId: 'u', householdIds: ['h1'] });
    expect(ability.can('track', issue({ householdId: 'h1', filedBy: null }))).toBe(true);
    expect(ability.can('track', issue({ householdId: null, filedBy: 'u' }))).toBe(true);
    expect(ability.can('track', issue({ householdId: 'h2', filedBy: 'v' }))).toBe(false);
    expect(of('household', { householdIds: [] }).can('track', issue({ householdId: null, filedBy: null }))).toBe(false);
  });

  test('a link opens one issue', () => {
    const ability = of('link', { issueId: 'i1', scope: 'watch' });
    expect(ability.can('track', issue({ id: 'i1' }))).toBe(true);
    expect(ability.can('track', issue({ id: 'i2' }))).toBe(false);
    expect(ability.can('read', issue({ id: 'i1' }))).toBe(false);
  });
});
