import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { PageServices } from '@dispatch/shared/protocol/pages';
import type { Express, NextFunction, Request, Response } from 'express';

type Handler = (request: Request, response: Response, next: NextFunction) => void;

/** The three apps and the path each is served below; home takes everything that is left. */
const APPS = [
  { app: 'desk', base: '/desk' },
  { app: 'field', base: '/field' },
  { app: 'home', base: '' },
] as const;

/** Tells the pages how the visitor reached us; overwritten here, so that a visitor's own is not believed. */
const PROTOCOL = 'x-forwarded-proto';

const client = (app: string): string =>
  fileURLToPath(new URL(`../../../client/${app}/build/handler.js`, import.meta.url));

/** True when all three apps have been built. */
export function pagesAreBuilt(): boolean {
  return APPS.every(({ app }) => existsSync(client(app)));
}

/**
 * Mounts the built apps. Each request carries `pages` (what a rendered page may ask) and `imageSources` (origins of a
 * configured tile server, for the content security policy).
 */
export async function mountPages(
  express: Express,
  pagesFor: (request: Request, response: Response) => PageServices,
  imageSources: readonly string[],
): Promise<void> {
  // The adapter reads these when it is imported. Without them it takes every request for https.
  process.env['PROTOCOL_HEADER'] = PROTOCOL;
  const handlers = await Promise.all(
    APPS.map(async ({ app, base }) => ({
      base,
      handler: ((await import(client(app))) as { handler: Handler }).handler,
    })),
  );
  express.use((request: Request, response: Response, next: NextFunction) => {
    request.headers[PROTOCOL] = request.protocol;
    Object.assign(request, { pages: pagesFor(request, response), imageSources });
    const { path } = request;
    const app = handlers.find(({ base }) => path === base || path.startsWith(`${base}/`));
    if (app) app.handler(request, response, next);
    else next();
  });
}
