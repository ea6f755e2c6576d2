import * as wire from '@dispatch/shared/protocol/schema';
import type { Joined, Room } from '@dispatch/shared/protocol/events';
import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { REQUESTS, type Sample } from './testing/rights-requests.ts';
import { ASKERS, readRights, type AskerName, type Right } from './testing/rights-table.ts';
import { rightsWorld, type RightsWorld } from './testing/rights-world.ts';

/** docs/rights.md against a running node: nothing is missing in it, and everything in it is so. */
const table = readRights();
const AT_ROOT = ['GET /healthz', 'GET /readyz', 'GET /metrics'];
const routesWritten = [...table.keys()].filter((door) => /^[A-Z]+ \//.test(door) && !AT_ROOT.includes(door));
const ROOMS = ['staff', 'board:<district>', 'contractor:<id>', 'issue:<id>:staff', 'issue:<id>:public'];
/** Messages that clients send, by the schemas that validate them. */
const EVENTS = Object.keys(wire).filter((name) => name !== 'room');

let world: RightsWorld;
beforeAll(async () => {
  world = await rightsWorld();
  world.app.ready();
}, 60_000);
afterAll(() => world.close());

function rightOf(door: string, asker: AskerName): Right {
  const row = table.get(door);
  if (!row) throw new Error(`expected a row for ${door} in docs/rights.md`);
  return row[asker];
}

/** One answer for each of the asker's own and someone else's. */
function expected(right: Right): { own: boolean; others: boolean } {
  return { own: right !== 'no', others: right === 'yes' };
}

describe('docs/rights.md', () => {
  test('has a row for every route of every feature, and no other', () => {
    const routes = world.app.house.routes.map(({ method, path }) => `${method} ${path}`);
    expect(routesWritten.toSorted()).toEqual(routes.toSorted());
  });

  test('has a row for every message that clients may send and every kind of room, and no other', () => {
    const events = [...table.keys()].filter((door) => !/^[A-Z]+ \//.test(door));
    const joins = ROOMS.map((room) => `join ${room}`);
    expect(events.toSorted()).toEqual(['connect', ...joins, ...EVENTS.filter((name) => name !== 'join')].toSorted());
  });

  test('names every event that the features listen to', () => {
    const heard = new Set<string>();
    for (const name of ASKERS) {
      const kind =
        name === 'wall'
          ? 'operator'
          : name === 'link' || name === 'watch'
            ? 'link'
            : name === 'signed out'
              ? 'anyone'
              : name;
      const who = { kind, userId: 'u', contractorId: 'c', name: '', sessionId: null };
      const socket = { id: 's', data: { who }, on: (event: string) => heard.add(event), emit: () => true };
      for (const door of world.app.house.doors) door.onConnect?.(socket as never, {} as never);
    }
    heard.delete('disconnect');
    expect([...heard].filter((event) => !EVENTS.includes(event))).toEqual([]);
  });
});

/** True when the request was let through; it need not have succeeded. @throws when it failed without being refused */
async function letThrough(door: string, asker: AskerName, own: boolean): Promise<boolean> {
  const [method = '', path = ''] = door.split(' ');
  const make = REQUESTS[door];
  const subject = { world, asker, own, belongings: own ? world.own : world.others };
  const sample: Sample = make ? await make(subject) : {};
  const headers = { ...(await world.headersOf(asker)), ...sample.headers };
  const body = sample.raw ?? (method === 'GET' || method === 'DELETE' ? undefined : JSON.stringify(sample.body ?? {}));
  const root = AT_ROOT.includes(door) ? '' : '/api/v1';
  const response = await fetch(world.app.url + root + (sample.path ?? path), {
    method,
    headers: {
      ...headers,
      ...(body !== undefined && { 'content-type': sample.raw ? 'image/png' : 'application/json' }),
    },
    ...(body !== undefined && { body: body as NonNullable<RequestInit['body']> }),
  });
  const text = await response.text();
  if (response.status === 401) {
    expect([door, asker, JSON.parse(text)]).toMatchObject([door, 'signed out', { code: 'not_signed_in' }]);
    return false;
  }
  if (response.status === 403 || response.status === 404) return false;
  // Links that were never sent are answered as used up: to everyone alike.
  const known = response.status < 300 || (door.includes('/:token') && response.status === 422);
  if (!known) throw new Error(`${door} as ${asker} was neither done nor refused: ${String(response.status)} ${text}`);
  return true;
}

describe.each([...routesWritten, ...AT_ROOT])('%s', (door) => {
  test.each(ASKERS)('as %s', async (asker) => {
    const right = rightOf(door, asker);
    const answer = { own: await letThrough(door, asker, true), others: await letThrough(door, asker, false) };
    // Without an own one to ask for, one answer says it all; `some` must be tried both ways.
    if (right === 'some') expect(answer).toEqual({ own: true, others: false });
    else expect(answer).toEqual(expected(right));
  });
});

describe('sockets', () => {
  const sockets: Socket[] = [];
  afterAll(() => {
    for (const socket of sockets) socket.disconnect();
  });

  async function connect(asker: AskerName): Promise<Socket | null> {
    const { cookie, authorization } = (await world.headersOf(asker)) as { cookie?: string; authorization?: string };
    const socket = io(world.app.url, {
      path: '/api/live',
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
      ...(cookie !== undefined && { extraHeaders: { cookie } }),
      ...(authorization !== undefined && { auth: { link: authorization.replace('Link ', '') } }),
    });
    sockets.push(socket);
    return new Promise((resolve) => {
      socket.on('connect', () => {
        resolve(socket);
      });
      socket.on('connect_error', () => {
        resolve(null);
      });
    });
  }

  function roomOf(pattern: string, own: boolean): Room {
    const { contractorId, issueId } = own ? world.own : world.others;
    const id = pattern.startsWith('contractor') ? contractorId : issueId;
    return pattern.replace('<district>', world.districtId).replace('<id>', id) as Room;
  }

  const join = (socket: Socket, room: Room): Promise<Joined> =>
    socket.emitWithAck('join', { rooms: [room], cursor: null }) as Promise<Joined>;

  /** What the office hears when this asker sends a message; a second, known one tells that the first is not just late. */
  async function heardByOffice(event: string, message: object, asker: AskerName): Promise<boolean> {
    const office = await connect('owner');
    const other = await connect('operator');
    const socket = await connect(asker);
    if (!office || !other || !socket) return false;
    await join(office, 'staff');
    const heard: unknown[] = [];
    const settled = new Promise<void>((resolve) => {
      office.on('presence', (presence: { looking?: string }) => {
        if (presence.looking === world.others.issueId) resolve();
      });
    });
    office.on(event, (payload: { looking?: string }) => {
      if (payload.looking !== world.others.issueId) heard.push(payload);
    });
    socket.emit(event, message);
    // The answer to a message sent after it says that the first has been handled.
    await join(socket, 'staff');
    if (rightOf(event, asker) === 'yes') await expect.poll(() => heard.length).toBeGreaterThan(0);
    other.emit('presence', { looking: world.others.issueId, drag: null });
    await settled;
    for (const one of [office, other, socket]) one.disconnect();
    return heard.length > 0;
  }

  test.each(ASKERS)('connect as %s', async (asker) => {
    expect((await connect(asker)) !== null).toBe(rightOf('connect', asker) === 'yes');
  });

  describe.each(ROOMS)('join %s', (pattern) => {
    test.each(ASKERS)('as %s', async (asker) => {
      const socket = await connect(asker);
      const joined = async (own: boolean): Promise<boolean> =>
        socket !== null && (await join(socket, roomOf(pattern, own))).ok;
      expect({ own: await joined(true), others: await joined(false) }).toEqual(
        expected(rightOf(`join ${pattern}`, asker)),
      );
      socket?.disconnect();
    });
  });

  test.each(ASKERS)('leave as %s', async (asker) => {
    const socket = await connect(asker);
    socket?.emit('leave', { rooms: [roomOf('issue:<id>:public', true)] });
    const answered = socket !== null && 'ok' in (await join(socket, roomOf('issue:<id>:public', true)));
    expect(answered).toBe(rightOf('leave', asker) === 'yes');
    socket?.disconnect();
  });

  test.each(ASKERS)('presence as %s', async (asker) => {
    expect(await heardByOffice('presence', { looking: world.own.issueId, drag: null }, asker)).toBe(
      rightOf('presence', asker) === 'yes',
    );
  });

  test.each(ASKERS)('position as %s', async (asker) => {
    const position = { lat: 0.5, lon: 0.5, heading: null, at: Date.now() };
    expect(await heardByOffice('position', position, asker)).toBe(rightOf('position', asker) === 'yes');
  });
});
