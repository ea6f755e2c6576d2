import { expect, test } from 'vitest';
import { codeOf, draftOf, moved, nextId, questionOf } from './questions.ts';

test('a question survives being edited, and only a choice keeps options', () => {
  const choice = { id: 'where', text: 'Where?', kind: 'choice', options: ['Kitchen', 'Bath'], required: true } as const;
  expect(questionOf(draftOf({ ...choice, options: [...choice.options] }))).toEqual(choice);
  expect(questionOf({ ...draftOf({ ...choice, options: [...choice.options] }), kind: 'text' })).toEqual({
    id: 'where',
    text: 'Where?',
    kind: 'text',
    required: true,
  });
});

test('new questions get an id of their own', () => {
  expect(nextId([])).toBe('q1');
  expect(nextId([{ id: 'q2' }])).toBe('q3');
});

test('moving past an end changes nothing', () => {
  expect(moved(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c']);
  expect(moved(['a', 'b'], 0, -1)).toEqual(['a', 'b']);
  expect(moved(['a', 'b'], 1, 1)).toEqual(['a', 'b']);
});

test('a code is made of the name', () => {
  expect([codeOf('Water & heating'), codeOf('Straßenschäden'), codeOf('Türen ')]).toEqual([
    'water-heating',
    'strassenschaden',
    'turen',
  ]);
});
