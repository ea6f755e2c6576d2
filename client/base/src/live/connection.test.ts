import type { Room } from '@dispatch/shared/protocol/events';
import { expect, test } from 'vitest';
import { LiveConnection, type LiveState } from './connection.ts';
import { FakeTime, FakeWire, nothing, settled } from './wire.fixture.ts';

function screen(
  options: { snapshot?: () => Promise<{ cursor: string; content: ReturnType<typeof nothing> } | null> } = {},
) {
  const wire = new FakeWire();
  const time = new FakeTime();
  const live = new LiveConnection({ wire, now: time.read, every: time.every, ...options });
  const states: LiveState['kind'][] = [];
  live.on('state', ({ kind }) => {
    if (states.at(-1) !== kind) states.push(kind);
  });
  return { wire, time, live, states };
}

const A: Room = 'board:A';
const B: Room = 'board:B';
const DRAWER: Room = 'issue:i1:staff';

test('L1 all rooms of a screen are joined at once, without a cursor at first', async () => {
  const { wire, live, states } = screen();
  live.join(['staff', A]);
  live.start();
  expect(wire.joins).toHaveLength(0);
  wire.up();
  expect(wire.joins.map(({ message }) => message)).toEqual([{ rooms: ['staff', A], cursor: null }]);
  await wire.answer({ cursor: 'c1' });
  expect(live.cursor).toBe('c1');
  expect(states).toEqual(['live']);
});

test('L1 with a snapshot over HTTP the join only asks for what came after it', async () => {
  const kinds: string[] = [];
  const { wire, live } = screen({ snapshot: () => Promise.resolve({ cursor: 'h1', content: nothing() }) });
  live.on('joined', ({ kind, rooms }) => kinds.push(`${kind} ${rooms.join(' ')}`));
  live.join(['staff', A, DRAWER]);
  live.start();
  wire.up();
  await settled();
  expect(wire.joins[0]?.message).toEqual({ rooms: ['staff', A], cursor: 'h1' });
  await wire.answer({ kind: 'changes', cursor: 'c2' });
  expect(wire.joins[0]?.message).toEqual({ rooms: [DRAWER], cursor: null });
  await wire.answer({ cursor: 'c3' });
  expect(kinds).toEqual([`snapshot staff ${A}`, `changes staff ${A}`, `snapshot ${DRAWER}`]);
  expect(live.cursor).toBe('c2');
});

test('L1 when the snapshot cannot be read the join brings it', async () => {
  const { wire, live } = screen({ snapshot: () => Promise.reject(new Error('502')) });
  live.join([A]);
  live.start();
  wire.up();
  await settled();
  expect(wire.joins[0]?.message).toEqual({ rooms: [A], cursor: null });
});

test('L4 only fresh moves the cursor, and not before the rooms are joined again', async () => {
  const { wire, live } = screen();
  live.join([A]);
  live.start();
  wire.up();
  wire.receive('fresh', { cursor: 'c0', at: 0 });
  expect(live.cursor).toBeNull();
  await wire.answer({ cursor: 'c1' });
  wire.receive('cards', { room: A, changed: [], removed: [] });
  expect(live.cursor).toBe('c1');
  wire.receive('fresh', { cursor: 'c2', at: 0 });
  expect(live.cursor).toBe('c2');
  wire.down();
  wire.up();
  wire.receive('fresh', { cursor: 'c9', at: 0 });
  expect(live.cursor).toBe('c2');
  expect(wire.joins[0]?.message).toEqual({ rooms: [A], cursor: 'c2' });
});

test('L6 a room that comes later gets its own snapshot and leaves the cursor where it is', async () => {
  const { wire, live } = screen();
  live.join([A]);
  live.start();
  wire.up();
  await wire.answer({ cursor: 'c1' });
  live.join([DRAWER]);
  expect(wire.joins[0]?.message).toEqual({ rooms: [DRAWER], cursor: null });
  await wire.answer({ cursor: 'c7' });
  expect(live.cursor).toBe('c1');
});

test('L7 after a reconnect all rooms are joined with the last cursor; those never answered for without', async () => {
  const { wire, live } = screen();
  live.join([A, B]);
  live.start();
  wire.up();
  await wire.answer({ cursor: 'c1' });
  live.join([DRAWER]);
  wire.down();
  wire.joins.length = 0;
  wire.up();
  expect(wire.joins[0]?.message).toEqual({ rooms: [A, B], cursor: 'c1' });
  await wire.answer({ kind: 'changes', cursor: 'c5' });
  expect(live.cursor).toBe('c5');
  expect(wire.joins[0]?.message).toEqual({ rooms: [DRAWER], cursor: null });
});

