import { expect, test } from 'vitest';
import { z } from 'zod';
import { Refusal } from '../refusal.ts';
import { validate } from './validate.ts';

const schema = z.strictObject({
  name: z.string().max(3),
  tags: z.array(z.string()).optional(),
  more: z.record(z.string(), z.string()).optional(),
});

function faultsOf(value: unknown): [field: string, code: string][] {
  try {
    validate(schema, value);
    return [];
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return (error.fields ?? []).map(({ field, code }) => [field, code]);
  }
}

test('every wrong field is named, unknown ones by their own name', () => {
  expect(faultsOf({ name: 'long', tags: ['a', 1], extra: 1 })).toEqual([
    ['name', 'too_big'],
    ['tags.1', 'invalid_type'],
    ['extra', 'unknown_field'],
  ]);
});

test('a text the database cannot hold is refused wherever it stands', () => {
  expect(faultsOf({ name: 'a\0b' })).toEqual([['name', 'invalid_text']]);
  expect(faultsOf({ name: 'a', tags: ['ok', '\ud83d'] })).toEqual([['tags.1', 'invalid_text']]);
  expect(faultsOf({ name: 'a', more: { 'k\0': 'v' } })).toEqual([['more.k\0', 'invalid_text']]);
  expect(faultsOf({ name: '🙂' })).toEqual([]);
});

test('a body of brackets alone is refused', () => {
  expect(faultsOf(JSON.parse('['.repeat(50_000) + ']'.repeat(50_000)))).toHaveLength(1);
});
