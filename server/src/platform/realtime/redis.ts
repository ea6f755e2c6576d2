import { createAdapter } from '@socket.io/redis-adapter';
import type { Logger } from 'pino';
import { createClient } from 'redis';
import type { LiveServer } from './door.ts';

export interface Fanout {
  wakeOthers(): void;
  onWake(wake: () => void): void;
  close(): Promise<void>;
}

const WAKE = 'dispatch-board:wake';

/**
 * Connects Socket.IO's nodes through Redis. Redis only makes things faster: publishing drops while it is away (no queue
 * grows, no request waits), every command has a limit of 250 ms, and the relay's own polling brings what was missed.
 */
export function connectRedis(url: string, io: LiveServer, log: Logger): Fanout {
  const options = {
    url,
    disableOfflineQueue: true,
    commandOptions: { timeout: 250 },
    socket: { reconnectStrategy: (retries: number) => Math.min(100 * 2 ** retries, 3000), connectTimeout: 2000 },
  };
  const publisher = createClient(options);
  // The subscriber must keep its subscriptions over a reconnect; it sends nothing that a request waits for.
  const subscriber = createClient({ ...options, disableOfflineQueue: false, commandOptions: {} });
  let away = false;
  for (const client of [publisher, subscriber])
    client.on('error', (error: unknown) => {
      if (!away) log.warn({ err: error }, 'Redis is away; live updates between nodes are slower until it is back');
      away = true;
    });
  publisher.on('ready', () => {
    if (away) log.info('Redis is back');
    away = false;
  });
  const ready = Promise.allSettled([publisher.connect(), subscriber.connect()]);

  const publish = publisher.publish.bind(publisher);
  // The adapter does not wait for its publishing; a rejected one must not end the process.
  Object.assign(publisher, {
    publish: (channel: string, message: string | Buffer) =>
      publisher.isReady ? publish(channel, message).catch(() => 0) : Promise.resolve(0),
  });
  io.adapter(createAdapter(publisher, subscriber, { requestsTimeout: 1000 }));

  let wake: () => void = () => undefined;
  // `wake` travels through the adapter's own channel, as serverSideEmit does.
  const inner = io as unknown as { on(event: string, listener: () => void): void; serverSideEmit(event: string): void };
  inner.on(WAKE, () => {
    wake();
  });
  return {
    wakeOthers() {
      if (publisher.isReady) inner.serverSideEmit(WAKE);
    },
    onWake(handler) {
      wake = handler;
    },
    async close() {
      await ready;
      publisher.destroy();
      subscriber.destroy();
    },
  };
}
