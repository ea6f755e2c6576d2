import { expect, test } from 'vitest';
import { ownPath, wayOn } from './way-on.ts';

test('after signing in each goes where it wanted, if that is for it, else where it works', () => {
  expect(wayOn('contractor', null)).toBe('/field/');
  expect(wayOn('operator', '/desk/map')).toBe('/desk/map');
  expect(wayOn('household', '/desk/')).toBe('/issues');
  expect(wayOn('operator', '/field/')).toBe('/desk/');
});

test('an address of another site is never followed', () => {
  for (const to of ['//evil.example', '/\\evil.example', 'https://evil.example', '/a\\b', '/\t/evil.example', '', null])
    expect(ownPath(to)).toBeNull();
  expect(ownPath('/issues/J-4F7K?x=1#y')).toBe('/issues/J-4F7K?x=1#y');
});
