import { randomBytes } from 'node:crypto';
import type { Position } from '@dispatch/shared/board/reference';
import type { ClientEvents, ServerEvents } from '@dispatch/shared/protocol/events';
import { io, type Socket } from 'socket.io-client';

/** Someone who acts through the public API, as an app would. */
export interface SimulatedPerson {
  get<T>(path: string): Promise<T>;
  /** @returns the answer, or null when the server refused: a simulated person then looks again. */
  post<T>(path: string, body: object): Promise<T | null>;
  /** The `fetch` of this person, for the client's own modules: addresses from the server's root, credentials added. */
  readonly fetch: typeof fetch;
  /** Its one socket; not connected until told to. */
  socket(): Socket<ServerEvents, ClientEvents>;
  position(position: Position): void;
  leave(): void;
}

/** A request of a simulated person, answered. */
export interface Answered {
  method: string;
  /** Below /api/v1. */
  path: string;
  /** 0 when no answer came. */
  status: number;
  /** Of a refusal, as in docs/errors.md. */
  code: string | null;
  ms: number;
}

export interface PersonOptions {
  /** Called after each request. */
  told?: (answered: Answered) => void;
  /** What the history says it was done with. */
  app?: string;
}

/**
 * @param url of the node, without a slash at its end.
 * @param credentials a session's cookie, the token of a tracking link, or nothing for someone without an account.
 */
export function simulatedPerson(
  url: string,
  credentials: { cookie: string } | { link: string } | Record<string, never>,
  { told = () => undefined, app = 'simulation' }: PersonOptions = {},
): SimulatedPerson {
  const own: Record<string, string> = { 'x-requested-with': 'dispatch-board', 'x-app': app };
  if ('cookie' in credentials) own['cookie'] = credentials.cookie;
  else if ('link' in credentials) own['authorization'] = `Link ${credentials.link}`;
  let socket: Socket<ServerEvents, ClientEvents> | null = null;

  const ask: typeof fetch = async (input, init) => {
    const address = typeof input === 'string' ? input : input instanceof URL ? input.href : input.url;
    const headers = new Headers(init?.headers);
    for (const [name, value] of Object.entries(own)) headers.set(name, value);
    const began = performance.now();
    const tell = (status: number, code: string | null): void => {
      const path = address.replace(/^\/api\/v1/, '');
      told({ method: init?.method ?? 'GET', path, status, code, ms: performance.now() - began });
    };
    try {
      const response = await fetch(url + address, { ...init, headers });
      const code = response.ok ? null : await codeOf(response);
      tell(response.status, code);
      return response;
    } catch (error) {
      tell(0, null);
      throw error;
    }
  };
  const open = (): Socket<ServerEvents, ClientEvents> =>
    (socket ??= io(url, {
      path: '/api/live',
      transports: ['websocket'],
      forceNew: true,
      autoConnect: false,
      extraHeaders: { cookie: own['cookie'] ?? '' },
      ...('link' in credentials && { auth: { link: credentials.link } }),
    }));

  return {
    fetch: ask,
    async get<T>(path: string): Promise<T> {
      const response = await ask(`/api/v1${path}`);
      if (!response.ok) throw new Error(`GET ${path}: ${String(response.status)}`);
      return (await response.json()) as T;
    },
    async post<T>(path: string, body: object): Promise<T | null> {
      const key = randomBytes(16).toString('hex');
      const response = await ask(`/api/v1${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': key },
        body: JSON.stringify(body),
      });
      return response.ok ? ((await response.json()) as T) : null;
    },
    socket: open,
    position(position) {
      const live = open();
      if (!live.active) live.connect();
      live.volatile.emit('position', position);
    },
    leave() {
      socket?.disconnect();
      socket = null;
    },
  };
}

/** The code of a refusal; the body stays readable for whoever asked. */
async function codeOf(response: Response): Promise<string | null> {
  const problem = (await response
    .clone()
    .json()
    .catch((): null => null)) as { code?: unknown } | null;
  return typeof problem?.code === 'string' ? problem.code : null;
}
