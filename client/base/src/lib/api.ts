import type { FieldFault, Problem } from '@dispatch/shared/errors';

/**
 * The one answer a request gets. `done` holds what the server sent back; `conflict` who was faster and what the issue
 * is now; `refused` a sentence and what to do; `invalid` the fields; `offline` means no answer, so that nobody knows
 * whether it was done: send it again with the same key.
 */
export type Answer<T> =
  | { readonly kind: 'done'; readonly value: T; readonly status: number }
  | { readonly kind: 'conflict'; readonly problem: Problem & { conflict: NonNullable<Problem['conflict']> } }
  | { readonly kind: 'refused'; readonly problem: Problem }
  | { readonly kind: 'invalid'; readonly problem: Problem; readonly fields: readonly FieldFault[] }
  | { readonly kind: 'offline'; readonly sentence: string; readonly retryAfterSeconds?: number };

export interface Request {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Sent as JSON. */
  readonly body?: unknown;
  /** 32 hex digits (newKey); repeated on each try of the same command. */
  readonly idempotencyKey?: string;
  /** Token of a tracking link: asks as its holder instead of by the cookie. */
  readonly link?: string;
  /** Which app asks, for the history. */
  readonly app?: 'desk' | 'field' | 'home' | 'wall';
  /** Ends the request early; the answer is then `offline`. */
  readonly signal?: AbortSignal;
  /** On the server: the `fetch` of the load function, which carries the visitor's cookie. */
  readonly fetch?: typeof fetch;
}

/** Below which every path of the interface lies. */
const root = '/api/v1';
/** After this long without an answer a request counts as offline. Milliseconds. */
const patience = 20_000;
const unreachable = 'The server cannot be reached right now.';
const unwell = 'The server has a problem right now.';

/**
 * Asks the server.
 *
 * @param path below /api/v1, with its leading slash and search
 * @returns never throws for anything the server or the network does
 */
export async function api<T>(path: string, request: Request = {}): Promise<Answer<T>> {
  const { method = 'GET', body, idempotencyKey } = request;
  const headers: Record<string, string> = { accept: 'application/json' };
  // Pages of other origins cannot send this header without asking first, which is what keeps them out.
  if (method !== 'GET') headers['x-requested-with'] = 'dispatch-board';
  if (body !== undefined) headers['content-type'] = 'application/json';
  if (idempotencyKey !== undefined) headers['idempotency-key'] = idempotencyKey;
  if (request.link !== undefined) headers['authorization'] = `Link ${request.link}`;
  if (request.app !== undefined) headers['x-app'] = request.app;

  const timeout = AbortSignal.timeout(patience);
  try {
    const response = await (request.fetch ?? fetch)(root + path, {
      method,
      headers,
      // A link stands for itself: with a cookie beside it, it would not be clear who acts.
      credentials: request.link === undefined ? 'same-origin' : 'omit',
      signal: request.signal ? AbortSignal.any([timeout, request.signal]) : timeout,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return readAnswer(response.status, await response.text());
  } catch {
    return { kind: 'offline', sentence: unreachable };
  }
}

/** An answer from what the server sent; for requests that `fetch` cannot make. @param status 0 when nothing came */
export function readAnswer<T>(status: number, text: string): Answer<T> {
  const payload = text === '' ? null : parse(text);
  if (status >= 200 && status < 300 && payload !== undefined) {
    // The shape is the server's promise: its answers are built from the same schemas, which the wire's hash pins.
    return { kind: 'done', value: payload as T, status };
  }
  return explain(status, payload);
}

/** JSON, or undefined for anything else (a proxy's page, a cut-off answer). */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function explain(status: number, payload: unknown): Answer<never> {
  if (!isProblem(payload)) return { kind: 'offline', sentence: status >= 500 ? unwell : unreachable };
  const problem = payload;
  // A fault of the server is not an answer to the command: whether it was done is settled by sending it again.
  if (problem.status >= 500) {
    const { retryAfterSeconds } = problem;
    return {
      kind: 'offline',
      sentence: problem.detail,
      ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    };
  }
  const { conflict, fields } = problem;
  if (conflict) return { kind: 'conflict', problem: { ...problem, conflict } };
  if (fields && fields.length > 0) return { kind: 'invalid', problem, fields };
  return { kind: 'refused', problem };
}

function isProblem(payload: unknown): payload is Problem {
  return (
    typeof payload === 'object' &&
    payload !== null &&
    'status' in payload &&
    typeof payload.status === 'number' &&
    'code' in payload &&
    'detail' in payload &&
    typeof payload.detail === 'string'
  );
}

/** What to show a person when an answer is not `done`: what happened, then what they can do. */
export function explainAnswer(answer: Exclude<Answer<unknown>, { kind: 'done' }>): { sentence: string; next: string } {
  if (answer.kind === 'offline') {
    return { sentence: answer.sentence, next: 'What you entered is kept; try again in a moment.' };
  }
  return { sentence: answer.problem.detail, next: answer.problem.next };
}

/** The reason a field was not taken, by its dotted path; undefined when it is fine. */
export function faultOf(answer: Answer<unknown> | undefined, field: string): string | undefined {
  if (answer?.kind !== 'invalid') return undefined;
  return answer.fields.find((fault) => fault.field === field)?.reason;
}
