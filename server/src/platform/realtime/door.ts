import type { ClientEvents, Room, ServerEvents } from '@dispatch/shared/protocol/events';
import type { Server, Socket } from 'socket.io';
import type { Asker } from '../http/route.ts';

export interface SocketData {
  who: Asker;
}
type NoEvents = Record<string, never>;
export type LiveSocket = Socket<ClientEvents, ServerEvents, NoEvents, SocketData>;
export type LiveServer = Server<ClientEvents, ServerEvents, NoEvents, SocketData>;

/** A feature's part of the socket: rooms it answers for, and events it listens to. */
export interface SocketDoor {
  /** Called for each accepted connection. */
  onConnect?(socket: LiveSocket, live: LiveServer): void;
  /** Which rooms this door answers for; the first door that claims a room decides. */
  claims?(room: Room): boolean;
  /** May this asker be in this room, now? Asked for each join. */
  mayJoin?(who: Asker, room: Room): Promise<boolean>;
}
