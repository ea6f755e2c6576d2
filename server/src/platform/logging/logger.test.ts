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
  expect(maskPath('/api/v1/password-resets/secret')).toBe('/api/v1/password-resets/…');
  expect(maskPath('/api/v1/invitations')).toBe('/api/v1/invitations');
  expect(maskPath('/api/v1/issues/1?q=Miller')).toBe('/api/v1/issues/1');
  const [record] = logged((log) => {
    log.info({ path: '/t/abc' }, 'request');
  });
  expect(record).toMatchObject({ path: '/t/…' });
});

test('a failed statement is logged without the row it was about', () => {
  const failure = Object.assign(new Error('insert into users – violates not-null constraint'), {
    code: '23502',
    constraint: 'users_name_check',
    detail: 'Failing row contains (1, hanna@example.org, $argon2id$…).',
    nativeError: new Error('hanna@example.org'),
  });
  const [record] = logged((log) => {
    log.error({ err: failure }, 'request failed');
  });
  expect(record).toMatchObject({ err: { type: 'Error', code: '23502', constraint: 'users_name_check' } });
  expect(JSON.stringify(record)).not.toContain('hanna');
});
