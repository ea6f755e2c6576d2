import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseReference, referenceOf } from './reference.ts';

describe('short references', () => {
  test('the first 200,000 numbers give 200,000 different references', () => {
    const seen = new Set<string>();
    for (let number = 1; number <= 200_000; number += 1) seen.add(referenceOf(number));
    expect(seen.size).toBe(200_000);
  });

  test('grow from four characters to five after 29,791 issues', () => {
    expect(referenceOf(1)).toMatch(/^J-.{4}$/);
    expect(referenceOf(29_791)).toMatch(/^J-.{4}$/);
    expect(referenceOf(29_792)).toMatch(/^J-.{5}$/);
  });

  test('are read back however they are typed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2_000_000 }), (number) => {
        const reference = referenceOf(number);
        expect(parseReference(` ${reference.toLowerCase().replace('-', ' ')} `)).toBe(reference);
      }),
    );
  });

  test('one wrong character is always noticed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2_000_000 }), fc.nat(), fc.nat(29), (number, at, shift) => {
        const reference = referenceOf(number);
        const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXY';
        const index = 2 + (at % (reference.length - 2));
        const wrong = alphabet[(alphabet.indexOf(reference.charAt(index)) + 1 + shift) % 31]!;
        if (wrong === reference.charAt(index)) return;
        expect(parseReference(reference.slice(0, index) + wrong + reference.slice(index + 1))).toBeNull();
      }),
    );
  });

  test('a number below 1 is refused', () => {
    expect(() => referenceOf(0)).toThrow('expected an issue number from 1, got 0');
  });
});
