import { expect, test } from 'vitest';
import { createLogger, maskPath } from './logger.ts';

function logged(write: (log: ReturnType<typeof createLogger>) => void): unknown[] {
  const lines: string[] = [];
  write(createLogger('info', { write: (line) => void lines.push(line) }));
  return lines.map((line) => JSON.parse(line) as unknown);
}

test('secrets are left out of records, at the top and inside', () => {
  const [record] = logged((log) => {
    log.info(
      { password: 'p', headers: { cookie: 'c', 'set-cookie': 's' }, req: { headers: { authorization: 'a' } } },
      'hi',
    );
  });
  const gone = '[left out]';
  expect(record).toMatchObject({
    level: 'info',
    msg: 'hi',
    password: gone,
    headers: { cookie: gone, 'set-cookie': gone },
    req: { headers: { authorization: gone } },
  });
});

test('links that let their holder in are masked, with their query', () => {
  expect(maskPath('/t/abc.def?x=1')).toBe('/t/…');
  expect(maskPath('/api/v1/t/abc/act?x=1')).toBe('/api/v1/t/…/act');
  expect(maskPath('/reset/secret#top')).toBe('/reset/…');
  expect(maskPath('/api/v1/issues/1?q=Miller')).toBe('/api/v1/issues/1');
  const [record] = logged((log) => {
    log.info({ path: '/t/abc' }, 'request');
  });
  expect(record).toMatchObject({ path: '/t/…' });
});
