import type { Ability, Who } from '@dispatch/shared/access/abilities';
import type { z } from 'zod';

/** Who sends a request: rights, name and session, found out once per request by the accounts feature. */
export interface Asker extends Who {
  name: string | null;
  sessionId: string | null;
  ability: Ability;
  /** Network address, for rate limits only. */
  address: string;
}

/** A request after validation. */
export interface Call<Body, Query> {
  who: Asker;
  params: Record<string, string>;
  body: Body;
  query: Query;
  /** Idempotency-Key header, when it was sent and has the right form. */
  key: string | null;
  /** Which of our apps sent it, by its X-App header. */
  app: string;
  /** For the few routes that set cookies or stream. */
  raw: { request: import('express').Request; response: import('express').Response };
}

/** What a route answers: a value to be sent as JSON, ready JSON text, or nothing. */
export interface Answer {
  status?: number;
  body?: unknown;
  /** Sent as it is, with `type` (default application/json). */
  text?: string | Uint8Array;
  type?: string;
  /** Sent piece by piece, with `type`; a failure on the way cuts the connection, so that no half passes for the whole. */
  stream?: AsyncIterable<string>;
  headers?: Record<string, string>;
}

/**
 * One door of the API. The four steps are visible in it: validate (`body`, `query`), authorise (`allow`; finer checks
 * are the service's policy), do, present (`handle`).
 */
export interface Route<Body = unknown, Query = unknown> {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Express 5 path below /api/v1. */
  path: string;
  /** What the asker must be able to do, in words for the rights table (docs/rights.md) and as a check. */
  allow: 'anyone' | ((ability: Ability, who: Asker) => boolean);
  /** True where a wall display may ask for a change too: only to sign itself in or out. */
  kiosk?: boolean;
  body?: z.ZodType<Body>;
  query?: z.ZodType<Query>;
  /** Largest body in bytes for routes that take a raw one instead of JSON; the body is then a Buffer. */
  rawBodyLimit?: number;
  /** Largest body of JSON in bytes, where 256 KB are too few. */
  jsonLimit?: number;
  /** The handler reads the body itself from `raw.request`, piece by piece, and limits it. */
  streams?: boolean;
  handle(call: Call<Body, Query>): Promise<Answer> | Answer;
}

/** Keeps the types of body and query while routes of different shapes stand in one list. */
export function route<Body = unknown, Query = unknown>(definition: Route<Body, Query>): Route {
  return definition;
}
