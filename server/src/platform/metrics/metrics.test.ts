import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import express, { Router } from 'express';
import { expect, test } from 'vitest';
import { createMetrics, type Metrics } from './metrics.ts';

async function served(metrics: Metrics, paths: readonly string[]): Promise<string> {
  const api = Router();
  api.get('/issues/:id', async (_request, response) => {
    await Promise.resolve();
    response.send('ok');
  });
  api.use(() => {
    throw new Error('none');
  });
  api.use(((_error, _request, response, _next) => {
    response.status(404).end();
  }) satisfies express.ErrorRequestHandler);
  const app = express();
  app.use(metrics.measure);
  app.get('/metrics', metrics.handle);
  app.use('/api/v1', api);
  app.use((_request, response) => {
    response.send('page');
  });
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const base = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  for (const path of paths) await (await fetch(base + path)).text();
  const text = await (await fetch(`${base}/metrics`)).text();
  server.close();
  return text;
}

test('requests are counted by route pattern; ids and tokens of links never become labels', async () => {
  const text = await served(createMetrics(), [
    '/api/v1/issues/0198-secret',
    '/api/v1/issues/another',
    '/t/SECRETTOKEN?x=1',
    '/api/v1/nothing/SECRETTOKEN',
    '/desk/wall',
  ]);
  expect(text).toContain('dispatch_http_request_seconds_count{method="GET",route="/api/v1/issues/:id",status="200"} 2');
  expect(text).toContain('dispatch_http_request_seconds_count{method="GET",route="/*",status="200"} 1');
  expect(text).toContain('dispatch_http_request_seconds_count{method="GET",route="/api/*",status="404"} 1');
  expect(text).toContain('dispatch_http_request_seconds_count{method="GET",route="/desk/*",status="200"} 1');
  expect(text).not.toMatch(/secret|another/i);
});

test('a figure that cannot be read shows as NaN, and the others are still shown', async () => {
  const metrics = createMetrics();
  metrics.gauge('dispatch_broken', 'broken', () => Promise.reject(new Error('no database')));
  metrics.gauge('dispatch_sockets', 'Sockets', () => 3);
  metrics.gauges('dispatch_jobs', 'Jobs', 'state', () => Promise.resolve({ due: 2, failed: 1 }));
  metrics.counters('dispatch_asked_total', 'Asked', 'result', () => ({ done: 4, failed: 0 }));
  metrics.watchJob('offers:sweep', 0.01, false);
  const text = await served(metrics, []);
  expect(text).toMatch(/^dispatch_broken NaN$/im);
  expect(text).toMatch(/^dispatch_sockets 3$/m);
  expect(text).toMatch(/^dispatch_jobs\{state="due"\} 2$/m);
  expect(text).toMatch(/^dispatch_asked_total\{result="done"\} 4$/m);
  expect(text).toMatch(/^dispatch_asked_total\{result="failed"\} 0$/m);
  expect(text).toMatch(/^dispatch_job_failures_total\{task="offers:sweep"\} 1$/m);
  expect(text).toMatch(/^process_cpu_seconds_total /m);
});
