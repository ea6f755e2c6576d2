import { expect, test } from 'vitest';
import type { Bar } from './bars.ts';
import { RowCursor } from './cursor.svelte.ts';

const bar = (id: string, from: number): Bar => ({ id, from }) as Bar;
const ROWS: Record<string, readonly Bar[]> = {
  ana: [bar('a1', 100), bar('a2', 200), bar('a3', 300)],
  bo: [],
  cleo: [bar('c1', 120), bar('c2', 290)],
};

function walk(...keys: string[]): string[] {
  const told: string[] = [];
  const cursor = new RowCursor({
    rows: () => Object.keys(ROWS),
    barsOf: (row) => ROWS[row] ?? [],
    moved: (row, at) => told.push(`${row} ${String(at ?? '')}`.trim()),
    page: () => 2,
  });
  cursor.step(0);
  for (const key of keys) cursor.press({ key: key.replace('^', ''), ctrlKey: key.startsWith('^') });
  return [...told.slice(1), `at ${cursor.row} ${cursor.bar}`.trim()];
}

test('it goes from the head through the bars of a row and stops at its ends', () => {
  expect(walk('ArrowRight', 'End', 'ArrowRight', 'ArrowLeft', 'Home', 'ArrowLeft')).toEqual([
    'ana 100',
    'ana 300',
    'ana 300',
    'ana 200',
    'ana',
    'ana',
    'at ana',
  ]);
});

test('up and down keep to the time; a row without bars is passed by its head', () => {
  expect(walk('ArrowRight', 'ArrowRight', 'ArrowDown', 'ArrowDown').at(-1)).toBe('at cleo');
  expect(walk('End', 'PageDown').at(-1)).toBe('at cleo c2');
  expect(walk('ArrowRight', 'PageDown', 'PageUp').at(-1)).toBe('at ana a1');
  expect(walk('^End', '^Home', 'ArrowUp').at(-1)).toBe('at ana');
});
