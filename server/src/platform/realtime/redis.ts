import { createAdapter } from '@socket.io/redis-adapter';
import type { Logger } from 'pino';
import { redisClient } from '../redis.ts';
import type { LiveServer } from './door.ts';

export interface Fanout {
  wakeOthers(): void;
  onWake(wake: () => void): void;
  close(): Promise<void>;
}

const WAKE = 'dispatch-board:wake';

/**
 * Connects Socket.IO's nodes through Redis. Redis only makes things faster: publishing drops while it is away (no queue
 * grows, no request waits), and the relay's own polling brings what was missed.
 */
export function connectRedis(url: string, io: LiveServer, log: Logger): Fanout {
  const publisher = redisClient(url, log);
  const subscriber = redisClient(url, log, { subscriber: true });
  const ready = Promise.allSettled([publisher.connect(), subscriber.connect()]);

  const publish = publisher.publish.bind(publisher);
  // The adapter does not wait for its publishing; a rejected one must not end the process.
  Object.assign(publisher, {
    publish: (channel: string, message: string | Buffer) =>
      publisher.isReady ? publish(channel, message).catch(() => 0) : Promise.resolve(0),
  });
  // Neither does it wait for its subscriptions: the client repeats them itself after each reconnect.
  for (const name of ['subscribe', 'pSubscribe', 'unsubscribe', 'pUnsubscribe'] as const) {
    const call = subscriber[name].bind(subscriber) as (...values: unknown[]) => Promise<unknown>;
    Object.assign(subscriber, { [name]: (...values: unknown[]) => call(...values).catch(() => undefined) });
  }
  io.adapter(createAdapter(publisher, subscriber, { requestsTimeout: 1000 }));

  let wake: () => void = () => undefined;
  // Our own event between nodes; Socket.IO's map of events is for clients.
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
      // Connecting to a Redis that never comes must not keep the process from ending.
      publisher.destroy();
      subscriber.destroy();
      await ready;
    },
  };
}
