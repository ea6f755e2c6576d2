import { card } from '@dispatch/shared/issues/card.fixture';
import type { IssueCard } from '@dispatch/shared/issues/views';
import { expect, test } from 'vitest';
import { groupsOf, Needs, type NeedsChange } from './needs.svelte.ts';

function world(...cards: IssueCard[]) {
  const held = new Map(cards.map((one) => [one.id, one]));
  let tell: (ids: ReadonlySet<string>) => void = () => undefined;
  const time = { now: 0, tick: () => {} };
  const needs = new Needs({
    source: {
      get: (id) => held.get(id),
      values: () => held.values(),
      subscribe: (listener) => {
        tell = listener;
        return () => undefined;
      },
    },
    now: () => time.now,
    schedule: (flush) => {
      flush();
    },
    every: (_ms, tick) => {
      time.tick = tick;
      return () => undefined;
    },
  });
  const heard: NeedsChange[] = [];
  needs.subscribe((change) => heard.push(change));
  return {
    needs,
    heard,
    pass: (to: number): void => {
      time.now = to;
      time.tick();
    },
    put: (one: IssueCard): void => {
      held.set(one.id, one);
      tell(new Set([one.id]));
    },
    drop: (id: string): void => {
      held.delete(id);
      tell(new Set([id]));
    },
  };
}
const WAITS = {
  passes: 0,
  disputedAt: null,
  unansweredAt: null,
  stuckAt: null,
  callTries: 0,
  callAt: null,
  claim: null,
};
const ids = (needs: Needs): string => needs.entries.map((entry) => entry.card.id).join('');

test('what asks stands in order, and leaves when it is settled', () => {
  const { needs, put, drop } = world(card({ id: 'b', callHousehold: true }), card({ id: 'a', urgency: 'emergency' }));
  expect([ids(needs), needs.count]).toEqual(['ab', 2]);
  put(card({ id: 'b', rev: 2 }));
  expect([ids(needs), needs.count]).toEqual(['a', 1]);
  drop('a');
  expect(needs.count).toBe(0);
});

test('a call that was put off comes back by itself', () => {
  const { needs, pass, heard } = world(card({ id: 'a', callHousehold: true, waits: { ...WAITS, callAt: 100 } }));
  expect(needs.count).toBe(0);
  pass(100);
  expect(needs.count).toBe(1);
  expect(heard.map(({ come }) => come.map((entry) => entry.need.kind))).toEqual([['call_household']]);
});

test('only the shown district and team are counted, and everything is told', () => {
  const { needs, put, heard } = world(card({ id: 'a', callHousehold: true, districtId: 'A' }));
  needs.filter = { district: ['B'], team: [] };
  expect(needs.count).toBe(0);
  put(card({ id: 'b', callHousehold: true, districtId: 'A' }));
  expect([needs.count, heard.length]).toEqual([0, 1]);
  needs.filter = { district: ['A'], team: [] };
  expect(needs.count).toBe(2);
});

test('a card is told again only for a reason it did not have before', () => {
  const { put, heard } = world();
  put(card({ id: 'a', callHousehold: true }));
  put(card({ id: 'a', callHousehold: true, rev: 2, title: 'Other' }));
  put(card({ id: 'a', callHousehold: true, rev: 3, urgency: 'emergency' }));
  expect(heard.flatMap(({ come }) => come.map((entry) => entry.need.kind))).toEqual(['call_household', 'emergency']);
});

test('entries stand under their reasons', () => {
  const { needs } = world(
    card({ id: 'a', urgency: 'emergency' }),
    card({ id: 'b', urgency: 'emergency' }),
    card({ id: 'c', callHousehold: true }),
  );
  expect(groupsOf(needs.entries).map(({ kind, entries }) => [kind, entries.length])).toEqual([
    ['emergency', 2],
    ['call_household', 1],
  ]);
});

test('what runs late is told once, also when a contractor has it and it asks for nothing', () => {
  const { needs, heard, pass, put } = world(
    card({ id: 'a', stage: 'open', status: 'open', contractorId: 'bo', resolveBy: 100 }),
    card({ id: 'b', stage: 'to_assign', status: 'new', resolveBy: 100, callHousehold: true }),
  );
  pass(90);
  expect(heard).toEqual([]);
  pass(101);
  pass(102);
  expect(heard.map(({ come }) => come.map((entry) => `${entry.card.id} ${entry.need.kind}`))).toEqual([
    ['b late_nobody', 'a late'],
  ]);
  expect([ids(needs), needs.count]).toEqual(['b', 1]);
  put(card({ id: 'a', rev: 2, stage: 'resolved', status: 'resolved' }));
  expect(heard.at(-1)?.gone).toEqual(['a']);
});
