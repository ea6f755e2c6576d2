import type { Position } from '@dispatch/shared/board/reference';
import type { ClientEvents, Join, Joined, Presence, Room, ServerEvents } from '@dispatch/shared/protocol/events';
import { io, type Socket } from 'socket.io-client';

/** The socket as the live classes need it: narrow, so that tests bring their own. */
export interface Wire {
  /** Changes with each connection; null while there is none. */
  readonly id: string | null;
  connect(): void;
  /** Drops the connection and makes another at once; one that is being made just now goes on (rule L10). */
  reconnect(): void;
  close(): void;
  onUp(listener: () => void): void;
  onDown(listener: () => void): void;
  /** The server will not have this person: trying again changes nothing. */
  onRefused(listener: (code: string) => void): void;
  listen<E extends keyof ServerEvents>(event: E, listener: ServerEvents[E]): void;
  /** Rejects when no answer comes in time or the connection drops. */
  join(message: Join): Promise<Joined>;
  leave(rooms: Room[]): void;
  presence(message: Pick<Presence, 'looking' | 'drag'>): void;
  /** Not kept for later when there is no connection. */
  position(message: Position): void;
}

/** How long an answer to a join may take; a snapshot of ten thousand cards takes well under a second. Milliseconds. */
const JOIN_PATIENCE = 15_000;
const REFUSALS: ReadonlySet<string> = new Set(['not_signed_in', 'not_allowed', 'deactivated', 'link_over']);

/**
 * Opens the socket of this page. It does not connect until told to.
 *
 * @param link token of a tracking link; without one the session cookie says who it is
 */
export function openWire(link?: string): Wire {
  return wireOver(io({ ...SOCKET_OPTIONS, ...(link === undefined ? {} : { auth: { link } }) }));
}

/** How our apps connect. */
export const SOCKET_OPTIONS = {
  path: '/api/live',
  transports: ['websocket', 'polling'],
  autoConnect: false,
  reconnectionDelay: 500,
  reconnectionDelayMax: 5_000,
};

/** Waiting between two attempts is not opening: then the next one may begin at once. */
function isOpening(socket: Socket<ServerEvents, ClientEvents>): boolean {
  // There is no engine before the first attempt, whatever the library's types say.
  const engine = socket.io.engine as typeof socket.io.engine | undefined;
  return !socket.connected && (engine?.readyState === 'opening' || (engine?.readyState === 'open' && socket.active));
}

/** A wire over a socket that has not been connected. */
export function wireOver(socket: Socket<ServerEvents, ClientEvents>): Wire {
  return {
    get id() {
      return socket.id ?? null;
    },
    connect: () => void socket.connect(),
    reconnect: () => {
      // On a busy machine every timer is as late as after a sleep: begun anew each time, it would never be made.
      if (isOpening(socket)) return;
      socket.disconnect();
      socket.connect();
    },
    close: () => void socket.disconnect(),
    onUp: (listener) => void socket.on('connect', listener),
    onDown: (listener) =>
      void socket.on('disconnect', (reason) => {
        listener();
        // The library does not come back by itself after the server has cut it (a deploy, a session revoked elsewhere);
        // if it was the session, the next handshake says so.
        if (reason === 'io server disconnect') socket.connect();
      }),
    onRefused: (listener) =>
      void socket.on('connect_error', (error) => {
        if (REFUSALS.has(error.message)) {
          socket.disconnect();
          listener(error.message);
        } else if (!socket.active) {
          // A middleware's other errors (not_ready) end the library's own retries too.
          setTimeout(() => socket.connect(), 1_000);
        }
      }),
    // The library's overloads tie each event to its own listener; a generic pair is the same thing said once.
    listen: (event, listener) => void socket.on(event, listener as never),
    join: (message) => socket.timeout(JOIN_PATIENCE).emitWithAck('join', message),
    leave: (rooms) => void socket.emit('leave', { rooms }),
    presence: (message) => void socket.volatile.emit('presence', message),
    position: (message) => void socket.volatile.emit('position', message),
  };
}
