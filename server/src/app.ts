/** One node of the board: HTTP, sockets, relay and background jobs over a composed house; ordered start and stop. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { randomBytes } from 'node:crypto';
import type { Category } from '@dispatch/shared/board/reference';
import compression from 'compression';
import express from 'express';
import helmet from 'helmet';
import type { Logger } from 'pino';
import { compose, type House } from './compose.ts';
import type { Config } from './config.ts';
import type { Hasher } from './features/accounts/index.ts';
import { mountPages } from './pages/mount-pages.ts';
import { pageServices } from './pages/page-services.ts';
import type { Database } from './platform/database/database.ts';
import { createRelay } from './platform/feed/relay.ts';
import { mountRoutes } from './platform/http/mount.ts';
import { startJobs, type Jobs } from './platform/jobs/jobs.ts';
import { dispatcherLag, feedLag, jobCounts } from './platform/metrics/lag.ts';
import { createMetrics } from './platform/metrics/metrics.ts';
import { joinAnswerer } from './platform/realtime/join.ts';
import { startRealtime, type Realtime } from './platform/realtime/realtime.ts';
import { redisClient } from './platform/redis.ts';

export interface AppOptions {
  config: Config;
  database: Database;
  databaseUrl: string;
  log: Logger;
  secret: string;
  clock?: () => number;
  hasher?: Hasher;
  /** False leaves the rendered pages out: for tests of the API. */
  pages?: boolean;
  /** False leaves background jobs to other nodes. */
  works?: boolean;
}

export interface App {
  house: House;
  /** Where it listens, for example http://127.0.0.1:3000. */
  url: string;
  /** From now on /readyz answers 200. */
  ready(): void;
  stop(): Promise<void>;
}

/** How often connections that stay open for days are checked against their sessions. */
const SESSION_CHECK_MS = 60_000;

/** Starts a node. The database has been migrated. */
export async function startApp(options: AppOptions): Promise<App> {
  const { config, database, log } = options;
  const late: { realtime: Realtime | null; committed: () => void; url: string } = {
    realtime: null,
    committed: () => undefined,
    url: '',
  };
  const redis = config.redisUrl === undefined ? null : redisClient(config.redisUrl, log);
  // A Redis that is away at the start is tried again by the client itself.
  void redis?.connect().catch(() => undefined);
  const house = compose({
    ...options,
    ...(redis && { redis }),
    live: {
      committed: () => {
        late.committed();
      },
      cut: (room) => late.realtime?.cut(room),
      url: () => late.url,
    },
  });
  const state = { ready: false };
  const metrics = createMetrics();
  const server = express();
  server.disable('x-powered-by').set('trust proxy', config.trustProxy).set('query parser', 'simple');
  server.use((request, response, next) => {
    metrics.measure(request, response, next);
  });
  server.get('/healthz', (_request, response) => void response.type('text').send('alive\n'));
  server.get('/readyz', (_request, response) => {
    response
      .status(state.ready ? 200 : 503)
      .type('text')
      .send(state.ready ? 'ready\n' : 'starting\n');
  });
  server.get('/metrics', async (request, response) => {
    // Figures are for the machine's own collector; behind a proxy `ip` is the visitor's.
    if (!/^(::1|(::ffff:)?127\.)/.test(request.ip ?? '')) response.status(404).end();
    else await metrics.handle(request, response);
  });
  // Level 1: a board of a city shrinks to an eighth in 2 ms (measured); higher levels cost more than they save.
  server.use(compression({ level: 1 }));
  const api = mountRoutes({
    routes: house.routes,
    identify: (request) => house.accounts.identify(request),
    corsOrigins: config.corsOrigins,
    log,
  });
  server.use(
    '/api/v1',
    helmet({ crossOriginResourcePolicy: { policy: config.corsOrigins.length > 0 ? 'cross-origin' : 'same-origin' } }),
    api,
  );

  const http = createServer(server);
  const realtime = startRealtime({
    http,
    doors: house.doors,
    identify: (handshake) => house.accounts.identifySocket(handshake),
    join: joinAnswerer(house.doors, house.reader),
    redisUrl: config.redisUrl ?? null,
    corsOrigins: config.corsOrigins,
    build: randomBytes(4).toString('hex'),
    log,
  });
  late.realtime = realtime;
  if (options.pages !== false) await addPages(server, options, house);

  let jobs: Jobs | null = null;
  const relay = createRelay({
    feed: house.feed,
    projections: house.projections,
    rooms: realtime,
    emit: (emission) => {
      realtime.emitLocal(emission);
    },
    fresh: (cursor) => {
      realtime.fresh(cursor);
    },
    anew: () => {
      realtime.reconnectAll();
    },
    log,
  });
  const wake = (): void => {
    relay.wake();
    jobs?.wake();
  };
  late.committed = () => {
    wake();
    realtime.wakeOthers();
  };
  realtime.onWake(wake);
  await relay.start();
  if (options.works !== false)
    jobs = await startJobs({
      url: options.databaseUrl,
      doors: house.jobDoors,
      feed: house.feed,
      log,
      watch: metrics.watchJob,
    });

  metrics.gauge('dispatch_sockets', 'Connected sockets of this node.', () => realtime.io.engine.clientsCount);
  metrics.gauge('dispatch_relay_lag_seconds', 'Age of the oldest event this node has not sent.', () =>
    feedLag(database.pool, relay.position()),
  );
  metrics.gauge('dispatch_dispatcher_lag_seconds', 'Age of the oldest event without its jobs.', () =>
    dispatcherLag(database.pool),
  );
  metrics.counters(
    'dispatch_travel_requests_total',
    'Requests to the road network by what came of them.',
    'result',
    () => house.travel.counts(),
  );
  metrics.gauges('dispatch_jobs', 'Background jobs by state.', 'state', () => jobCounts(database.pool));
  const sessionCheck = setInterval(() => {
    cutEndedSessions(realtime, house).catch((error: unknown) => {
      log.warn({ err: error }, 'sessions of open connections could not be checked');
    });
  }, SESSION_CHECK_MS);

  for (const feature of house.features) await feature.start?.();
  const url = await listen(http, config.host, config.port);
  late.url = url;
  return {
    house,
    url,
    ready() {
      state.ready = true;
    },
    async stop() {
      state.ready = false;
      clearInterval(sessionCheck);
      for (const feature of house.features.toReversed()) await feature.stop?.();
      await realtime.stop();
      http.closeAllConnections();
      await relay.stop();
      await jobs?.stop();
      redis?.destroy();
    },
  };
}

