import { describe, expect, test } from 'vitest';
import { freeColour, initialsOf, PERSON_COLOURS } from './initials.ts';

/** WCAG 2 relative luminance of #rrggbb. */
function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

describe('people at a glance', () => {
  test.each([
    ['Ada Lovelace', 'AL'],
    ['Jan van der Berg', 'JB'],
    ['  émile   zola ', 'ÉZ'],
    ['Cher', 'CH'],
    ['Ö', 'Ö'],
    ['Hydro & Co. (north)', 'HN'],
    ['***', '?'],
  ])('%s is %s', (name, initials) => {
    expect(initialsOf(name)).toBe(initials);
  });

  test('white letters are readable on every colour', () => {
    for (const colour of PERSON_COLOURS) expect(1.05 / (luminance(colour) + 0.05)).toBeGreaterThanOrEqual(4.5);
  });

  test('a new person gets the colour that is used least', () => {
    expect(freeColour([])).toBe(PERSON_COLOURS[0]);
    expect(freeColour([PERSON_COLOURS[0], PERSON_COLOURS[1].toUpperCase()])).toBe(PERSON_COLOURS[2]);
    expect(freeColour(PERSON_COLOURS.slice(1))).toBe(PERSON_COLOURS[0]);
  });
});