test('L7 an answer that belongs to the connection before is thrown away', async () => {
  const { wire, live } = screen();
  const joined: string[] = [];
  live.on('joined', ({ rooms }) => joined.push(...rooms));
  live.join([A]);
  live.start();
  wire.up();
  const stale = wire.joins[0];
  wire.down();
  wire.up();
  stale?.answer({ ok: true, kind: 'snapshot', cursor: 'old', content: nothing(), removed: [], reference: [] });
  await settled();
  expect(joined).toEqual([]);
  expect(live.cursor).toBeNull();
  wire.joins.shift();
  await wire.answer({ cursor: 'new' });
  expect(live.cursor).toBe('new');
});

test('a join that gets no answer is sent again at the next tick', async () => {
  const { wire, time, live } = screen();
  live.join([A]);
  live.start();
  wire.up();
  wire.joins.shift()?.fail();
  await settled();
  expect(wire.joins).toHaveLength(0);
  time.pass(1_000);
  expect(wire.joins).toHaveLength(1);
});

test('L8 three seconds without a heartbeat make the data old, one heartbeat makes it live again', async () => {
  const { wire, time, live, states } = screen();
  live.join([A]);
  live.start();
  wire.up();
  await wire.answer({});
  time.pass(2_000);
  expect(live.state.kind).toBe('live');
  time.pass(2_000);
  expect(live.state).toEqual({ kind: 'behind', freshAt: 1_000_000 });
  wire.receive('fresh', { cursor: 'c2', at: 0 });
  expect(states).toEqual(['live', 'behind', 'live']);
});

test('L9 ten seconds of silence end the connection and make another', async () => {
  const { wire, time, live } = screen();
  live.join([A]);
  live.start();
  wire.up();
  await wire.answer({});
  time.pass(10_000);
  expect(wire.reconnects).toBe(0);
  time.pass(2_000);
  expect(wire.reconnects).toBeGreaterThan(0);
});

test('L10 a machine that slept gets a heartbeat within two seconds or connects anew', async () => {
  const { wire, time, live } = screen();
  live.join([A]);
  live.start();
  wire.up();
  await wire.answer({});
  time.sleep(3_600_000);
  expect(live.state.kind).toBe('behind');
  time.pass(1_000);
  expect(wire.reconnects).toBe(0);
  time.pass(2_000);
  expect(wire.reconnects).toBe(1);
});

test('L10 a connection that answers after waking is kept', async () => {
  const { wire, time, live } = screen();
  live.join([A]);
  live.start();
  wire.up();
  await wire.answer({});
  live.check();
  wire.receive('fresh', { cursor: 'c2', at: 0 });
  time.pass(2_500);
  expect(wire.reconnects).toBe(0);
});

test('L11 a refused handshake is told and not tried again', () => {
  const { wire, time, live } = screen();
  live.join([A]);
  live.start();
  wire.refuse('not_signed_in');
  live.check();
  time.pass(60_000);
  expect(live.state).toEqual({ kind: 'refused', code: 'not_signed_in' });
  expect(wire.reconnects).toBe(0);
});

test('L12 a server of another protocol makes the page outdated for good', async () => {
  const { wire, live } = screen();
  live.join([A]);
  live.start();
  wire.up();
  wire.receive('hello', { protocol: 999, build: 'x' });
  await wire.answer({});
  wire.receive('fresh', { cursor: 'c2', at: 0 });
  wire.down();
  expect(live.state.kind).toBe('outdated');
});

test('L13 one room that may not be joined does not cost the others', async () => {
  const { wire, live } = screen();
  const denied: Room[] = [];
  live.on('denied', ({ rooms }) => denied.push(...rooms));
  live.join([A, B]);
  live.start();
  wire.up();
  await wire.answer({ ok: false, code: 'not_allowed', detail: '' });
  expect(wire.joins[0]?.message.rooms).toEqual([A]);
  await wire.answer({ ok: false, code: 'not_allowed', detail: '' });
  expect(wire.joins[0]?.message.rooms).toEqual([B]);
  await wire.answer({ cursor: 'c3' });
  expect(denied).toEqual([A]);
  expect([...live.rooms]).toEqual([B]);
  expect(live.cursor).toBe('c3');
  expect(wire.joins).toHaveLength(0);
});

test('offline says since when and how old the data is', async () => {
  const { wire, time, live } = screen();
  live.join([A]);
  live.start();
  wire.up();
  await wire.answer({});
  time.pass(1_500);
  wire.down();
  expect(live.state).toEqual({ kind: 'offline', since: 1_001_500, freshAt: 1_000_000 });
});
