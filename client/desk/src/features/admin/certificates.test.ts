import { expect, test } from 'vitest';
import { daysOf, expiriesOf } from './certificates.ts';

const zone = 'Europe/Vienna';

test('a certificate counts until the end of its last day where the organisation is', () => {
  const expiries = expiriesOf({ gas: '2026-03-29', lifts: '' }, ['gas', 'lifts'], zone);
  expect(expiries).toEqual({ gas: Date.parse('2026-03-29T22:00Z') });
  expect(daysOf(expiries, zone)).toEqual({ gas: '2026-03-29' });
});

test('skills that someone no longer has take their certificates with them', () => {
  expect(expiriesOf({ gas: '2026-03-29' }, ['roof'], zone)).toEqual({});
});
