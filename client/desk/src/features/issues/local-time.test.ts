import { expect, test } from 'vitest';
import { instantOf, localOf } from './local-time.ts';

test('a local time goes there and back, winter and summer', () => {
  for (const local of ['2026-01-15T14:10', '2026-07-15T00:05', '2026-10-25T12:00'])
    expect(localOf(instantOf(local, 'Europe/Berlin') ?? 0, 'Europe/Berlin')).toBe(local);
  expect(instantOf('2026-01-15T14:10', 'Europe/Berlin')).toBe(Date.UTC(2026, 0, 15, 13, 10));
  expect(instantOf('2026-07-15T14:10', 'America/New_York')).toBe(Date.UTC(2026, 6, 15, 18, 10));
});

test('the hours around a change of the clock are the right ones', () => {
  expect(instantOf('2026-03-29T01:59', 'Europe/Berlin')).toBe(Date.UTC(2026, 2, 29, 0, 59));
  expect(instantOf('2026-03-29T03:01', 'Europe/Berlin')).toBe(Date.UTC(2026, 2, 29, 1, 1));
});

test('what is no time is null', () => {
  expect(instantOf('', 'UTC')).toBeNull();
});
