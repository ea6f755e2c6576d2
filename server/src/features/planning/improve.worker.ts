/** A worker thread that improves plans: what shared/planning/worker says, over this thread's port. */
import { setImmediate } from 'node:timers/promises';
import { parentPort } from 'node:worker_threads';
import { serveImprovements, type WorkerRequest } from '@dispatch/shared/planning/worker';

if (!parentPort) throw new Error('improve.worker runs in a worker thread only');
const port = parentPort;

serveImprovements({
  post: (answer) => port.postMessage(answer),
  listen: (receive) => void port.on('message', (request: WorkerRequest) => receive(request)),
  now: () => performance.now(),
  pause: () => setImmediate(),
});
