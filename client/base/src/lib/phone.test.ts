import { expect, test } from 'vitest';
import { telHref } from './phone.ts';

test('what people write as a phone number can be dialled', () => {
  expect(telHref('+1 (617) 555-0142')).toBe('tel:+16175550142');
  expect(telHref('0171 / 555 01 42')).toBe('tel:01715550142');
  expect(telHref('617-555-0142 ext. 7')).toBe('tel:6175550142,7');
});
