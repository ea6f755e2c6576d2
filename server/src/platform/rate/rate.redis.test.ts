import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { silent } from '../../testing/factories.ts';
import { redisClient } from '../redis.ts';
import { Refusal } from '../refusal.ts';
import { createRateLimits } from './rate.ts';

const limits = { door: { tries: 3, seconds: 600 } };
const connect = () => redisClient(inject('redisUrl'), silent);
const [one, two] = [connect(), connect()];
beforeAll(() => Promise.all([one.connect(), two.connect()]));
afterAll(() => {
  for (const client of [one, two]) if (client.isOpen) client.destroy();
});

const refused = (work: Promise<void>): Promise<boolean> =>
  work.then(
    () => false,
    (error: unknown) => error instanceof Refusal && error.code === 'too_many',
  );

test('two nodes count together, and forgive together', async () => {
  const [first, second] = [one, two].map((redis) => createRateLimits({ limits, redis, log: silent }));
  await first?.take('door', 'olga@example.org');
  await second?.take('door', 'olga@example.org');
  await first?.take('door', 'olga@example.org');
  expect(await refused(second?.take('door', 'olga@example.org') ?? Promise.resolve())).toBe(true);
  await first?.forgive('door', 'olga@example.org');
  expect(await refused(second?.take('door', 'olga@example.org') ?? Promise.resolve())).toBe(false);
  await second?.giveBack('door', 'olga@example.org');
});

test('Redis learns no names, and forgets the counts by itself', async () => {
  const rates = createRateLimits({ limits, redis: one, log: silent });
  await rates.take('door', 'hanna@example.org');
  const keys = await one.keys('*');
  expect(keys.join()).not.toContain('hanna');
  for (const key of keys) expect(await one.ttl(key)).toBeGreaterThan(0);
});

test('with Redis gone each node counts for itself', async () => {
  const rates = createRateLimits({ limits, redis: two, log: silent });
  await rates.take('door', 'carla@example.org');
  two.destroy();
  for (let count = 0; count < 3; count++) await rates.take('door', 'carla@example.org');
  expect(await refused(rates.take('door', 'carla@example.org'))).toBe(true);
});
