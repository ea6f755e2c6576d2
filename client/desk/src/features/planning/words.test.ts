import { expect, test } from 'vitest';
import { addedWords, brokenWords, costWords, movesWords, previewWords } from './words.ts';

const NOW = Date.UTC(2026, 5, 2, 8);
const at = NOW / 60_000;
const move = { job: 'j', from: null, to: { contractor: 'ana', start: at }, missed: false };
const preview = {
  job: 'new',
  contractor: 'ana',
  shift: 's',
  place: 0,
  arrival: at + 70,
  minutes: 30,
  added: 9.4,
  moves: [move, { ...move, missed: true }],
  breaks: [],
  late: 0,
};

test('the cost of a place is driving and arrival', () => {
  expect(costWords(preview, NOW)).toBe('+9 min · 09:10');
  expect(costWords({ added: -3.6, arrival: at + 1_440 }, NOW)).toBe('−4 min · tomorrow 08:00');
  expect(addedWords(-0.2)).toBe('+0 min');
});

test('who else moves, and what is broken', () => {
  expect(movesWords({ moves: [] })).toBe('');
  expect(movesWords({ moves: [move] })).toBe('moves 1 other');
  expect(previewWords(preview, NOW)).toBe('+9 min, arrives 09:10, moves 2 others, breaks 1 promise');
  expect(brokenWords({ ...preview, moves: [], breaks: [{ rule: 'window', minutes: 11.2 }], late: 4 })).toBe(
    '12 min after the window, 4 min after the promise',
  );
});
