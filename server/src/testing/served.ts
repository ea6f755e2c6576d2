/** Routes over real HTTP, where the test says who asks. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { mountRoutes } from '../platform/http/mount.ts';
import type { Asker, Route } from '../platform/http/route.ts';
import { asker, silent } from './factories.ts';

export interface Answered<T = unknown> {
  status: number;
  headers: Headers;
  /** Parsed where the answer is JSON. */
  body: T;
}

export interface Served {
  call<T = Record<string, unknown>>(
    who: Asker | null,
    method: string,
    path: string,
    body?: unknown,
    /** Idempotency key of a command. */
    key?: string,
  ): Promise<Answered<T>>;
  close(): Promise<void>;
}

const anyone = asker({ kind: 'anyone' });

/** Strings and bytes are sent as they are, everything else as JSON. */
export async function serve(routes: readonly Route[]): Promise<Served> {
  const people = new Map<string, Asker>();
  const app = express();
  app.use(
    '/api/v1',
    mountRoutes({
      routes,
      corsOrigins: [],
      log: silent,
      identify: (request) => Promise.resolve(people.get(request.get('x-who') ?? '') ?? anyone),
    }),
  );
  const http = createServer(app);
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${String((http.address() as AddressInfo).port)}/api/v1`;
  return {
    async call<T>(who: Asker | null, method: string, path: string, body?: unknown, key?: string): Promise<Answered<T>> {
      const name = String(people.size);
      if (who) people.set(name, who);
      const raw = typeof body === 'string' || body instanceof Uint8Array;
      const response = await fetch(url + path, {
        method,
        headers: {
          'x-who': who ? name : '',
          ...(key !== undefined && { 'idempotency-key': key }),
          ...(body !== undefined && { 'content-type': raw ? 'application/octet-stream' : 'application/json' }),
        },
        ...(body !== undefined && { body: raw ? (body as NonNullable<RequestInit['body']>) : JSON.stringify(body) }),
      });
      const json = response.headers.get('content-type')?.includes('json') === true;
      const content: unknown = json ? await response.json() : new Uint8Array(await response.arrayBuffer());
      return { status: response.status, headers: response.headers, body: content as T };
    },
    close: () =>
      new Promise<void>((resolve, reject) => {
        http.closeAllConnections();
        http.close((error) => {
          if (error) reject(error);
          else resolve();
        });
      }),
  };
}
