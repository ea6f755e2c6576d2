import { expect, test } from 'vitest';
import { favourWords, strengthOf, type FavourNumbers } from './favour.ts';

const numbers = (more: Partial<FavourNumbers> = {}): FavourNumbers => ({
  fixed: 3,
  confirmed: 3,
  reopened: 0,
  rated: 3,
  rating: 5,
  visits: 3,
  punctual: 3,
  ...more,
});

test('who never fixed anything is not preferred', () => {
  expect(strengthOf(numbers({ fixed: 0, confirmed: 0, rated: 0, rating: null, visits: 0, punctual: 0 }))).toBe(0);
});

test('a perfect visit counts a third, five of them five sevenths: one visit does not decide', () => {
  const perfect = (n: number) =>
    strengthOf(numbers({ fixed: n, confirmed: n, rated: n, rating: 5, visits: n, punctual: n }));
  expect(perfect(1)).toBeCloseTo(1 / 3);
  expect(perfect(5)).toBeCloseTo(5 / 7);
  // three good ones with one that was only confirmed stand before a single perfect one
  expect(strengthOf(numbers({ rating: 4, punctual: 2 }))).toBeGreaterThan(perfect(1));
});

test('each of confirmed, rating and punctuality raises it, and what came back lowers it to nothing', () => {
  const base = strengthOf(numbers());
  expect(strengthOf(numbers({ confirmed: 2 }))).toBeLessThan(base);
  expect(strengthOf(numbers({ rating: 3 }))).toBeLessThan(base);
  expect(strengthOf(numbers({ punctual: 1 }))).toBeLessThan(base);
  expect(strengthOf(numbers({ confirmed: 2, reopened: 1 }))).toBeLessThan(strengthOf(numbers({ confirmed: 2 })));
  expect(strengthOf(numbers({ confirmed: 0, reopened: 3, rating: 1 }))).toBe(0);
});

test('what is not known counts half', () => {
  const unrated = strengthOf(numbers({ rated: 0, rating: null }));
  expect(unrated).toBeCloseTo(strengthOf(numbers({ rating: 3 })));
  expect(strengthOf(numbers({ visits: 0, punctual: 0 }))).toBeCloseTo(strengthOf(numbers({ visits: 4, punctual: 2 })));
});

test('stays between 0 and 1 whatever the numbers', () => {
  for (const fixed of [1, 2, 10, 1_000])
    for (const rating of [null, 1, 3, 5])
      for (const reopened of [0, fixed]) {
        const strength = strengthOf(numbers({ fixed, confirmed: fixed - reopened, reopened, rating }));
        expect(strength).toBeGreaterThanOrEqual(0);
        expect(strength).toBeLessThan(1);
      }
});

test('the numbers are told in words, leaving out what is not known', () => {
  expect(favourWords(numbers({ rating: 14 / 3 }))).toBe('fixed 3 here, 3 confirmed, rated 4.7, on time 3 of 3');
  expect(favourWords(numbers({ confirmed: 2, reopened: 1, rated: 0, rating: null, visits: 0, punctual: 0 }))).toBe(
    'fixed 3 here, 2 confirmed, 1 came back',
  );
});
