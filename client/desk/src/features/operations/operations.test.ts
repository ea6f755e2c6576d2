import { expect, test } from 'vitest';
import { ACTION_KEYS } from '../issues/keys.ts';
import { keyName, OPERATIONS } from './operations.ts';

const press = (key: string, more: Partial<KeyboardEvent> = {}): string =>
  keyName({ key, ctrlKey: false, metaKey: false, ...more });

test('each operation is in the table once', () => {
  const ids = OPERATIONS.map(({ id }) => id);
  expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
});

test('a key is shared only by what is never possible together', () => {
  const byKey = Map.groupBy(
    OPERATIONS.filter(({ key }) => key !== undefined),
    ({ key }) => key,
  );
  const shared = [...byKey.values()].filter((own) => own.length > 1).map((own) => own.map(({ id }) => id));
  // An issue is assigned while nobody has it and reassigned while someone does.
  expect(shared).toEqual([['issue.assign', 'issue.reassign']]);
});

test('every key that an action has is in the table, so that keys, buttons, palette and help agree', () => {
  for (const [action, key] of Object.entries(ACTION_KEYS))
    expect(OPERATIONS.find(({ id }) => id === `issue.${action}`)?.key).toBe(key);
});

test('keys are named as the table has them, whichever of Ctrl and Command is held', () => {
  expect([
    press('a'),
    press('Escape'),
    press(' '),
    press('k', { ctrlKey: true }),
    press('k', { metaKey: true }),
  ]).toEqual(['A', 'Esc', 'Space', 'Ctrl K', 'Ctrl K']);
});
