import { isDispatcher, type ActorKind } from '@dispatch/shared/access/roles';
import type { Presence } from '@dispatch/shared/protocol/events';
import * as wire from '@dispatch/shared/protocol/schema';
import type { Feature } from '../../platform/feature.ts';
import type { SocketDoor } from '../../platform/realtime/door.ts';

/**
 * Who looks at what, and who is about to place what on whom: memory only, told to colleagues through the adapter, with
 * the identity set here. Screens drop what has not been repeated (rules P1 to P3).
 */
export function createPresence(): Feature {
  const here = new Map<string, Presence>();
  const socket: SocketDoor = {
    onConnect(connection, live) {
      const { who } = connection.data;
      if (!isDispatcher(who.kind as ActorKind) || who.kiosk === true || who.userId === undefined) return;
      const { userId } = who;
      const key = connection.id;
      for (const colleague of here.values()) connection.emit('presence', colleague);
      connection.on('presence', (message) => {
        const parsed = wire.presence.safeParse(message);
        if (!parsed.success) return;
        const presence: Presence = { key, userId, name: who.name ?? '', ...parsed.data };
        here.set(key, presence);
        live.to('staff').except(connection.id).emit('presence', presence);
      });
      connection.on('disconnect', () => {
        if (here.delete(key)) live.to('staff').emit('presence', { key, gone: true });
      });
    },
  };
  return { sockets: [socket] };
}
