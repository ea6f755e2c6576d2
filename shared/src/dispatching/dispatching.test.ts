import { expect, test } from 'vitest';
import { modeFor, ruleFor, type DispatchRule } from './dispatching.ts';

const rule = (districtId: string | null, categoryId: string | null, mode: DispatchRule['mode']): DispatchRule => ({
  districtId,
  categoryId,
  mode,
  tries: 3,
});
const rules = [
  rule(null, null, 'off'),
  rule('north', null, 'suggest'),
  rule(null, 'water', 'on'),
  rule('north', 'water', 'off'),
];
const mode = (districtId: string | null, categoryId: string) => modeFor({ rules }, { districtId, categoryId });

test('the rule that says most of an issue holds', () => {
  expect(mode('north', 'water')).toBe('off');
  expect(mode('south', 'water')).toBe('on');
  expect(mode('north', 'heat')).toBe('suggest');
  expect(mode(null, 'heat')).toBe('off');
});

test('without any rule nothing is done by itself', () => {
  expect(modeFor({ rules: [] }, { districtId: 'north', categoryId: 'water' })).toBe('off');
  expect(ruleFor({ rules: [rule('south', null, 'on')] }, { districtId: null, categoryId: 'water' })).toBeNull();
});
