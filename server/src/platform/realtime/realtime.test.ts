import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { io, type Socket } from 'socket.io-client';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { asker, silent } from '../../testing/factories.ts';
import type { Asker } from '../http/route.ts';
import { Refusal } from '../refusal.ts';
import { startRealtime, type Realtime } from './realtime.ts';

const ISSUE = '0197a2b4-7c1e-7abc-8def-0123456789ab';
const ROOM = `issue:${ISSUE}:public` as const;
const link = asker({ kind: 'link', issueId: ISSUE, scope: 'act' });
const operator = asker({ kind: 'operator', userId: ISSUE });

let realtime: Realtime;
let url: string;
/** Answers of the handshake, one after the other; the last one stays. */
let answers: (Asker | Refusal)[];
const sockets: Socket[] = [];

beforeEach(async () => {
  const http = createServer();
  realtime = startRealtime({
    http,
    doors: [],
    redisUrl: null,
    corsOrigins: [],
    build: 'test',
    log: silent,
    join: (socket, { rooms }) => {
      void socket.join(rooms);
      return Promise.resolve({ ok: false, code: 'not_ready', detail: '' });
    },
    identify() {
      const answer = answers.length > 1 ? answers.shift() : answers[0];
      return answer instanceof Refusal || answer === undefined
        ? Promise.reject(answer ?? new Error('no answer'))
        : Promise.resolve(answer);
    },
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${String((http.address() as AddressInfo).port)}`;
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.disconnect();
  await realtime.stop();
});

function connect(): { socket: Socket; connected: Promise<void>; cut: Promise<string> } {
  const socket = io(url, { path: '/api/live', transports: ['websocket'], reconnection: false, forceNew: true });
  sockets.push(socket);
  return {
    socket,
    connected: new Promise((resolve) => socket.once('connect', resolve)),
    cut: new Promise((resolve) => socket.once('disconnect', resolve)),
  };
}

describe('a connection (rule S10)', () => {
  test('whose link was revoked between handshake and connection is cut', async () => {
    answers = [link, new Refusal('link_over')];
    expect(await connect().cut).toBe('io server disconnect');
  });

  test('whose link was revoked on a node that could not say so is cut when it is asked again', async () => {
    answers = [link];
    const { connected, cut } = connect();
    await connected;
    answers = [new Refusal('link_over')];
    await realtime.recheck((who) => who.kind === 'link');
    expect(await cut).toBe('io server disconnect');
  });

  test('is taken out of a room whose right it lost; others stay, whatever other rooms they are in', async () => {
    answers = [link];
    const one = connect();
    await one.connected;
    answers = [operator];
    const other = connect();
    await other.connected;
    for (const { socket } of [one, other]) await socket.emitWithAck('join', { rooms: [ROOM, 'staff'], cursor: null });
    realtime.evict(ROOM, (who) => who.kind === 'operator');
    expect([...(realtime.io.of('/').adapter.rooms.get(ROOM) ?? [])]).toEqual([other.socket.id]);
  });
});
