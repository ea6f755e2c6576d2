import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { PROTOCOL_VERSION } from './version.ts';

/** Everything that goes over the socket is made of these files. */
const WIRE = [
  './events.ts',
  './schema.ts',
  '../issues/views.ts',
  '../issues/status.ts',
  '../issues/stage.ts',
  '../board/reference.ts',
  '../shifts/schedule.ts',
];

/** Without comments and white space: words for people do not change the wire. */
function essence(file: string): string {
  const text = readFileSync(new URL(file, import.meta.url), 'utf8');
  return text
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/^\s*\/\/.*$/gm, '')
    .replace(/\s+/g, '');
}

test('a changed wire has a new protocol version', () => {
  const hash = createHash('sha256').update(WIRE.map(essence).join('\n')).digest('hex').slice(0, 16);
  // When this fails after the first release: raise PROTOCOL_VERSION, then put both new values here.
  expect({ version: PROTOCOL_VERSION, hash }).toEqual({ version: 6, hash: '7c232fa4bd31398b' });
});