async function addPages(server: express.Express, { config, log }: AppOptions, house: House): Promise<void> {
  const pagesFor = pageServices({
    routes: house.routes,
    issues: house.issues,
    identify: (request) => house.accounts.identify(request),
    identifyLink: (token, request) => house.accounts.identifyLink(token, request),
    me: (who) => house.accounts.me(who),
    organisation: () => house.organisation.current(),
    categories: async () => JSON.parse(await house.categories.active()) as Category[],
    visitors: (who, issueId) => house.wishes.visitors(who, issueId),
    kept: () => house.arrivals.kept(),
    sessionsOf: (who) => house.accounts.sessionsOf(who),
    invitation: (token) => house.accounts.invitation(token),
    unexpected(error) {
      log.error({ err: error }, 'a page’s command failed');
    },
  });
  const tiles = config.tileUrl;
  await mountPages(server, pagesFor, tiles === undefined ? [] : [new URL(tiles.replace(/\{\w+\}/g, 'a')).origin]);
}

/** A connection may stay open for days: what was revoked on another way, or ran out, ends here. */
async function cutEndedSessions(realtime: Realtime, house: House): Promise<void> {
  await realtime.recheck((who) => who.kind === 'link');
  const ids = new Set<string>();
  for (const socket of realtime.io.of('/').sockets.values())
    if (socket.data.who.sessionId !== null) ids.add(socket.data.who.sessionId);
  if (ids.size === 0) return;
  for (const id of await house.accounts.endedAmong([...ids])) realtime.cut(`session:${id}`);
}

function listen(http: Server, host: string, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    http.once('error', reject);
    http.listen(port, host, () => {
      const { port: bound, family, address } = http.address() as AddressInfo;
      const shown =
        address === '0.0.0.0' || address === '::' ? 'localhost' : family === 'IPv6' ? `[${address}]` : address;
      resolve(`http://${shown}:${String(bound)}`);
    });
  });
}
