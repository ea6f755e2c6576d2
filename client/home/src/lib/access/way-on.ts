import type { Role } from '@dispatch/shared/access/roles';
import { PAGES } from '@dispatch/shared/people/person';

/** Where each role works. */
export function homeOf(role: Role): '/issues' | '/field/' | '/desk/' {
  if (role === 'household') return '/issues';
  return role === 'contractor' ? '/field/' : '/desk/';
}

/**
 * An address on this site to go on to after signing in, or null. Anything that a browser might take for another site
 * (`//host`, `/\host`, control characters) is refused, and so is coming back here.
 */
export function ownPath(to: string | null): string | null {
  if (to === null || !/^\/(?![/\\])[\x21-\x7e]*$/.test(to) || to.includes('\\')) return null;
  const { origin, pathname } = new URL(to, 'http://here.invalid');
  return origin === 'http://here.invalid' && pathname !== PAGES.signIn ? to : null;
}

/** Whether a role has any business at an address: nobody is sent to an app that will turn them away. */
export function suits(role: Role, to: string): boolean {
  if (to.startsWith('/desk')) return role !== 'household' && role !== 'contractor';
  if (to.startsWith('/field')) return role === 'contractor';
  return true;
}

/** Where to go on after signing in: where the person wanted to go, else where its role works. */
export function wayOn(role: Role, to: string | null): string {
  const wanted = ownPath(to);
  return wanted !== null && suits(role, wanted) ? wanted : homeOf(role);
}
