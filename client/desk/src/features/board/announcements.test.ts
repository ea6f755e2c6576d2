import { IssueStore } from '@dispatch/base/live/issue-store';
import { settled } from '@dispatch/base/live/wire.fixture';
import { card } from '@dispatch/shared/issues/card.fixture';
import { expect, test } from 'vitest';
import { followChanges } from './announcements.ts';

function desk(own: readonly string[] = [], filing: Promise<void> | null = null) {
  const source = new IssueStore();
  source.replace(['board:A'], [card()]);
  const said: string[] = [];
  const alarms: string[] = [];
  followChanges({
    source,
    isOwn: (id) => own.includes(id),
    filing: () => filing,
    nameOf: (id) => (id === 'bo' ? 'Bo' : null),
    say: (text) => said.push(text),
    alarm: ({ ref }) => alarms.push(ref),
  });
  return { source, said, alarms };
}

test('what others do is said with stage and name', async () => {
  const { source, said } = desk();
  await settled();
  source.apply(
    'board:A',
    [card({ rev: 2, stage: 'offered', contractorId: 'bo' }), card({ id: 'i2', ref: 'J-0002', title: 'Drain' })],
    [],
  );
  await settled();
  expect(said).toEqual(['J-0001: offered, Bo.', 'New: J-0002, Drain.']);
});

test('what this desk did itself, and what changes neither stage nor contractor, is not', async () => {
  const { source, said } = desk(['i1']);
  await settled();
  source.apply('board:A', [card({ rev: 2, stage: 'offered', contractorId: 'bo' })], []);
  await settled();
  const other = desk();
  await settled();
  other.source.apply('board:A', [card({ rev: 2, comments: 3 })], []);
  await settled();
  expect([...said, ...other.said]).toEqual([]);
});

test('an emergency that nobody has raises an alarm once', async () => {
  const { source, alarms } = desk();
  await settled();
  source.apply('board:A', [card({ rev: 2, urgency: 'emergency' })], []);
  await settled();
  source.apply('board:A', [card({ rev: 3, urgency: 'emergency', comments: 1 })], []);
  await settled();
  expect(alarms).toEqual(['J-0001']);
});

test('a catch-up of many is not read out', async () => {
  const { source, said } = desk();
  await settled();
  source.apply(
    'board:A',
    Array.from({ length: 6 }, (_, i) => card({ id: `n${String(i)}` })),
    [],
  );
  await settled();
  expect(said).toEqual([]);
});

test('what this desk files is not told a second time, though the board hears of it before the answer does', async () => {
  const own: string[] = [];
  let answered = (): void => undefined;
  const filing = new Promise<void>((resolve) => (answered = resolve));
  const { source, said, alarms } = desk(own, filing);
  await settled();
  const mine = card({ id: 'mine', ref: 'J-0002', urgency: 'emergency' });
  source.apply('board:A', [mine, card({ id: 'theirs', ref: 'J-0003', title: 'Drain' })], []);
  await settled();
  expect(said).toEqual([]);
  own.push('mine');
  answered();
  await settled();
  expect(said).toEqual(['New: J-0003, Drain.']);
  expect(alarms).toEqual([]);
});
