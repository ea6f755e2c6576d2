/** A node with sockets and relay on a test database, where the handshake says who it is. */
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createBoard, createRoomReader } from '../features/board/index.ts';
import { createIssues, type Issues } from '../features/issues/index.ts';
import { createPresence } from '../features/presence/index.ts';
import { createRelay, type Relay } from '../platform/feed/relay.ts';
import type { Asker } from '../platform/http/route.ts';
import { joinAnswerer } from '../platform/realtime/join.ts';
import { startRealtime, type Realtime } from '../platform/realtime/realtime.ts';
import { silent, type TestIssues } from './factories.ts';

export interface TestNode {
  url: string;
  issues: Issues;
  realtime: Realtime;
  relay: Relay;
  http: HttpServer;
  /** Everyone who may connect, by the name given in the handshake's `auth.as`. */
  people: Map<string, Asker>;
  stop(): Promise<void>;
}

/** Starts a node; several on one database are a cluster, with Redis where a URL is given. */
export async function testNode(
  t: TestIssues,
  { redisUrl = null, pollMs = 1000 }: { redisUrl?: string | null; pollMs?: number } = {},
): Promise<TestNode> {
  const http = createServer();
  const people = new Map<string, Asker>();
  const late: { relay: Relay | null; realtime: Realtime | null } = { relay: null, realtime: null };
  const { feed } = t.deps;
  const issues = createIssues({
    ...t.deps,
    committed() {
      late.relay?.wake();
      late.realtime?.wakeOthers();
    },
    cut: (room) => late.realtime?.cut(room),
  });
  const board = createBoard({ pool: t.database.pool, contractorsText: () => Promise.resolve('[]') });
  const features = [issues, board, createPresence()];
  const doors = features.flatMap((feature) => feature.sockets ?? []);
  const projections = issues.projections ?? [];
  const reader = createRoomReader({
    pool: t.database.pool,
    feed,
    issues: issues.service,
    projections: () => projections,
    contractors: () => Promise.resolve([]),
  });
  const realtime = startRealtime({
    http,
    doors,
    redisUrl,
    corsOrigins: [],
    build: 'test',
    log: silent,
    join: joinAnswerer(doors, reader),
    identify: (handshake) => Promise.resolve(people.get(String(handshake.auth['as'])) ?? ({ kind: 'anyone' } as Asker)),
  });
  const relay = createRelay({
    feed,
    projections,
    rooms: realtime,
    log: silent,
    pollMs,
    emit: (emission) => {
      realtime.emitLocal(emission);
    },
    fresh: (cursor) => {
      realtime.fresh(cursor);
    },
    anew: () => {
      realtime.reconnectAll();
    },
  });
  realtime.onWake(() => {
    relay.wake();
  });
  Object.assign(late, { relay, realtime });
  await relay.start();
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${String((http.address() as AddressInfo).port)}`,
    issues: issues.service,
    realtime,
    relay,
    http,
    people,
    async stop() {
      await relay.stop();
      await realtime.stop();
    },
  };
}
