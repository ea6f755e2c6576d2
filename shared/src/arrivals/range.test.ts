import { describe, expect, test } from 'vitest';
import { zoneOf } from '../promises/zone.ts';
import { arrivalHistory, ENOUGH, keptWords, rangeFor, type PastArrival } from './range.ts';

const zone = zoneOf('Europe/Berlin');
const MINUTE = 60_000;
/** Monday 1 June 2026, 10:00 in Berlin. */
const TEN = Date.UTC(2026, 5, 1, 8);
const HOUR = 3_600_000;
const coming = (more: object = {}) => ({ categoryId: 'water', contractorId: 'ana', start: TEN, ...more });
const past = (offset: number, more: Partial<PastArrival> = {}): PastArrival => {
  const plannedAt = more.plannedAt ?? TEN - 24 * HOUR;
  return { categoryId: 'water', contractorId: 'ana', ...more, plannedAt, at: plannedAt + offset * MINUTE };
};
const many = (offset: (n: number) => number, more: Partial<PastArrival> = {}, count = ENOUGH): PastArrival[] =>
  Array.from({ length: count }, (_, n) => past(offset(n), more));
/** Minutes around the planned start. */
const minutes = (rows: PastArrival[], more: object = {}) => {
  const asked = coming(more);
  const { from, to, of } = rangeFor(arrivalHistory(rows, zone), asked, zone);
  return [(from - asked.start) / MINUTE, (to - asked.start) / MINUTE, of];
};

/** mulberry32 */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

describe('a range', () => {
  test('is the usual one while little is known, from whole five minutes to whole five minutes', () => {
    expect(minutes([])).toEqual([-10, 30, 0]);
    expect(minutes(many(() => 100, {}, ENOUGH - 1))).toEqual([-10, 30, 0]);
    const { from, to } = rangeFor(new Map(), coming({ start: TEN + 7 * MINUTE }), zone);
    expect([from - TEN, to - TEN]).toEqual([-5 * MINUTE, 40 * MINUTE]);
  });

  test('leaves out the earliest and the latest tenth', () => {
    // 1 to 20: the second and the second last
    expect(minutes(many((n) => n + 1))).toEqual([0, 20, 20]);
    expect(minutes([...many((n) => n + 1, {}, 98), past(900), past(-900)])).toEqual([5, 90, 100]);
  });

  test('is never empty: everybody on the minute gives five minutes', () => {
    expect(minutes(many(() => 0))).toEqual([0, 5, ENOUGH]);
  });

  test('follows the finest group of which enough is known', () => {
    const everyone = many(() => 60, { categoryId: 'roof', contractorId: 'cy', plannedAt: TEN + 3 * HOUR });
    const hour = many(() => 50, { categoryId: 'roof', contractorId: 'cy' });
    const category = many(() => 40, { contractorId: 'cy', plannedAt: TEN + 5 * HOUR });
    const categoryHour = many(() => 30, { contractorId: 'bo' });
    const contractor = many(() => 20, { plannedAt: TEN + 5 * HOUR });
    const finest = many(() => 10);
    expect(minutes(everyone)).toEqual([60, 65, 20]);
    expect(minutes([...hour])).toEqual([50, 55, 20]);
    expect(minutes(category)[2]).toBe(20);
    expect(minutes(categoryHour)[0]).toBe(30);
    expect(minutes([...categoryHour, ...contractor])[0]).toBe(20);
    expect(minutes([...categoryHour, ...contractor, ...finest])).toEqual([10, 15, 20]);
  });

  test('takes the hour from the organisation’s clock, also when summer time ends', () => {
    const winter = Date.UTC(2026, 10, 2, 9);
    const rows = [...many(() => 10), ...many(() => 40, { plannedAt: TEN + HOUR })];
    // of ana's water at all hours there are forty; at ten o'clock by the wall clock, twenty
    expect(minutes(rows, { start: winter })).toEqual([10, 15, 20]);
  });
});

test('of arrivals to come, at least eight of ten lie inside: learned from a synthetic year, asked of another', () => {
  const next = random(7);
  const crews = ['ana', 'bo', 'cy', 'di'];
  /** Later in the day later, by crew, skewed, and one in thirty far off. */
  const draw = (n: number): PastArrival => {
    const contractorId = crews[n % crews.length] ?? 'ana';
    const categoryId = n % 3 === 0 ? 'water' : 'heat';
    const hour = 8 + Math.floor(next() * 9);
    const skewed = -Math.log(1 - next()) * (6 + hour);
    const offset = crews.indexOf(contractorId) * 4 - 8 + skewed + (next() < 1 / 30 ? 120 : 0);
    const plannedAt = TEN - 2 * HOUR + (hour - 8) * HOUR + n * 24 * HOUR;
    return { categoryId, contractorId, plannedAt, at: plannedAt + offset * MINUTE };
  };
  const learned = Array.from({ length: 3_000 }, (_, n) => draw(n));
  const asked = Array.from({ length: 6_000 }, (_, n) => draw(n + 3_000));
  const history = arrivalHistory(learned, zone);
  let inside = 0;
  let width = 0;
  for (const { at, plannedAt, ...who } of asked) {
    const { from, to } = rangeFor(history, { ...who, start: plannedAt }, zone);
    if (from <= at && at <= to) inside += 1;
    width += (to - from) / MINUTE;
  }
  const share = inside / asked.length;
  expect(share).toBeGreaterThanOrEqual(0.8);
  // rounding outward adds some; still not half the day is told
  expect(share).toBeLessThan(0.94);
  expect(width / asked.length).toBeLessThan(75);
});

test('how often it was kept is told from twenty on', () => {
  expect(keptWords({ kept: 19, of: 19 })).toBeNull();
  expect(keptWords({ kept: 17, of: 20 })).toBe('9 of 10 such promises were kept.');
});
