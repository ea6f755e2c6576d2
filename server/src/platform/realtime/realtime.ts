import type { Server as HttpServer } from 'node:http';
import type { Cursor, Room } from '@dispatch/shared/protocol/events';
import * as wire from '@dispatch/shared/protocol/schema';
import { PROTOCOL_VERSION } from '@dispatch/shared/protocol/version';
import type { Logger } from 'pino';
import { Server } from 'socket.io';
import type { Emission, RoomsHere } from '../feed/projection.ts';
import type { Asker } from '../http/route.ts';
import { Refusal } from '../refusal.ts';
import type { LiveServer, LiveSocket, SocketDoor } from './door.ts';
import type { JoinAnswerer } from './join.ts';
import { connectRedis, type Fanout } from './redis.ts';

export interface RealtimeOptions {
  http: HttpServer;
  doors: readonly SocketDoor[];
  /** Who connects; throws Refusal. Called before the connection is accepted. */
  identify(handshake: LiveSocket['handshake']): Promise<Asker>;
  join: JoinAnswerer;
  redisUrl: string | null;
  corsOrigins: readonly string[];
  /** Identifies the running build; a screen of another one reloads when it is idle. */
  build: string;
  log: Logger;
}

export interface Realtime extends RoomsHere {
  readonly io: LiveServer;
  emitLocal(emission: Emission): void;
  fresh(cursor: Cursor): void;
  /** Breaks this node's connections in a way that screens take for the network's: they connect again by themselves. */
  reconnectAll(): void;
  /** Cuts every connection in a room, on all nodes: for revoked sessions and links. */
  cut(room: string): void;
  /** Asks connections of this node again who they are and cuts those who are no longer: what another node cut while
   * there was no way to say so, and what ran out. */
  recheck(whose: (who: Asker) => boolean): Promise<void>;
  /** Tells the other nodes that there is something new to read. */
  wakeOthers(): void;
  onWake(wake: () => void): void;
  stop(): Promise<void>;
}

/** Rooms of identity, joined by the server alone: to cut or to address one person's connections. */
export function identityRooms(who: Asker): string[] {
  const rooms: string[] = [];
  if (who.sessionId !== null) rooms.push(`session:${who.sessionId}`);
  if (who.userId !== undefined) rooms.push(`user:${who.userId}`);
  if (who.kind === 'link' && who.issueId !== undefined) rooms.push(`link:${who.issueId}`);
  return rooms;
}

/**
 * Sockets. Knows rooms, cursors and who may connect; which events exist beyond joining is each feature's own affair.
 */
export function startRealtime(options: RealtimeOptions): Realtime {
  const { http, doors, identify, join, log } = options;
  const io: LiveServer = new Server(http, {
    path: '/api/live',
    serveClient: false,
    transports: ['websocket', 'polling'],
    // Compression per message costs 26 µs and 200 KB per socket; the large snapshot goes over HTTP instead.
    perMessageDeflate: false,
    maxHttpBufferSize: 64 * 1024,
    pingInterval: 20_000,
    pingTimeout: 10_000,
    ...(options.corsOrigins.length > 0 && { cors: { origin: [...options.corsOrigins], credentials: true } }),
    allowRequest: (request, callback) => {
      const { origin, host } = request.headers;
      const own = origin === undefined || (URL.canParse(origin) && new URL(origin).host === host);
      callback(null, own || options.corsOrigins.includes(origin));
    },
  });
  const fanout: Fanout | null = options.redisUrl === null ? null : connectRedis(options.redisUrl, io, log);

  io.use((socket, next) => {
    identify(socket.handshake).then(
      (who) => {
        if (who.kind === 'anyone') next(new Error('not_signed_in'));
        else {
          socket.data.who = who;
          next();
        }
      },
      (error: unknown) => {
        next(new Error(error instanceof Refusal ? error.code : 'not_ready'));
      },
    );
  });

  /** Cuts a connection whose session, link or role is no longer what it came with. */
  async function askAgain(socket: LiveSocket): Promise<void> {
    try {
      const { kind } = await identify(socket.handshake);
      if (kind !== socket.data.who.kind) socket.disconnect(true);
    } catch (error) {
      if (error instanceof Refusal) socket.disconnect(true);
      // The database was away: the screen takes this for the network's and connects again.
      else socket.conn.close();
    }
  }

  io.on('connection', (socket) => {
    // The handshake's request is 2.4 KB that nobody reads again.
    (socket.conn as { request: unknown }).request = null;
    void socket.join(identityRooms(socket.data.who));
    // What was revoked between the handshake and the joining has cut nobody here.
    void askAgain(socket);
    socket.emit('hello', { protocol: PROTOCOL_VERSION, build: options.build });
    socket.on('join', (message, answer) => {
      if (typeof answer !== 'function') return;
      const parsed = wire.join.safeParse(message);
      if (!parsed.success) {
        answer({ ok: false, code: 'invalid', detail: 'The rooms or the cursor do not have the right form.' });
        return;
      }
      join(socket, parsed.data as { rooms: Room[]; cursor: Cursor | null }).then(answer, (error: unknown) => {
        log.error({ err: error }, 'join failed');
        answer({ ok: false, code: 'not_ready', detail: 'The rooms could not be read; try again in a moment.' });
      });
    });
    socket.on('leave', (message) => {
      const parsed = wire.leave.safeParse(message);
      if (parsed.success) for (const room of parsed.data.rooms) void socket.leave(room);
    });
    for (const door of doors) door.onConnect?.(socket, io);
  });

  const rooms = (): Map<string, Set<string>> => io.of('/').adapter.rooms;
  return {
    io,
    has: (room) => rooms().has(room),
    evict(from, mayStay) {
      for (const id of [...(rooms().get(from) ?? [])]) {
        const socket = io.of('/').sockets.get(id);
        if (socket && !mayStay(socket.data.who)) void socket.leave(from);
      }
    },
    async recheck(whose) {
      for (const socket of [...io.of('/').sockets.values()]) if (whose(socket.data.who)) await askAgain(socket);
    },
    emitLocal({ room, event, payload }) {
      // Each emission is built by a projection for its event; Socket.IO's map cannot follow that pairing.
      (io.local.to(room) as unknown as { emit(event: string, payload: unknown): void }).emit(event, payload);
    },
    fresh(cursor) {
      io.local.emit('fresh', { cursor, at: Date.now() });
    },
    reconnectAll() {
      for (const socket of io.of('/').sockets.values()) socket.conn.close();
    },
    cut(room) {
      io.in(room).disconnectSockets(true);
    },
    wakeOthers: () => fanout?.wakeOthers(),
    onWake: (wake) => fanout?.onWake(wake),
    async stop() {
      await io.close();
      await fanout?.close();
    },
  };
}
