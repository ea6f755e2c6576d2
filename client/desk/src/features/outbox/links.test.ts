import { expect, test } from 'vitest';
import { partsOf } from './links.ts';

test('addresses become links, the full stop behind them does not', () => {
  expect(partsOf('Open http://127.0.0.1:3000/invitation/abc_-1. Thanks')).toEqual([
    { text: 'Open ' },
    { text: 'http://127.0.0.1:3000/invitation/abc_-1', href: 'http://127.0.0.1:3000/invitation/abc_-1' },
    { text: '. Thanks' },
  ]);
  expect(partsOf('<b>none</b> javascript:alert(1)')).toEqual([{ text: '<b>none</b> javascript:alert(1)' }]);
});
