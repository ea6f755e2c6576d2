import type { Me, OwnSession } from '@dispatch/shared/people/person';
import type { Session } from '../../platform/sessions/session.ts';
import type { Identity } from './accounts.repo.ts';

export function presentMe({ id, role, name, email, contractorId, householdIds }: Identity, kiosk: boolean): Me {
  // A wall shows what an operator sees, whoever made it.
  return { kind: kiosk ? 'operator' : role, userId: id, name, email, contractorId, householdIds, kiosk };
}

export function presentSession(session: Session, currentId: string | null): OwnSession {
  const { id, kiosk, createdAt, seenAt, app, userAgent } = session;
  return { id, current: id === currentId, kiosk, createdAt, seenAt, app, userAgent };
}
