/** A screen without a browser: the desk's own live classes over a real socket. */
import { IssueStore } from '@dispatch/base/live/issue-store';
import { LiveConnection } from '@dispatch/base/live/connection';
import { SOCKET_OPTIONS, wireOver } from '@dispatch/base/live/wire';
import type { Room } from '@dispatch/shared/protocol/events';
import { io, type Socket } from 'socket.io-client';

export interface Screen {
  store: IssueStore;
  live: LiveConnection;
  socket: Socket;
  /** Resolves once the screen says that it is live and a condition holds; looked at after each message. */
  until(condition: () => boolean): Promise<void>;
  stop(): void;
}

/** Opens a screen of someone that a test node knows, and joins rooms. */
export function openScreen(url: string, as: string, rooms: readonly Room[]): Screen {
  const socket = io(url, { ...SOCKET_OPTIONS, forceNew: true, reconnectionDelay: 50, auth: { as } });
  const live = new LiveConnection({ wire: wireOver(socket) });
  const store = new IssueStore();
  store.attach(live);
  live.join(rooms);
  live.start();
  const waiting = new Set<() => void>();
  const look = (): void => {
    for (const check of waiting) check();
  };
  live.on('state', look);
  live.on('fresh', look);
  live.on('joined', look);
  live.on('cards', () => {
    queueMicrotask(look);
  });
  return {
    store,
    live,
    socket,
    until: (condition) =>
      new Promise((resolve) => {
        const check = (): void => {
          if (live.state.kind !== 'live' || !condition()) return;
          waiting.delete(check);
          resolve();
        };
        waiting.add(check);
        check();
      }),
    stop() {
      live.stop();
    },
  };
}
