import type { NextFunction, Request, Response } from 'express';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { JobWatcher } from '../jobs/runner.ts';

/** Read at each scrape; null or a failure shows as NaN rather than as an old value. */
export type Figure = () => Promise<number | null> | number | null;

export interface Metrics {
  /** Measures every request: mounted before everything else. */
  measure(request: Request, response: Response, next: NextFunction): void;
  /** GET /metrics, in the text format of Prometheus. */
  handle(request: Request, response: Response): Promise<void>;
  /** A figure that is read at each scrape. Unit in the name, as Prometheus wants it. */
  gauge(name: string, help: string, read: Figure): void;
  /** The same with one label: figures by the label's value. */
  gauges(name: string, help: string, label: string, read: () => Promise<Record<string, number>>): void;
  /** Totals that only rise, with one label. */
  counters(name: string, help: string, label: string, read: () => Record<string, number>): void;
  /** For the job runner. */
  readonly watchJob: JobWatcher;
}

const HTTP_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];
const JOB_SECONDS = [0.005, 0.025, 0.1, 0.5, 2.5, 10, 60];
/** A scrape does not wait longer than this for a figure. */
const PATIENCE_MS = 1000;

/** Figures of one process, in a registry of its own. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const http = new Histogram({
    name: 'dispatch_http_request_seconds',
    help: 'Time from the first byte of a request to the end of its answer, by route pattern.',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: HTTP_SECONDS,
    registers: [registry],
  });
  const jobSeconds = new Histogram({
    name: 'dispatch_job_seconds',
    help: 'How long background jobs ran.',
    labelNames: ['task'] as const,
    buckets: JOB_SECONDS,
    registers: [registry],
  });
  const jobFailures = new Counter({
    name: 'dispatch_job_failures_total',
    help: 'Background jobs that failed and will be tried again, or were given up.',
    labelNames: ['task'] as const,
    registers: [registry],
  });

  return {
    measure(request, response, next) {
      const began = performance.now();
      response.once('close', () => {
        const labels = { method: methodOf(request), route: routeOf(request), status: String(response.statusCode) };
        http.observe(labels, (performance.now() - began) / 1000);
      });
      next();
    },
    async handle(_request, response) {
      const text = await registry.metrics();
      response.set('Cache-Control', 'no-store').type(registry.contentType).send(text);
    },
    gauge(name, help, read) {
      new Gauge({
        name,
        help,
        registers: [registry],
        async collect() {
          const value = await withinPatience(async () => read());
          this.set(value ?? Number.NaN);
        },
      });
    },
    gauges(name, help, label, read) {
      new Gauge({
        name,
        help,
        labelNames: [label],
        registers: [registry],
        async collect() {
          this.reset();
          const values = (await withinPatience(read)) ?? {};
          for (const [value, figure] of Object.entries(values)) this.set({ [label]: value }, figure);
        },
      });
    },
    counters(name, help, label, read) {
      new Counter({
        name,
        help,
        labelNames: [label],
        registers: [registry],
        collect() {
          this.reset();
          for (const [value, total] of Object.entries(read())) this.inc({ [label]: value }, total);
        },
      });
    },
    watchJob(task, seconds, ok) {
      jobSeconds.observe({ task }, seconds);
      if (!ok) jobFailures.inc({ task });
    },
  };
}

async function withinPatience<T>(read: () => Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, PATIENCE_MS, null);
  });
  try {
    return await Promise.race([read(), late]);
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** A label of few values whatever is sent: each new value would be kept for ever. */
function methodOf(request: Request): string {
  return METHODS.has(request.method) ? request.method : 'other';
}

/** The pattern of the route, never the path: paths hold ids and the tokens of tracking links. */
function routeOf(request: Request): string {
  const route = request.route as { path?: unknown } | undefined;
  if (typeof route?.path === 'string') return request.baseUrl + route.path;
  const path = request.originalUrl;
  if (path.startsWith('/api/')) return '/api/*';
  if (path.startsWith('/desk')) return '/desk/*';
  if (path.startsWith('/field')) return '/field/*';
  return '/*';
}
