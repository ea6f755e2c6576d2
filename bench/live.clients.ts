/** Sockets of many screens in a thread of their own; tells its parent when all of them have heard a message. */
import { parentPort, workerData } from 'node:worker_threads';
import { io } from 'socket.io-client';

const { url, count, rooms } = workerData as { url: string; count: number; rooms: string[] };
let heard = 0;
function hear(): void {
  heard += 1;
  if (heard < count) return;
  heard = 0;
  parentPort?.postMessage('all');
}

for (let i = 0; i < count; i += 1) {
  const socket = io(url, { path: '/api/live', transports: ['websocket'], forceNew: true, auth: { as: 'operator' } });
  await new Promise<void>((resolve) => socket.once('connect', resolve));
  await socket.emitWithAck('join', { rooms, cursor: null });
  socket.on('cards', hear);
}
parentPort?.postMessage('ready');
