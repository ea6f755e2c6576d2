import { expect, test } from 'vitest';
import type { District } from '@dispatch/shared/board/reference';
import { withOutlines } from './outlines.ts';

const coast = Array.from({ length: 2000 }, (_, i) => {
  const angle = (i / 2000) * 2 * Math.PI;
  return [Math.cos(angle) * 0.01, Math.sin(angle) * 0.01];
});
const rows = (ring: number[][], name = 'The "Harbour"'): string =>
  JSON.stringify([
    { id: 'a', name, active: true, border: JSON.stringify({ type: 'Polygon', coordinates: [[...ring, ring[0]]] }) },
  ]);
const cornersOf = (text: string): number => (JSON.parse(text) as District[])[0]!.geometry.coordinates[0]!.length;

test('a district goes to screens with a tenth of the corners it has, and all else as it is', () => {
  const [district] = JSON.parse(withOutlines(rows(coast))) as District[];
  expect(district).toMatchObject({ id: 'a', name: 'The "Harbour"', active: true });
  expect(cornersOf(withOutlines(rows(coast)))).toBeLessThan(200);
});

test('a border that is drawn anew is outlined anew', () => {
  withOutlines(rows(coast));
  const square = [
    [0, 0],
    [1, 0],
    [1, 1],
    [0, 1],
  ];
  expect(cornersOf(withOutlines(rows(square)))).toBe(5);
});
