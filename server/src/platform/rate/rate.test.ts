import { pino } from 'pino';
import { expect, test } from 'vitest';
import { Refusal } from '../refusal.ts';
import { createRateLimits, subscriberOf } from './rate.ts';

const log = pino({ level: 'silent' });
const refused = async (work: Promise<void>): Promise<Refusal | null> =>
  work.then(
    () => null,
    (error: unknown) => (error instanceof Refusal ? error : Promise.reject(error as Error)),
  );

test('the try after the last allowed one is refused with the seconds to wait', async () => {
  const rates = createRateLimits({ limits: { door: { tries: 3, seconds: 60 } }, log });
  for (let count = 0; count < 3; count++) await rates.take('door', 'a');
  const refusal = await refused(rates.take('door', 'a'));
  expect(refusal?.code).toBe('too_many');
  expect(refusal?.details['seconds']).toBeGreaterThan(50);
  expect(refusal?.details['seconds']).toBeLessThanOrEqual(60);
});

test('keys and limits are counted apart', async () => {
  const rates = createRateLimits({ limits: { door: { tries: 1, seconds: 60 }, gate: { tries: 1, seconds: 60 } }, log });
  await rates.take('door', 'a');
  await rates.take('door', 'b');
  await rates.take('gate', 'a');
  expect((await refused(rates.take('door', 'a')))?.code).toBe('too_many');
});

test('a forgiven key begins anew', async () => {
  const rates = createRateLimits({ limits: { door: { tries: 1, seconds: 60 } }, log });
  await rates.take('door', 'a');
  await rates.forgive('door', 'a');
  expect(await refused(rates.take('door', 'a'))).toBeNull();
});

test('tries that arrive together are not let through together', async () => {
  const rates = createRateLimits({ limits: { door: { tries: 5, seconds: 60 } }, log });
  const answers = await Promise.all(Array.from({ length: 50 }, () => refused(rates.take('door', 'a'))));
  expect(answers.filter((answer) => answer === null)).toHaveLength(5);
});

test('a Redis that is not ready is replaced by counting in memory', async () => {
  const redis = { isReady: false };
  const rates = createRateLimits({ limits: { door: { tries: 2, seconds: 60 } }, redis, log });
  await rates.take('door', 'a');
  await rates.take('door', 'a');
  expect((await refused(rates.take('door', 'a')))?.code).toBe('too_many');
});

test('a Redis that never answers delays nobody beyond its patience', async () => {
  const redis = { isReady: true, eval: () => new Promise(() => undefined) };
  const rates = createRateLimits({ limits: { door: { tries: 1, seconds: 60 } }, redis, log });
  await rates.take('door', 'a');
  expect((await refused(rates.take('door', 'a')))?.code).toBe('too_many');
});

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2::9', '2001:db8:1:2::/64'],
  ['2001:0DB8:0001:0002::9', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
])('the subscriber of %s is %s', (address, subscriber) => {
  expect(subscriberOf(address)).toBe(subscriber);
});
