import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import express, { type NextFunction, type Request, type RequestHandler, type Response, Router } from 'express';
import type { Logger } from 'pino';
import { Refusal } from '../refusal.ts';
import { refuseForgery, type FromPage } from './origin.ts';
import type { Answer, Asker, Route } from './route.ts';
import { validate } from './validate.ts';

/** The form of an idempotency key: 128 bits. */
export const KEY = /^[0-9a-f]{32}$/;

export interface MountOptions {
  routes: readonly Route[];
  /** Finds out who asks; throws Refusal. */
  identify(request: Request): Promise<Asker>;
  /** Origins besides our own that may call the API from a browser. */
  corsOrigins: readonly string[];
  log: Logger;
}

/**
 * The API as an Express router. Every route passes the same steps: did it come from our pages, who asks, may they, is
 * the input right, do. The body is read only after the asker may send it.
 */
export function mountRoutes({ routes, identify, corsOrigins, log }: MountOptions): Router {
  const router = Router();
  const json = express.json({ limit: '256kb' });
  router.use(cors(corsOrigins));
  for (const route of routes) {
    const method = route.method.toLowerCase() as 'get' | 'post' | 'put' | 'patch' | 'delete';
    const parse = parserOf(route, json);
    router[method](route.path, async (request: Request, response: Response) => {
      refuseForgery(pageOf(request), corsOrigins);
      const who = await identify(request);
      if (!mayUse(route, who)) throw new Refusal(who.kind === 'anyone' ? 'not_signed_in' : 'not_allowed');
      if (route.streams !== true) await readBody(parse, request, response);
      // Nothing of another form may pass for an empty command.
      if (!takesBytes(route) && request.body === undefined && hasBody(request)) throw new Refusal('bad_json');
      const key = request.get('idempotency-key');
      if (key !== undefined && !KEY.test(key)) throw new Refusal('key_needed');
      const answer = await route.handle({
        who,
        params: request.params as Record<string, string>,
        body: route.body ? validate(route.body, request.body ?? {}) : (request.body as unknown),
        query: route.query ? validate(route.query, request.query) : request.query,
        key: key ?? null,
        app: appOf(request),
        raw: { request, response },
      });
      await send(response, answer);
    });
  }
  router.use(() => {
    throw new Refusal('not_found');
  });
  router.use(problemHandler(log));
  return router;
}

function parserOf({ rawBodyLimit, jsonLimit }: Route, json: RequestHandler): RequestHandler {
  if (rawBodyLimit !== undefined) return express.raw({ type: () => true, limit: rawBodyLimit });
  return jsonLimit === undefined ? json : express.json({ limit: jsonLimit });
}

/** Turns every failure into problem+json; only unexpected ones are logged, with their stack and without their input. */
export function problemHandler(log: Logger) {
  // Express knows an error handler by its four parameters.
  return (error: unknown, _request: Request, response: Response, _next: NextFunction): void => {
    const refusal = asRefusal(error);
    if (refusal.code === 'unexpected') log.error({ err: error }, 'request failed');
    const problem = refusal.toProblem();
    if (response.headersSent) {
      response.destroy();
      return;
    }
    if (problem.retryAfterSeconds !== undefined) response.set('Retry-After', String(problem.retryAfterSeconds));
    response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
  };
}

/** What any failure is to the one who asked. */
export function asRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  const type = error instanceof Error && 'type' in error ? error.type : undefined;
  if (type === 'entity.parse.failed') return new Refusal('bad_json');
  if (type === 'entity.too.large') return new Refusal('too_large');
  if (error instanceof URIError) return new Refusal('not_found');
  return new Refusal('unexpected');
}

async function send(response: Response, answer: Answer): Promise<void> {
  response.set('Cache-Control', 'no-store');
  if (answer.headers) response.set(answer.headers);
  response.status(answer.status ?? 200);
  if (answer.stream !== undefined) {
    response.type(answer.type ?? 'application/octet-stream');
    await pipeline(Readable.from(answer.stream), response).catch(unlessGone);
  } else if (answer.text !== undefined) {
    response.type(answer.type ?? 'application/json');
    response.send(typeof answer.text === 'string' ? answer.text : Buffer.from(answer.text));
  } else if (answer.body === undefined) response.status(answer.status ?? 204).end();
  else response.json(answer.body);
}

/** Who closes the page while a file is on its way has changed their mind; that is no failure of ours. */
function unlessGone(error: unknown): void {
  if (!(error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE')) throw error;
}

/** May this asker come through this door at all. */
export function mayUse(route: Route, who: Asker): boolean {
  // A wall display changes nothing, whatever else its kind may do.
  if (who.kiosk === true && route.method !== 'GET' && route.kiosk !== true) return false;
  return route.allow === 'anyone' || route.allow(who.ability, who);
}

function readBody(parse: RequestHandler, request: Request, response: Response): Promise<void> {
  return new Promise((resolve, reject) => {
    void parse(request, response, (error?: unknown) => {
      if (error === undefined) resolve();
      else reject(error instanceof Error ? error : new Refusal('bad_json'));
    });
  });
}

function takesBytes({ rawBodyLimit, streams }: Route): boolean {
  return rawBodyLimit !== undefined || streams === true;
}

function hasBody(request: Request): boolean {
  return request.get('transfer-encoding') !== undefined || Number(request.get('content-length') ?? 0) > 0;
}

function pageOf(request: Request): FromPage {
  return { method: request.method, host: request.host, secure: request.secure, header: (name) => request.get(name) };
}

function appOf(request: Request): string {
  const app = request.get('x-app') ?? 'api';
  return /^[a-z0-9-]{1,20}$/.test(app) ? app : 'api';
}

function cors(origins: readonly string[]) {
  return (request: Request, response: Response, next: NextFunction): void => {
    if (origins.length > 0) response.vary('Origin');
    const origin = request.get('origin');
    if (origin !== undefined && origins.includes(origin)) {
      response.set({
        'Access-Control-Allow-Origin': origin,
        'Access-Control-Allow-Credentials': 'true',
        'Access-Control-Expose-Headers': 'retry-after',
      });
      if (request.method === 'OPTIONS') {
        response.set({
          'Access-Control-Allow-Methods': 'GET,POST,PUT,PATCH,DELETE',
          'Access-Control-Allow-Headers': 'content-type,idempotency-key,authorization,x-requested-with,x-app',
          'Access-Control-Max-Age': '600',
        });
        response.status(204).end();
        return;
      }
    }
    next();
  };
}
