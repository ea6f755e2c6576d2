import { describe, expect, test } from 'vitest';
import { CARD_FIELDS, PRIVATE_FIELDS, PUBLIC_FIELDS } from './views.ts';

describe('views of an issue', () => {
  test('the public view holds no private field', () => {
    const isPrivate = new Set<string>(PRIVATE_FIELDS);
    expect(PUBLIC_FIELDS.filter((field) => isPrivate.has(field))).toEqual([]);
  });

  test('name no field twice', () => {
    for (const fields of [CARD_FIELDS, PUBLIC_FIELDS, PRIVATE_FIELDS])
      expect(new Set<string>(fields).size).toBe(fields.length);
  });
});
