import { expect, test } from 'vitest';
import { mentions, splitReferences } from './handover.ts';
import { newNote } from './schema.ts';

test('a note speaks to whoever it names after an @, by first or full name', () => {
  expect(mentions('Please call, @ana.', 'Ana Berg')).toBe(true);
  expect(mentions('@Ana Berg: look', 'Ana Berg')).toBe(true);
  expect(mentions('@Anatol: look', 'Ana Berg')).toBe(false);
  expect(mentions('Ana is away', 'Ana Berg')).toBe(false);
});

test('references in a note are found, and the rest of the text is kept', () => {
  const parts = splitReferences('See J-4F7K, then J-142.');
  expect(parts.filter(({ ref }) => ref).map(({ text }) => text)).toEqual(['J-4F7K', 'J-142']);
  expect(parts.map(({ text }) => text).join('')).toBe('See J-4F7K, then J-142.');
});

test('a note for a team says which', () => {
  const note = { id: '01890000-0000-7000-8000-000000000001', text: 'x', audience: 'team' };
  expect(newNote.safeParse(note).success).toBe(false);
  expect(newNote.safeParse({ ...note, teamId: note.id }).success).toBe(true);
});
