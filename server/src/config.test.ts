import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ConfigError, readConfig, settings } from './config.ts';

function faultsOf(env: Record<string, string>): readonly string[] {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
  return [];
}

test('without any setting everything has its default', () => {
  expect(readConfig({})).toMatchObject({
    host: '127.0.0.1',
    port: 3000,
    publicUrl: 'http://127.0.0.1:3000',
    dataDir: '.data',
    corsOrigins: [],
    trustProxy: false,
    demo: true,
    simulation: false,
    undoSeconds: 20,
    rateSignInPerAccount: { tries: 10, seconds: 900 },
    offerMinutes: { emergency: 5, high: 15, normal: 60, low: 240 },
  });
  expect(readConfig({})).not.toHaveProperty('databaseUrl');
});

test('an empty value, or one of blanks, counts as absent', () => {
  expect(readConfig({ PORT: '', DATABASE_URL: '  ', HOST: ' 127.0.0.1 ' })).toEqual(readConfig({}));
});

test('all faults are told at once, each with its setting', () => {
  const env = {
    PORT: '70000',
    HOST: 'a b',
    ORG_TIME_ZONE: 'Mars/Base',
    DEMO: 'perhaps',
    SMTP_URL: 'smtp://mail',
    DATABASE_URL: 'mysql://x',
  };
  expect(faultsOf(env)).toEqual([
    'HOST: expected a host name or IP address',
    'PORT: expected a whole number from 0 to 65535',
    'DATABASE_URL: expected an address as in postgres://user:password@host:5432/name',
    'ORG_TIME_ZONE: expected an IANA name, as in Europe/Berlin',
    'DEMO: expected on or off',
    'MAIL_FROM: needed because SMTP_URL is set',
  ]);
});

test('values that would be misunderstood later are refused', () => {
  for (const [name, value] of [
    ['PORT', '3000.5'],
    ['PORT', '-1'],
    ['SECRET_KEY', 'short'],
    ['CORS_ORIGINS', 'https://a.example,https://b.example/path'],
    ['CORS_ORIGINS', '*'],
    ['PUBLIC_URL', 'board.example.org'],
    ['TRUST_PROXY', 'on'],
    ['RATE_FILE_PER_ADDRESS', '20'],
    ['RATE_FILE_PER_ADDRESS', '0/1h'],
    ['OFFER_MINUTES', 'emergency:5,high:15,normal:60'],
    ['OFFER_MINUTES', 'emergency:5,high:15,normal:60,low:x'],
    ['TILE_ATTRIBUTION', ''],
    ['LOG_LEVEL', 'loud'],
  ] as const) {
    if (value) expect(faultsOf({ [name]: value }), `${name}=${value}`).toHaveLength(1);
  }
});

test('lists, proxies and the public address are read as meant', () => {
  expect(readConfig({ CORS_ORIGINS: 'https://a.example/, http://b.example:8080' }).corsOrigins).toEqual([
    'https://a.example',
    'http://b.example:8080',
  ]);
  expect(readConfig({ TRUST_PROXY: '2' }).trustProxy).toBe(2);
  expect(readConfig({ TRUST_PROXY: 'loopback, 10.0.0.0/8' }).trustProxy).toEqual(['loopback', '10.0.0.0/8']);
  expect(readConfig({ HOST: '0.0.0.0', PORT: '81' }).publicUrl).toBe('http://localhost:81');
  expect(readConfig({ HOST: '::1' }).publicUrl).toBe('http://[::1]:3000');
  expect(readConfig({ PUBLIC_URL: 'https://board.example.org/' }).publicUrl).toBe('https://board.example.org');
});

test('docs/configuration.md lists every setting with its default and meaning', () => {
  const rows = Object.entries(settings.shape).map(([name, schema]) => {
    const preset = 'defaultValue' in schema.def ? schema.def.defaultValue : '';
    return `| \`${name}\` | ${preset && `\`${preset}\``} | ${schema.description ?? ''} |`.replace(/ +/g, ' ');
  });
  const written = readFileSync(new URL('../../docs/configuration.md', import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    // the formatter pads the columns
    .map((line) => line.replace(/ +/g, ' '));
  expect(written).toEqual(rows);
});
