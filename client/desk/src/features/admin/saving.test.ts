import { expect, test } from 'vitest';
import { changed, orNull, Saving } from './saving.svelte.ts';

test('a change sends only what differs, lists by their content', () => {
  expect(
    changed({ name: 'A', skills: ['x'], phone: null }, { name: 'B', skills: ['x'], phone: null as string | null }),
  ).toEqual({ name: 'B' });
  expect(changed({}, { name: 'B' })).toEqual({ name: 'B' });
});

test('blanks are nothing', () => {
  expect([orNull('  '), orNull(' a ')]).toEqual([null, 'a']);
});

test('what is wrong inside a list is said with the form, what is wrong with a field beside it', async () => {
  const saving = new Saving();
  const problem = {
    type: '',
    title: '',
    status: 400,
    code: 'invalid',
    detail: 'Some fields are not right.',
    next: 'Correct them.',
  } as const;
  const fields = [
    { field: 'name', code: 'x', reason: 'Too short.' },
    { field: 'questions.0.options', code: 'x', reason: 'Two at least.' },
  ];
  expect(await saving.run(() => Promise.resolve({ kind: 'invalid', problem, fields } as const))).toBeNull();
  expect(saving.fault).toEqual({
    sentence: 'Some fields are not right.',
    next: 'Correct them.',
    more: ['Two at least.'],
  });
  expect([saving.of('name'), saving.of('code')]).toEqual(['Too short.', undefined]);
});
