import { expect, test } from 'vitest';
import { countOf, timesOf } from './count.ts';

test('one has no plural, none and many have', () => {
  expect([0, 1, 2].map((count) => countOf(count, 'issue'))).toEqual(['0 issues', '1 issue', '2 issues']);
  expect(countOf(2, 'person', 'people')).toBe('2 people');
});

test('once and twice have words of their own', () => {
  expect([1, 2, 3].map(timesOf)).toEqual(['once', 'twice', '3 times']);
});
