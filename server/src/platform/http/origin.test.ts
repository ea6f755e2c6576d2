import { describe, expect, test } from 'vitest';
import { Refusal } from '../refusal.ts';
import { isOwnOrigin, refuseForgery, type FromPage } from './origin.ts';

const CORS = ['https://city.example'];

function codeOf(method: string, headers: Record<string, string>, over: Partial<FromPage> = {}): string | null {
  try {
    refuseForgery({ method, host: 'board.example', secure: true, header: (name) => headers[name], ...over }, CORS);
    return null;
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}

describe('a change', () => {
  test('from our own page with our header is let through', () => {
    const headers = {
      origin: 'https://board.example',
      cookie: 'a=b',
      'x-requested-with': 'dispatch-board',
      'sec-fetch-site': 'same-origin',
    };
    expect(codeOf('POST', headers)).toBeNull();
  });

  test('from a program without cookie and origin is let through', () => {
    expect(codeOf('POST', {})).toBeNull();
  });

  test('with a cookie but without our header is refused', () => {
    expect(codeOf('DELETE', { cookie: 'a=b' })).toBe('csrf');
    expect(codeOf('PUT', { cookie: 'a=b', 'x-requested-with': 'XMLHttpRequest' })).toBe('csrf');
  });

  test.each([
    ['another host', 'https://evil.example'],
    ['a sibling host', 'https://x.board.example'],
    ['a sandboxed page', 'null'],
    ['our host without TLS', 'http://board.example'],
    ['our host on another port', 'https://board.example:8443'],
    ['nonsense', '::'],
  ])('from %s is refused, cookie or not', (_, origin) => {
    expect(codeOf('POST', { origin })).toBe('origin_refused');
    expect(codeOf('POST', { origin, cookie: 'a=b', 'x-requested-with': 'dispatch-board' })).toBe('origin_refused');
  });

  test('that the browser marks as foreign is refused even without an origin', () => {
    expect(codeOf('POST', { 'sec-fetch-site': 'cross-site' })).toBe('origin_refused');
    expect(codeOf('POST', { 'sec-fetch-site': 'same-site' })).toBe('origin_refused');
  });

  test('from an origin that the settings name is let through', () => {
    expect(codeOf('POST', { origin: 'https://city.example', 'sec-fetch-site': 'cross-site' })).toBeNull();
  });
});

test('reading is never refused here', () => {
  expect(codeOf('GET', { origin: 'https://evil.example', cookie: 'a=b' })).toBeNull();
});

test('without TLS a page of the same host and port is our own', () => {
  expect(isOwnOrigin('http://127.0.0.1:3000', { host: '127.0.0.1:3000', secure: false })).toBe(true);
  expect(isOwnOrigin('http://127.0.0.1:3001', { host: '127.0.0.1:3000', secure: false })).toBe(false);
});
