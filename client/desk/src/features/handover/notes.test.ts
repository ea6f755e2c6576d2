import type { LiveConnection } from '@dispatch/base/live/connection';
import type { DeskNote } from '@dispatch/shared/handover/handover';
import { expect, test } from 'vitest';
import { Notes } from './notes.svelte.ts';

const live = { on: () => () => undefined } as unknown as LiveConnection;
const note = (over: Partial<DeskNote> = {}): DeskNote => ({
  id: 'n',
  authorId: 'ben',
  author: 'Ben',
  audience: 'desk',
  teamId: null,
  issueId: null,
  issueRef: null,
  text: 'Keys',
  pinned: false,
  at: 1,
  changedAt: 1,
  doneAt: null,
  ...over,
});
/** Ana's; what she reads is what the test says. */
const desk = (...read: DeskNote[]): Notes =>
  new Notes(live, 'ana', () => Promise.resolve({ kind: 'done', status: 200, value: { notes: read } }));
const change = (row: DeskNote | null, id = row?.id ?? 'n') => ({ noun: 'note', id, row }) as const;

test('pinned ones stand first, then the latest, and what is done last', () => {
  const notes = desk();
  notes.apply([
    change(note({ id: 'done', at: 9, doneAt: 9 })),
    change(note({ id: 'old', at: 1 })),
    change(note({ id: 'new', at: 5 })),
    change(note({ id: 'pinned', at: 0, pinned: true })),
  ]);
  expect(notes.all.map(({ id }) => id)).toEqual(['pinned', 'new', 'old', 'done']);
});

test('an older state of a note does not come back, and one that is gone goes', () => {
  const notes = desk();
  notes.apply([change(note({ text: 'new', changedAt: 2 })), change(note({ text: 'old', changedAt: 1 }))]);
  expect(notes.all[0]?.text).toBe('new');
  notes.apply([change(null, 'n')]);
  expect(notes.all).toEqual([]);
});

test('a note that became one’s own again stays on its author’s screen', () => {
  const notes = desk();
  notes.apply([change(note({ authorId: 'ana', audience: 'own' })), change(null, 'n')]);
  expect(notes.all.length).toBe(1);
});

test('one’s own note written at another machine is read here, and one that was deleted there goes', async () => {
  const notes = desk(note({ id: 'there', authorId: 'ana', audience: 'own' }));
  notes.apply([change(null, 'there')]);
  await expect.poll(() => notes.all.map(({ id }) => id)).toEqual(['there']);
  const gone = desk();
  gone.apply([change(note({ authorId: 'ana', audience: 'own' }))]);
  gone.apply([change(null, 'n')]);
  await expect.poll(() => gone.all).toEqual([]);
});

test('only new notes of others are told', () => {
  const notes = desk();
  const told: string[] = [];
  notes.onNew(({ id }) => told.push(id));
  notes.apply([change(note({ id: 'a' })), change(note({ id: 'mine', authorId: 'ana' }))]);
  notes.apply([change(note({ id: 'a', changedAt: 2, pinned: true }))]);
  expect(told).toEqual(['a']);
});
