import { randomBytes } from 'node:crypto';
import type { Position } from '@dispatch/shared/board/reference';
import type { ClientEvents, ServerEvents } from '@dispatch/shared/protocol/events';
import { io, type Socket } from 'socket.io-client';

/** Someone who acts through the public API, as an app would. */
export interface SimulatedPerson {
  get<T>(path: string): Promise<T>;
  /** @returns the answer, or null when the server refused: a simulated person then looks again. */
  post<T>(path: string, body: object): Promise<T | null>;
  position(position: Position): void;
  leave(): void;
}

/**
 * @param url of the node, without a slash at its end.
 * @param credentials a session's cookie, or the token of a tracking link.
 */
export function simulatedPerson(url: string, credentials: { cookie: string } | { link: string }): SimulatedPerson {
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    'x-requested-with': 'dispatch-board',
    'x-app': 'simulation',
  };
  if ('cookie' in credentials) headers['cookie'] = credentials.cookie;
  else headers['authorization'] = `Link ${credentials.link}`;
  let socket: Socket<ServerEvents, ClientEvents> | null = null;

  return {
    async get<T>(path: string): Promise<T> {
      const response = await fetch(`${url}/api/v1${path}`, { headers });
      if (!response.ok) throw new Error(`GET ${path}: ${String(response.status)}`);
      return (await response.json()) as T;
    },
    async post<T>(path: string, body: object): Promise<T | null> {
      const key = randomBytes(16).toString('hex');
      const response = await fetch(`${url}/api/v1${path}`, {
        method: 'POST',
        headers: { ...headers, 'idempotency-key': key },
        body: JSON.stringify(body),
      });
      return response.ok ? ((await response.json()) as T) : null;
    },
    position(position) {
      socket ??= io(url, {
        path: '/api/live',
        transports: ['websocket'],
        forceNew: true,
        extraHeaders: { cookie: headers['cookie'] ?? '' },
      });
      socket.volatile.emit('position', position);
    },
    leave() {
      socket?.disconnect();
      socket = null;
    },
  };
}
