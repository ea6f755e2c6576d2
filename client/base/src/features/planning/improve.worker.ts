/** A web worker that improves plans: what shared/planning/worker says, over this worker's messages. */
import { serveImprovements, type WorkerRequest } from '@dispatch/shared/planning/worker';

serveImprovements({
  post: (answer) => self.postMessage(answer),
  listen: (receive) => self.addEventListener('message', ({ data }: MessageEvent<WorkerRequest>) => receive(data)),
  now: () => performance.now(),
  // a message to oneself comes after those that wait, and sooner than a timer
  pause: () =>
    new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        port1.close();
        resolve();
      };
      port2.postMessage(null);
    }),
});
