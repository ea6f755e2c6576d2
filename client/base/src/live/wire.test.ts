import { EventEmitter, once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { io } from 'socket.io-client';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SOCKET_OPTIONS, wireOver, type Wire } from './wire.ts';

/** Takes connections and answers nothing, as a server that is busy. */
let server: Server;
/** The first line of each request, as it comes. */
let asked: string[];
const requests = new EventEmitter();
const sockets: Socket[] = [];
const wires: Wire[] = [];

beforeEach(async () => {
  asked = [];
  server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    socket.once('data', (data) => {
      asked.push(String(data).split(/[ ?]/)[1] ?? '');
      requests.emit('request');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(async () => {
  for (const wire of wires.splice(0)) wire.close();
  for (const socket of sockets.splice(0)) socket.destroy();
  server.close();
  await once(server, 'close');
});

function open(path: string): { wire: Wire; failed: Promise<void> } {
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  // By itself the library would try again in an hour.
  const options = { ...SOCKET_OPTIONS, reconnectionDelay: 3_600_000, reconnectionDelayMax: 3_600_000 };
  const socket = io(url, { ...options, path, transports: ['websocket'] });
  const wire = wireOver(socket);
  wires.push(wire);
  return { wire, failed: new Promise((resolve) => socket.once('connect_error', () => resolve())) };
}

test('L10: a connection that is being made goes on when another is asked for', async () => {
  const { wire } = open('/first');
  wire.connect();
  await once(requests, 'request');
  for (let times = 0; times < 5; times += 1) wire.reconnect();
  // Whatever else had been begun would have arrived before this one.
  open('/last').wire.connect();
  while (!asked.includes('/last/')) await once(requests, 'request');
  expect(asked).toEqual(['/first/', '/last/']);
});

test('L10: between two attempts the next one is made at once when it is asked for', async () => {
  const { wire, failed } = open('/first');
  wire.connect();
  await once(requests, 'request');
  for (const socket of sockets.splice(0)) socket.destroy();
  await failed;
  wire.reconnect();
  await once(requests, 'request');
  expect(asked).toEqual(['/first/', '/first/']);
});
