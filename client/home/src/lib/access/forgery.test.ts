import { expect, test } from 'vitest';
import { isForged } from './forgery.ts';

const post = (headers: Record<string, string>): Request => {
  const request = new Request('https://town.example/sign-in', { method: 'POST' });
  // `Origin` and `Sec-Fetch-*` are set by browsers; this Request stands for one that arrived.
  return { method: request.method, headers: new Headers(headers) } as Request;
};
const host = 'town.example';

test('a form of our own page is taken, over http as over https', () => {
  expect(isForged(post({ origin: 'https://town.example' }), host, false)).toBe(false);
  expect(isForged(post({ origin: 'http://town.example', 'sec-fetch-site': 'same-origin' }), host, false)).toBe(false);
});

test('a form of a foreign page is refused, also from a sister domain', () => {
  expect(isForged(post({ origin: 'https://evil.example' }), host, true)).toBe(true);
  expect(isForged(post({ origin: 'https://a.town.example', 'sec-fetch-site': 'same-site' }), host, true)).toBe(true);
});

test('a page without referrer says null: taken where the address is the right to act, refused where a cookie is', () => {
  expect(isForged(post({ origin: 'null' }), host, true)).toBe(false);
  expect(isForged(post({ origin: 'null' }), host, false)).toBe(true);
  expect(isForged(post({ origin: 'null', 'sec-fetch-site': 'same-origin' }), host, false)).toBe(false);
});

test('reading is never refused', () => {
  expect(isForged(new Request('https://town.example/'), host, false)).toBe(false);
});
