import { expect, test } from 'vitest';
import { Agenda } from './agenda.ts';
import { readArguments } from './arguments.ts';
import { DayClock, timeFrom, timeOfDay } from './clock.ts';
import { HOUR, MINUTE } from './day.types.ts';
import { Tally } from './tally.ts';

const answered = (status: number, code: string | null = null, ms = 5) => ({
  method: 'POST',
  path: '/issues/x/accept',
  status,
  code,
  ms,
});

test('a refusal that a busy day brings is counted by its code; anything else that is not done is an error', () => {
  const tally = new Tally();
  tally.take(answered(200));
  tally.take(answered(409, 'conflict'));
  tally.take(answered(409, 'conflict'));
  tally.take(answered(429, 'too_many'));
  expect([...tally.refusals]).toEqual([
    ['conflict', 2],
    ['too_many', 1],
  ]);
  expect(tally.errors).toBe(0);
  tally.take(answered(500, 'unexpected'));
  tally.take(answered(400, 'invalid'));
  tally.take(answered(404, 'not_found'));
  tally.take(answered(0));
  expect(tally.errors).toBe(4);
  expect(tally.faults[0]).toBe('POST /issues/x/accept: 500 unexpected');
  expect(tally.commands).toBe(8);
});

test('the latest commands are counted since the last look, and the slowest are found', () => {
  let now = 0;
  const tally = new Tally(() => now);
  for (let ms = 1; ms <= 100; ms += 1) tally.take(answered(200, null, ms));
  now = 10_000;
  expect(tally.lately()).toEqual({ commandsPerSecond: 10, p50: 51, p99: 100 });
  expect(tally.lately().commandsPerSecond).toBe(0);
  expect(tally.quantile(0.99)).toBe(100);
});

test('simulated time runs so many times as fast from the time the day begins', () => {
  let real = 5_000;
  const clock = new DayClock(60, 6 * HOUR, () => real);
  real += 1_000;
  expect(clock.now()).toBe(6 * HOUR + MINUTE);
  expect(clock.until(6 * HOUR + 3 * MINUTE)).toBe(2_000);
  expect(clock.until(5 * HOUR)).toBe(0);
  expect(timeOfDay(clock.now())).toBe('06:01');
  expect([timeFrom('8'), timeFrom('08:30'), timeFrom('25:00'), timeFrom('8.30')]).toEqual([
    8 * HOUR,
    8.5 * HOUR,
    null,
    null,
  ]);
});

test('an agenda that ends brings to its end what is under way, and begins nothing new', async () => {
  const faults: unknown[] = [];
  const agenda = new Agenda((error) => faults.push(error));
  const done: string[] = [];
  let release: () => void = () => undefined;
  const begun = new Promise<void>((resolve) => {
    agenda.after(0, async () => {
      resolve();
      await new Promise<void>((go) => (release = go));
      done.push('under way');
    });
  });
  await begun;
  agenda.after(0, () => void done.push('too late'));
  const ended = agenda.end();
  agenda.after(0, () => void done.push('later still'));
  release();
  await ended;
  expect(done).toEqual(['under way']);
  expect(faults).toEqual([]);
});

test('what is asked for is read, and what cannot be is told in words', () => {
  expect(readArguments([])).toMatchObject({ speed: 60, day: '2011-08-28', contractors: 40, operators: 3 });
  expect(readArguments(['--from', '06:00', '--hours', '4'])).toMatchObject({ from: 6 * HOUR, until: 10 * HOUR });
  expect(readArguments(['--help'])).toBeNull();
  for (const [argv, fault] of [
    [['--speed', 'fast'], 'expected --speed from 1 to 3600, got fast'],
    [['--day', 'yesterday'], 'expected --day as in 2011-08-28, got yesterday'],
    [['--from', '20:00', '--until', '10:00'], 'expected a day that ends after it begins'],
    [['--contractors', '1.5'], 'expected a whole number for --contractors, got 1.5'],
    [['--until', '10:00', '--hours', '2'], 'not both'],
  ] as const)
    expect(() => readArguments(argv)).toThrow(fault);
});
