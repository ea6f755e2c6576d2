import { expect, test } from 'vitest';
import { isNight, parseSettings } from './settings.svelte.ts';

const none = new URLSearchParams();

test('the address wins over what is remembered', () => {
  const remembered = JSON.stringify({ turn: 60, sound: true, dim: 'off' });
  expect(parseSettings(remembered, none)).toEqual({ turn: 60, paused: false, sound: true, dim: 'off' });
  expect(parseSettings(remembered, new URLSearchParams('turn=15&sound=0&dim=on&paused=1'))).toEqual({
    turn: 15,
    paused: true,
    sound: false,
    dim: 'on',
  });
});

test('what cannot be read is left at its default, and no turn is too fast to be read', () => {
  expect(parseSettings('{', new URLSearchParams('turn=soon'))).toMatchObject({ turn: 30, dim: 'auto' });
  expect(parseSettings(null, new URLSearchParams('turn=1')).turn).toBe(10);
});

test('night is from nine to six', () => {
  expect(['20:59', '21:00', '23:59', '00:00', '05:59', '06:00'].map(isNight)).toEqual([
    false,
    true,
    true,
    true,
    true,
    false,
  ]);
});
