import type { Contractor } from '@dispatch/shared/board/reference';
import { expect, test } from 'vitest';
import type { Answer } from '../../lib/api.ts';
import { StockCount } from './stock-count.svelte.ts';

type Done = (answer: Answer<Contractor>) => void;
const done: Answer<Contractor> = { kind: 'done', value: {} as Contractor, status: 200 };

function counting(): { count: StockCount; sent: [string, number][]; answers: Done[]; refused: unknown[] } {
  const sent: [string, number][] = [];
  const answers: Done[] = [];
  const refused: unknown[] = [];
  const count = new StockCount({
    send: (part, pieces) => {
      sent.push([part, pieces]);
      return new Promise((resolve) => answers.push(resolve));
    },
    refused: (answer) => refused.push(answer),
  });
  return { count, sent, answers, refused };
}

test('taps show at once; while one count is on its way only the last of the others follows', async () => {
  const { count, sent, answers } = counting();
  const all = count.set('lamp', 4);
  void count.set('lamp', 3);
  void count.set('lamp', 2);
  expect([count.piecesOf('lamp', 5), sent]).toEqual([2, [['lamp', 4]]]);
  answers[0]?.(done);
  await Promise.resolve();
  await Promise.resolve();
  expect(sent).toEqual([
    ['lamp', 4],
    ['lamp', 2],
  ]);
  answers[1]?.(done);
  await all;
  expect(count.piecesOf('lamp', 2)).toBe(2);
});

test('what is refused shows again what the server has, and is told', async () => {
  const { count, answers, refused } = counting();
  const all = count.set('lamp', 4);
  answers[0]?.({ kind: 'offline', sentence: 'No network.' });
  await all;
  expect([count.piecesOf('lamp', 5), refused.length]).toEqual([5, 1]);
});
