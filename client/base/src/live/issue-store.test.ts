import { expect, test } from 'vitest';
import { LiveConnection } from './connection.ts';
import { IssueStore } from './issue-store.ts';
import { FakeTime, FakeWire, nothing, settled } from './wire.fixture.ts';
import { card } from '@dispatch/shared/issues/card.fixture';

/** A store in the rooms of districts A and B. */
function store(...cards: ReturnType<typeof card>[]): IssueStore {
  const issues = new IssueStore();
  issues.replace(['board:A', 'board:B'], cards);
  return issues;
}

test('L3 of two versions of a card the one with the higher rev stays, whichever comes last', () => {
  const issues = store(card({ rev: 5, title: 'new' }));
  issues.apply('board:A', [card({ rev: 4, title: 'old' })], []);
  expect(issues.get('i1')?.title).toBe('new');
  issues.apply('board:A', [card({ rev: 6, title: 'newest' })], []);
  expect(issues.get('i1')?.title).toBe('newest');
});

test('L2 a snapshot takes away what it does not hold', () => {
  const issues = store(card({ id: 'i1' }), card({ id: 'i2', districtId: 'B' }));
  issues.replace(['board:A', 'board:B'], [card({ id: 'i2', districtId: 'B' })]);
  expect(issues.get('i1')).toBeUndefined();
  expect(issues.size).toBe(1);
});

test('L2 a snapshot of one room leaves the cards of the others alone', () => {
  const issues = store(card({ id: 'i1' }), card({ id: 'i2', districtId: 'B' }));
  issues.replace(['issue:i1:staff'], []);
  issues.replace(['board:B'], []);
  expect([...issues.values()].map(({ id }) => id)).toEqual(['i1']);
});

test('L2 what messages brought or took while the snapshot was read is not undone by it', async () => {
  const wire = new FakeWire();
  const time = new FakeTime();
  const live = new LiveConnection({ wire, now: time.read, every: time.every });
  const issues = new IssueStore();
  issues.attach(live);
  live.join(['board:A']);
  live.start();
  wire.up();
  wire.receive('cards', {
    room: 'board:A',
    changed: [card({ id: 'filed', rev: 9 })],
    removed: [{ id: 'closed', version: 2, rev: 8 }],
  });
  await wire.answer({
    content: { ...nothing(), cards: [card({ id: 'closed', rev: 3 }), card({ id: 'kept', rev: 2 })] },
  });
  expect(Array.from(issues.values(), ({ id }) => id).sort()).toEqual(['filed', 'kept']);
});

test('L5 an issue that leaves its room goes, unless something newer is held', () => {
  const issues = store(card({ rev: 5 }));
  issues.apply('board:A', [], [{ id: 'i1', version: 1, rev: 4 }]);
  expect(issues.size).toBe(1);
  issues.apply('board:A', [], [{ id: 'i1', version: 2, rev: 6 }]);
  expect(issues.size).toBe(0);
});

test('L5 an issue that moves to another district of this screen stays, in either order of the messages', () => {
  const moved = card({ rev: 2, districtId: 'B' });
  const gone = [{ id: 'i1', version: 2, rev: 2 }];
  const first = store(card());
  first.apply('board:B', [moved], []);
  first.apply('board:A', [], gone);
  expect(first.get('i1')).toBe(moved);
  const second = store(card());
  second.apply('board:A', [], gone);
  second.apply('board:B', [moved], []);
  expect(second.get('i1')).toBe(moved);
});

test('L5 an issue that moves to a district this screen does not watch goes', () => {
  const issues = new IssueStore();
  issues.replace(['board:A'], [card()]);
  issues.settle(card({ rev: 2, districtId: 'Z' }));
  issues.apply('board:A', [], [{ id: 'i1', version: 2, rev: 2 }]);
  expect(issues.size).toBe(0);
});

test('C7 the answer to a command renews a card that is held and never brings one that is not', () => {
  const issues = store(card());
  issues.settle(card({ rev: 2, title: 'answered' }));
  issues.settle(card({ id: 'other', rev: 2 }));
  expect(issues.get('i1')?.title).toBe('answered');
  expect(issues.size).toBe(1);
});

test('L14 leaving a room drops the cards that only it held', () => {
  const issues = store(card({ id: 'i1' }), card({ id: 'i2', districtId: 'B' }));
  issues.leave(['board:B']);
  expect([...issues.values()].map(({ id }) => id)).toEqual(['i1']);
});

test('listeners hear of all changes of a turn at once', async () => {
  const issues = store(card());
  await settled();
  const heard: string[][] = [];
  issues.subscribe((ids) => heard.push([...ids].sort()));
  issues.apply('board:A', [card({ rev: 2 }), card({ id: 'i2' })], []);
  issues.apply('board:A', [card({ rev: 3 })], [{ id: 'i2', version: 1, rev: 1 }]);
  await settled();
  expect(heard).toEqual([['i1', 'i2']]);
});

test('ten thousand cards are taken in and replaced within a moment', () => {
  const many = Array.from({ length: 10_000 }, (_, i) => card({ id: `i${String(i)}` }));
  const issues = store(...many);
  issues.replace(['board:A', 'board:B'], many.slice(0, 5_000));
  expect(issues.size).toBe(5_000);
});
