import { api, type Answer } from '@dispatch/base/lib/api';
import type { Organisation } from '@dispatch/shared/board/reference';
import type { Me } from '@dispatch/shared/people/person';

export interface Session {
  readonly who: Me | null;
  readonly organisation: Organisation;
}

/** Who is signed in here, and for whom. */
export function readSession(request: typeof fetch = fetch): Promise<Answer<Session>> {
  return api<Session>('/session', { fetch: request });
}

/** Ends this session; the cookie is gone afterwards. */
export function signOut(): Promise<Answer<null>> {
  return api<null>('/session', { method: 'DELETE' });
}
