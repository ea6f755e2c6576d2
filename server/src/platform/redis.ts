import type { Logger } from 'pino';
import { createClient } from 'redis';

/**
 * A Redis client that never makes a request wait: commands are refused while Redis is away and have a limit of 250 ms
 * otherwise. It reconnects by itself. `subscriber` keeps its subscriptions over a reconnect instead.
 */
export function redisClient(url: string, log: Logger, { subscriber = false } = {}) {
  const client = createClient({
    url,
    disableOfflineQueue: !subscriber,
    ...(!subscriber && { commandOptions: { timeout: 250 } }),
    socket: { reconnectStrategy: (retries: number) => Math.min(100 * 2 ** retries, 3000), connectTimeout: 2000 },
  });
  let away = false;
  client.on('error', (error: unknown) => {
    if (!away) log.warn({ err: error }, 'Redis is away; what needs it is slower until it is back');
    away = true;
  });
  client.on('ready', () => {
    if (away) log.info('Redis is back');
    away = false;
  });
  return client;
}
