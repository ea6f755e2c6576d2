import { readFileSync } from 'node:fs';
import { globSync } from 'node:fs';
import { ACTORS } from '@dispatch/shared/access/roles';
import { ASSIGNMENT_STATES, HOLD_REASONS, OUTCOMES, STATUSES, URGENCIES } from '@dispatch/shared/issues/status';
import { describe, expect, test } from 'vitest';
import { errorsPage } from '../scripts/errors-doc.ts';

const read = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8');
const root = new URL('..', import.meta.url);

describe('the documents', () => {
  test('errors.md is the table of coded errors (else run: node scripts/errors-doc.ts)', () => {
    expect(read('errors.md')).toBe(errorsPage());
  });

  test('glossary.md explains exactly the words of the code', () => {
    const words = [...read('glossary.md').matchAll(/^\| `(\w+)` +\|/gm)].map((match) => match[1]);
    const expected = [
      ...ACTORS,
      ...STATUSES,
      'inbox',
      'to_assign',
      'offered',
      ...OUTCOMES,
      ...URGENCIES,
      ...ASSIGNMENT_STATES,
      ...HOLD_REASONS,
    ];
    expect(words.sort()).toEqual(expected.sort());
  });

  test('every rule of protocol.md is cited by a test', () => {
    const rules = [...read('protocol.md').matchAll(/^- \*\*([A-Z]\d+)\*\*/gm)].map((match) => match[1]);
    const tests = globSync(['{shared,server,e2e}/**/*.{test,spec}.ts', 'client/*/src/**/*.test.ts'], {
      cwd: root,
      exclude: (name) => name.includes('node_modules'),
    });
    const cited = new Set(
      tests.flatMap((file) =>
        [...readFileSync(new URL(file, root), 'utf8').matchAll(/\b([CDLPS]\d{1,2})\b/g)].map((match) => match[1]),
      ),
    );
    expect(rules.length).toBeGreaterThan(20);
    expect(rules.filter((rule) => !cited.has(rule))).toEqual([]);
  });
});
