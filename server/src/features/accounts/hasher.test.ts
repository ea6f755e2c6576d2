import * as argon2 from '@node-rs/argon2';
import { expect, test } from 'vitest';
import { createHasher, OWASP_COST } from './hasher.ts';

const CHEAP = { memory: 64, passes: 1 };

test('without other orders a hash is argon2id with the parameters OWASP asks for', async () => {
  const hash = await createHasher().hash('correct horse battery');
  expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(createHasher().outdated(hash)).toBe(false);
});

test('a password is right for its own hash alone', async () => {
  const hasher = createHasher(CHEAP);
  const hash = await hasher.hash('correct horse battery');
  expect(await hasher.verify(hash, 'correct horse battery')).toBe(true);
  expect(await hasher.verify(hash, 'correct horse batterz')).toBe(false);
  expect(await hasher.hash('correct horse battery')).not.toBe(hash);
});

test('letters count alike however a device composes them', async () => {
  const hasher = createHasher(CHEAP);
  const hash = await hasher.hash('scho\u0308ne Gru\u0308sse');
  expect(await hasher.verify(hash, 'schöne Grüsse')).toBe(true);
});

test('without a hash the same work is done against one of equal cost, and no password is right', async () => {
  const verified: string[] = [];
  const hasher = createHasher(CHEAP, {
    hash: argon2.hash,
    verify: (hash, ...rest) => {
      verified.push(String(hash));
      return argon2.verify(hash, ...rest);
    },
  });
  const known = await hasher.hash('correct horse battery');
  expect(await hasher.verify(known, 'wrong')).toBe(false);
  expect(await hasher.verify(null, 'wrong')).toBe(false);
  expect(verified).toHaveLength(2);
  const [left, right] = verified.map((hash) => argon2.parseOptions(hash));
  expect(right).toEqual(left);
});

test('a hash of other parameters is outdated', async () => {
  const hash = await createHasher(CHEAP).hash('correct horse battery');
  expect(createHasher({ memory: 128, passes: 1 }).outdated(hash)).toBe(true);
  expect(createHasher({ memory: 64, passes: 2 }).outdated(hash)).toBe(true);
  expect(OWASP_COST.memory * OWASP_COST.passes).toBeGreaterThanOrEqual(19_456 * 2);
});
