/** A search that breaks: by an error nobody catches, or by ending in the midst of it. */
import { parentPort, type MessagePort } from 'node:worker_threads';
import type { WorkerRequest } from '@dispatch/shared/planning/worker';

const port = parentPort as MessagePort;
port.on('message', (request: WorkerRequest) => {
  if (request.kind === 'improve' && request.options.seed === 1) process.exit(3);
  throw new Error('the sky has fallen');
});
