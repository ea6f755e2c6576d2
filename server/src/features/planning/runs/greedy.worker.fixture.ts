/** A search that takes all the memory there is. */
import { parentPort } from 'node:worker_threads';

parentPort?.on('message', () => {
  const kept: number[][] = [];
  for (;;) kept.push(Array.from({ length: 100_000 }, (_, index) => index + kept.length));
});
