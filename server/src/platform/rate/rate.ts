import { createHash } from 'node:crypto';
import type { Logger } from 'pino';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes, RLWrapperTimeouts } from 'rate-limiter-flexible';
import { Refusal } from '../refusal.ts';

/** So many tries within so many seconds; the window begins with the first try. */
export interface Limit {
  tries: number;
  seconds: number;
}

/** Counts tries by name of the limit and by who tries. */
export interface RateLimits<Name extends string> {
  /**
   * Counts one try.
   *
   * @param key who tries: an account name or a network address; stored only as a hash.
   * @throws Refusal `too_many` with the seconds until the next try is possible.
   */
  take(name: Name, key: string): Promise<void>;
  /** Gives one try back, after it turned out to be in order. */
  giveBack(name: Name, key: string): Promise<void>;
  /** Forgets the tries of a key, after it has proved itself. */
  forgive(name: Name, key: string): Promise<void>;
}

export interface RateOptions<Name extends string> {
  limits: Readonly<Record<Name, Limit>>;
  /** A connected client of the `redis` package: all nodes then count together. */
  redis?: unknown;
  log: Logger;
}

/** As long as a request waits for Redis; then it is counted in memory. Milliseconds. */
const REDIS_PATIENCE = 250;

/**
 * Limits kept in memory, or in Redis when a client is given; while Redis does not answer each node counts for itself,
 * so that a limit may be reached later but never falls away.
 */
export function createRateLimits<Name extends string>({ limits, redis, log }: RateOptions<Name>): RateLimits<Name> {
  const names = Object.keys(limits) as Name[];
  const limiters = new Map(names.map((name) => [name, limiterOf(name, limits[name], redis)]));
  function limiterFor(name: Name) {
    const limiter = limiters.get(name);
    if (!limiter) throw new Error(`expected a limit among ${names.join(', ')}, got ${name}`);
    return limiter;
  }

  return {
    async take(name, key) {
      try {
        await limiterFor(name).consume(hashed(key));
      } catch (error) {
        if (!(error instanceof RateLimiterRes)) throw error;
        const seconds = Math.max(1, Math.ceil(error.msBeforeNext / 1000));
        log.warn({ limit: name, seconds }, 'too many tries');
        throw new Refusal('too_many', { details: { seconds } });
      }
    },
    async giveBack(name, key) {
      await limiterFor(name).reward(hashed(key), 1);
    },
    async forgive(name, key) {
      await limiterFor(name).delete(hashed(key));
    },
  };
}

function limiterOf(name: string, { tries, seconds }: Limit, redis: unknown) {
  const options = { keyPrefix: `rate:${name}`, points: tries, duration: seconds };
  const memory = new RateLimiterMemory(options);
  if (redis === undefined) return memory;
  const shared = new RateLimiterRedis({
    ...options,
    storeClient: redis,
    useRedisPackage: true,
    rejectIfRedisNotReady: true,
  });
  return new RLWrapperTimeouts({ limiter: shared, timeoutMs: REDIS_PATIENCE, insuranceLimiter: memory });
}

/** Names and addresses of people do not belong into Redis. */
function hashed(key: string): string {
  return createHash('sha256').update(key).digest('base64url').slice(0, 22);
}

/**
 * The part of a network address that one subscriber holds: IPv4 as it is, IPv6 by its first 64 bits (RFC 4291 §2.5.1),
 * as everyone has 2^64 addresses of the rest to try from.
 */
export function subscriberOf(address: string): string {
  const mapped = /^(?:::ffff:)?(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  if (mapped?.[1] !== undefined) return mapped[1];
  if (!address.includes(':')) return address;
  const [head = '', tail] = address.split('%')[0]?.toLowerCase().split('::') ?? [];
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const gap = tail === undefined ? [] : Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0');
  const groups = [...left, ...gap, ...right].slice(0, 4).map((group) => parseInt(group, 16).toString(16));
  return `${groups.join(':')}::/64`;
}
