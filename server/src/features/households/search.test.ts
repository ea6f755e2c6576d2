import { describe, expect, test } from 'vitest';
import { readSearch } from './search.ts';

const none = { words: [], short: [], digits: null, lastDigits: null };

describe('a search for a household', () => {
  test.each([
    ['0171 5550123', { ...none, digits: '1715550123', lastDigits: '5550123' }],
    ['+49 (171) 555-0123', { ...none, digits: '491715550123', lastDigits: '5550123' }],
    ['555', { ...none, digits: '555' }],
    ['12', { ...none, words: ['12'] }],
    ['120 Lime Street', { ...none, words: ['lime', 'street'], short: ['120'] }],
    ['12 Lime Street', { ...none, words: ['lime', 'street'], short: ['12'] }],
    ["O'Brien", { ...none, words: ['brien'], short: ['o'] }],
    ['Łódzka 5a', { ...none, words: ['łódzka'], short: ['5a'] }],
    ['Li', { ...none, words: ['li'] }],
    ['%_\\', none],
  ])('%s', (text, search) => {
    expect(readSearch(text)).toEqual(search);
  });
});
