import { expect, test } from 'vitest';
import { colourOf, initialsOf, inkOn } from './person.ts';

test('initials are first and last word', () => {
  expect(['Ana María Ruiz', 'Bo', ' bo  li ', 'Øyvind Åse', ''].map(initialsOf)).toEqual(['AR', 'BO', 'BL', 'ØÅ', '?']);
});

test('letters are readable on any colour', () => {
  expect(inkOn('#ffe08a')).toBe('#000');
  expect(inkOn('#1d5fb4')).toBe('#fff');
  expect(inkOn(colourOf('Bo'))).toBe('#fff');
});
