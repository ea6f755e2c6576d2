import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { csvLine } from './csv-line.ts';

test('what is written is read back as it was, line breaks and quotes included', () => {
  const values = ['plain', 'a, b', 'says "so"', 'two\nlines', 'ends\r\nin two', 'Überlingen 🚰', ''];
  expect(parse(csvLine(values))).toEqual([values]);
});

test('null is an empty field and a negative number stays a number', () => {
  expect(csvLine([null, -71.06, 0])).toBe(',-71.06,0\r\n');
});

test('a text that a spreadsheet would calculate is defused', () => {
  expect(csvLine(['=1+1', '@SUM(A1)', '+1', '-2', '\tx'])).toBe(`'=1+1,'@SUM(A1),'+1,'-2,'\tx\r\n`);
});
