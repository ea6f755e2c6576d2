import { isDispatcher, type ActorKind } from '@dispatch/shared/access/roles';
import type { SocketDoor } from '../../platform/realtime/door.ts';

/** Answers for the rooms of boards (dispatchers) and of contractors' lists (themselves and dispatchers). */
export const boardSocket: SocketDoor = {
  claims: (room) => room === 'staff' || room.startsWith('board:') || room.startsWith('contractor:'),
  mayJoin(who, room) {
    const staff = isDispatcher(who.kind as ActorKind);
    return Promise.resolve(staff || (who.kind === 'contractor' && room === `contractor:${who.contractorId ?? ''}`));
  },
};
