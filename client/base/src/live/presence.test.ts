import { expect, test } from 'vitest';
import { LiveConnection } from './connection.ts';
import { PresenceRoom } from './presence.ts';
import { FakeTime, FakeWire } from './wire.fixture.ts';

async function office() {
  const wire = new FakeWire();
  const time = new FakeTime();
  const live = new LiveConnection({ wire, now: time.read, every: time.every });
  const presence = new PresenceRoom(live, { now: time.read, every: time.every });
  live.join(['staff']);
  live.start();
  wire.up('me');
  await wire.answer({});
  return { wire, time, presence };
}

const ana = { key: 'a', userId: 'u1', name: 'Ana', looking: null, drag: null };

test('P1 what this screen does is said when it changes, when it joins, and every ten seconds', async () => {
  const { wire, time, presence } = await office();
  expect(wire.said).toEqual([{ looking: null, drag: null }]);
  presence.set({ looking: 'i1' });
  presence.set({ looking: 'i1' });
  expect(wire.said).toHaveLength(2);
  for (let i = 0; i < 10; i += 1) {
    time.pass(1_000);
    wire.receive('fresh', { cursor: 'c', at: 0 });
  }
  expect(wire.said).toHaveLength(3);
  expect(wire.said.at(-1)).toEqual({ looking: 'i1', drag: null });
});

test('P2 others are here until they leave or are silent for fifteen seconds', async () => {
  const { wire, time, presence } = await office();
  wire.receive('presence', ana);
  wire.receive('presence', { ...ana, key: 'b', name: 'Ben', drag: { issueId: 'i1', contractorId: 'bo' } });
  expect(presence.others.map(({ name }) => name)).toEqual(['Ana', 'Ben']);
  wire.receive('presence', { key: 'a', gone: true });
  expect(presence.others.map(({ name }) => name)).toEqual(['Ben']);
  time.pass(14_000);
  expect(presence.others).toHaveLength(1);
  time.pass(5_000);
  expect(presence.others).toHaveLength(0);
});

test('P3 one’s own echo is not someone else', async () => {
  const { wire, presence } = await office();
  wire.receive('presence', { ...ana, key: 'me' });
  expect(presence.others).toEqual([]);
});
