import { expect, test } from 'vitest';
import { refuseWeak } from './weak-password.ts';

const hanna = { email: 'hanna.lind@example.org', name: 'Hanna Lind' };
const isWeak = (password: string): boolean => {
  try {
    refuseWeak(password, hanna);
    return false;
  } catch {
    return true;
  }
};

test.each(['1234567890', 'Password123', 'QWERTYUIOP', 'aaaaaaaaaaaa', 'abababababab', 'ｐａｓｓｗｏｒｄ１２３'])(
  '%s is among the first guesses',
  (password) => {
    expect(isWeak(password)).toBe(true);
  },
);

test.each(['hanna.lind@example.org', 'HannaLind1', 'lindhanna2026', 'hanna.lind1'])(
  '%s is made of the person’s name',
  (password) => {
    expect(isWeak(password)).toBe(true);
  },
);

test.each([
  'correct horse battery',
  'Hanna likes long walks',
  'J6aShka1tHh8',
  'лошадь батарея',
  '日本語の長い文章です',
])('%s is good enough', (password) => {
  expect(isWeak(password)).toBe(false);
});
