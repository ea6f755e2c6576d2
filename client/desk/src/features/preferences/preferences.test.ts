import type { Preferences } from '@dispatch/shared/preferences/preferences';
import { expect, test } from 'vitest';
import { PreferencesKeeper } from './preferences.svelte.ts';

function world(answers: boolean[] = []) {
  const sent: Preferences[] = [];
  let due: (() => void) | null = null;
  const keeper = new PreferencesKeeper(
    { filter: { overdue: 'true' } },
    {
      send: (parts) => {
        sent.push(parts);
        return Promise.resolve(answers.shift() ?? true);
      },
      wait: (_ms, then) => {
        due = then;
        return () => {
          due = null;
        };
      },
    },
  );
  return { keeper, sent, later: (): void => due?.() };
}

test('many changes in a row go out as one, with the last of each part', () => {
  const { keeper, sent, later } = world();
  keeper.keep({ arrangement: { strip: 1 } });
  keeper.keep({ arrangement: { strip: 2 } });
  keeper.keep({ filter: {} });
  expect(sent).toEqual([]);
  later();
  expect(sent).toEqual([{ arrangement: { strip: 2 }, filter: {} }]);
});

test('what got no answer goes out with the next change, and a newer value of it wins', async () => {
  const { keeper, sent } = world([false]);
  keeper.keep({ arrangement: { strip: 1 }, filter: { hold: 'true' } });
  await keeper.flush();
  keeper.keep({ filter: {} });
  await keeper.flush();
  expect(sent[1]).toEqual({ arrangement: { strip: 1 }, filter: {} });
  await keeper.flush();
  expect(sent.length).toBe(2);
});
