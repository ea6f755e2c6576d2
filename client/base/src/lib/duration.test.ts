import { expect, test } from 'vitest';
import { formatCountdown, formatDuration, speakDuration } from './duration.ts';

const minute = 60_000;

test('a duration is read at a glance', () => {
  expect(formatDuration(45_000)).toBe('45 s');
  expect(formatDuration(3 * minute + 59_999)).toBe('3 min');
  expect(formatDuration(130 * minute)).toBe('2 h 10');
  expect(formatDuration(125 * minute)).toBe('2 h 05');
  expect(formatDuration(120 * minute)).toBe('2 h');
  expect(formatDuration(4 * 24 * 60 * minute)).toBe('4 d');
  expect(formatDuration(-3 * minute)).toBe('3 min');
});

test('a duration is spoken in whole words', () => {
  expect(speakDuration(61 * minute)).toBe('1 hour 1 minute');
  expect(speakDuration(24 * 60 * minute)).toBe('1 day');
});

test('a countdown shows its seconds and stops at zero', () => {
  expect(formatCountdown(245_000)).toBe('4:05');
  expect(formatCountdown(3_729_000)).toBe('1:02:09');
  expect(formatCountdown(-5)).toBe('0:00');
});
