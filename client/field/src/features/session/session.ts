import { api, type Answer } from '@dispatch/base/lib/api';
import type { Organisation } from '@dispatch/shared/board/reference';
import { PAGES, type Me } from '@dispatch/shared/people/person';

export interface Session {
  readonly who: Me | null;
  readonly organisation: Organisation;
}

export function readSession(): Promise<Answer<Session>> {
  return api<Session>('/session', { app: 'field' });
}

/** Leaves for the sign-in page, which leads back here. */
export function goToSignIn(over = false): void {
  location.replace(`${PAGES.signIn}?to=${encodeURIComponent('/field/')}${over ? '&said=over' : ''}`);
}
