import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PASSWORD, rightsWorld, type RightsWorld } from './testing/rights-world.ts';

/** Rule S10 on a running node: who loses a session, an account or a link loses the live connection with it. */
let world: RightsWorld;
const sockets: Socket[] = [];
beforeAll(async () => {
  world = await rightsWorld();
}, 60_000);
afterAll(async () => {
  for (const socket of sockets) socket.disconnect();
  await world.close();
});

type Headers = Record<string, string>;
const send = (headers: Headers, method: string, path: string, body?: unknown): Promise<Response> =>
  fetch(`${world.app.url}/api/v1${path}`, {
    method,
    headers: {
      'x-requested-with': 'dispatch-board',
      ...headers,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });

async function signedIn(email: string): Promise<Headers> {
  const reply = await send({}, 'POST', '/session', { email, password: PASSWORD });
  return { cookie: reply.headers.getSetCookie()[0]?.split(';')[0] ?? '' };
}

/** @returns the connected socket and its end; or why it was refused. */
function connect({ cookie, authorization }: Headers): Promise<{ socket: Socket; cut: Promise<string> }> {
  const socket = io(world.app.url, {
    path: '/api/live',
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
    ...(cookie !== undefined && { extraHeaders: { cookie } }),
    ...(authorization !== undefined && { auth: { link: authorization.replace('Link ', '') } }),
  });
  sockets.push(socket);
  const cut = new Promise<string>((resolve) => socket.on('disconnect', resolve));
  return new Promise((resolve, reject) => {
    socket.on('connect', () => {
      resolve({ socket, cut });
    });
    socket.on('connect_error', reject);
  });
}

const CUT = 'io server disconnect';

test('a revoked session is cut at once; the person’s other device stays', async () => {
  const { email } = await world.newUser({ role: 'operator' });
  const [here, there] = [await signedIn(email), await signedIn(email)];
  const [mine, theirs] = [await connect(here), await connect(there)];
  const list = (await (await send(here, 'GET', '/sessions')).json()) as { id: string; current: boolean }[];
  await send(here, 'DELETE', `/sessions/${list.find((one) => !one.current)?.id ?? ''}`);
  expect(await theirs.cut).toBe(CUT);
  await expect(connect(there)).rejects.toThrow('not_signed_in');
  expect(mine.socket.connected).toBe(true);
});

test('signing out cuts this browser', async () => {
  const { email } = await world.newUser({ role: 'household' });
  const here = await signedIn(email);
  const { cut } = await connect(here);
  expect((await send(here, 'DELETE', '/session')).status).toBe(204);
  expect(await cut).toBe(CUT);
});

test('a person who is switched off is cut everywhere, the wall they made too', async () => {
  const { email, id } = await world.newUser({ role: 'operator' });
  const here = await signedIn(email);
  const made = (await (await send(here, 'POST', '/kiosks', {})).json()) as { token: string };
  const wall = await send({}, 'POST', '/session', { kiosk: made.token });
  const screen = { cookie: wall.headers.getSetCookie()[0]?.split(';')[0] ?? '' };
  const [desk, display] = [await connect(here), await connect(screen)];
  await send(await world.headersOf('admin'), 'PATCH', `/users/${id}`, { status: 'deactivated' });
  expect(await Promise.all([desk.cut, display.cut])).toEqual([CUT, CUT]);
  await expect(connect(here)).rejects.toThrow('not_signed_in');
  await expect(connect(screen)).rejects.toThrow('not_signed_in');
});

test('another role cuts, so that no connection keeps old rights', async () => {
  const { email, id } = await world.newUser({ role: 'admin' });
  const { cut } = await connect(await signedIn(email));
  await send(await world.headersOf('owner'), 'PATCH', `/users/${id}`, { role: 'operator' });
  expect(await cut).toBe(CUT);
});

test('a new password cuts the other devices and keeps this one', async () => {
  const { email } = await world.newUser({ role: 'contractor' });
  const [here, there] = [await signedIn(email), await signedIn(email)];
  const [mine, theirs] = [await connect(here), await connect(there)];
  await send(here, 'PUT', '/password', { current: PASSWORD, password: 'another good sentence' });
  expect(await theirs.cut).toBe(CUT);
  expect(mine.socket.connected).toBe(true);
});

test('a revoked link is cut and does not open again', async () => {
  const link = await world.headersOf('link');
  const { cut } = await connect(link);
  await send(await world.headersOf('operator'), 'DELETE', `/issues/${world.own.issueId}/links`);
  expect(await cut).toBe(CUT);
  await expect(connect(link)).rejects.toThrow('link_over');
});

test('a page of another host cannot open a socket with the visitor’s cookie', async () => {
  const { cookie = '' } = await world.headersOf('operator');
  const socket = io(world.app.url, {
    path: '/api/live',
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
    extraHeaders: { cookie, origin: 'https://evil.example' },
  });
  sockets.push(socket);
  await expect(
    new Promise((resolve, reject) => {
      socket.on('connect', () => {
        resolve('connected');
      });
      socket.on('connect_error', reject);
    }),
  ).rejects.toThrow();
});
