import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { fingerprint } from './apps.mjs';
import { countPlaywright, countVitest } from './counts.mjs';
import { differences } from './packages.mjs';

test('packages are stale when one is missing or in another version than the lock file names', () => {
  const lock = {
    packages: {
      '': { version: '0.1.0' },
      server: { version: '0.1.0' },
      'node_modules/zod': { version: '4.6.7' },
      'node_modules/other-system': { version: '1.0.0', optional: true },
      'node_modules/@dispatch/server': { link: true },
    },
  };
  const whole = {
    packages: { 'node_modules/zod': { version: '4.6.7' }, 'node_modules/@dispatch/server': { link: true } },
  };
  expect(differences(lock, whole)).toEqual([]);
  expect(differences(lock, { packages: { 'node_modules/zod': { version: '4.6.6' } } })).toEqual(['node_modules/zod']);
  expect(differences(lock, { packages: {} })).toEqual(['node_modules/zod']);
});

test('an app is built anew when a source of its own, of base or of shared changes, and not for a test', () => {
  const checkout = mkdtempSync(join(tmpdir(), 'fingerprint-'));
  onTestFinished(() => rmSync(checkout, { recursive: true }));
  const write = (/** @type {string} */ path, text = path) => {
    mkdirSync(join(checkout, path, '..'), { recursive: true });
    writeFileSync(join(checkout, path), text);
  };
  for (const path of ['client/desk/src/a.ts', 'client/base/src/b.ts', 'shared/src/c.ts', 'package-lock.json'])
    write(path);
  const of = (app = 'desk') => fingerprint(app, checkout);
  const before = of();
  write('client/desk/src/a.test.ts');
  write('client/desk/build/index.js');
  write('client/field/src/a.ts');
  expect(of()).toBe(before);
  for (const path of ['client/desk/src/a.ts', 'client/base/src/b.ts', 'shared/src/c.ts', 'package-lock.json']) {
    const last = of();
    write(path, 'changed');
    expect(of(), path).not.toBe(last);
  }
  const moved = `${checkout} elsewhere`;
  cpSync(checkout, moved, { recursive: true });
  expect(fingerprint('desk', moved)).toBe(of());
  rmSync(moved, { recursive: true });
});

test('a file that did not load and an error outside of tests count as failed', () => {
  const file = (/** @type {string} */ status, /** @type {string[]} */ ...tests) => ({
    status,
    assertionResults: tests.map((state) => ({ status: state })),
  });
  const report = {
    testResults: [file('passed', 'passed', 'skipped'), file('failed'), file('failed', 'passed', 'failed')],
  };
  expect(countVitest(report, 1)).toEqual({ passed: 2, failed: 2, skipped: 1 });
  expect(countVitest({ testResults: [file('passed', 'passed')] }, 1)).toEqual({ passed: 1, failed: 1, skipped: 0 });
  expect(countVitest(undefined, 1)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

test('a browser test that passed only on another try has failed', () => {
  const stats = { expected: 3, unexpected: 1, flaky: 1, skipped: 2 };
  expect(countPlaywright({ stats }, 1)).toEqual({ passed: 3, failed: 2, skipped: 2 });
  expect(countPlaywright(undefined, 1)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});
