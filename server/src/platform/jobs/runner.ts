import { EventEmitter } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import {
  Logger as WorkerLogger,
  run,
  runMigrations,
  type Runner,
  type TaskList,
  type WorkerEvents,
} from 'graphile-worker';
import pg from 'pg';
import type { Logger } from 'pino';
import { JOBS_SCHEMA } from './add.ts';
import type { HeldConnection } from './connection.ts';
import type { JobDoor } from './door.ts';

/** Told about each job that was tried, for metrics. */
export type JobWatcher = (task: string, seconds: number, ok: boolean) => void;

export interface RunnerOptions {
  url: string;
  doors: readonly JobDoor[];
  log: Logger;
  /** Jobs run at a time. */
  concurrency: number;
  watch: JobWatcher;
}

/** Looks for jobs whose time has come this often; new ones without a time start at once. */
const POLL_MS = 1000;
const RESTART_MS = 1000;

/** Brings the runner's own tables up to date, one node at a time. */
export async function migrateJobs({ client }: HeldConnection, url: string, log: Logger): Promise<void> {
  await client.query(`select pg_advisory_lock(hashtext('dispatch-board job tables'))`);
  try {
    await runMigrations({ connectionString: url, schema: JOBS_SCHEMA, maxPoolSize: 1, logger: loggerOf(log) });
  } finally {
    await client.query(`select pg_advisory_unlock(hashtext('dispatch-board job tables'))`);
  }
}

/**
 * The job runner (graphile-worker) of this node. It ends when the database goes away for longer than it is patient;
 * then it is started again until `stop`.
 */
export class JobRunner {
  readonly #options: RunnerOptions;
  #runner: Runner | null = null;
  #stopping = new AbortController();
  #supervising: Promise<void> = Promise.resolve();
  /** Settles when the connections of the runner that ran last are closed. */
  #closed: Promise<void> = Promise.resolve();
  /** Under which name its jobs are locked; changes when it is started again. */
  #workers: string | null = null;
  #onWorkers: (workers: string) => void = () => undefined;

  constructor(options: RunnerOptions) {
    this.#options = options;
  }

  get workers(): string | null {
    return this.#workers;
  }

  onWorkers(listener: (workers: string) => void): void {
    this.#onWorkers = listener;
  }

  async start(): Promise<void> {
    this.#runner = await this.#run();
    this.#supervising = this.#supervise();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#runner?.stop().catch(() => undefined);
    await this.#supervising;
    await this.#closed;
  }

  async #supervise(): Promise<void> {
    const { log } = this.#options;
    const { signal } = this.#stopping;
    const over = (): boolean => signal.aborted;
    while (!over()) {
      await this.#runner?.promise.catch((error: unknown) => {
        log.warn({ err: error }, 'the job runner ended');
      });
      if (over()) return;
      await pause(RESTART_MS, undefined, { signal }).catch(() => undefined);
      if (over()) return;
      this.#runner = await this.#run().catch((error: unknown) => {
        log.warn({ err: error }, 'the job runner could not be started; trying again');
        return null;
      });
    }
    // Stopped while it was being started again.
    await this.#runner?.stop().catch(() => undefined);
  }

  async #run(): Promise<Runner> {
    const { url, doors, log, concurrency, watch } = this.#options;
    const taskList: TaskList = {};
    const crontab: string[] = [];
    for (const door of doors) {
      for (const [name, task] of Object.entries(door.tasks ?? {})) {
        if (taskList[name]) throw new Error(`expected one task of each name, got ${name} twice`);
        taskList[name] = (payload) => task(payload);
      }
      crontab.push(...(door.crontab ?? []));
    }
    const started = new Map<string, number>();
    const events: WorkerEvents = new EventEmitter();
    events.on('pool:create', ({ workerPool }) => {
      this.#workers = workerPool.id;
      this.#onWorkers(workerPool.id);
    });
    events.on('job:start', ({ job }) => {
      started.set(job.id, performance.now());
    });
    events.on('job:complete', ({ job, error }) => {
      const began = started.get(job.id);
      started.delete(job.id);
      watch(job.task_identifier, began === undefined ? 0 : (performance.now() - began) / 1000, error == null);
    });
    events.on('job:failed', ({ job, error }) => {
      log.error({ err: error, task: job.task_identifier, attempts: job.attempts }, 'a job failed for good');
    });
    const pool = new pg.Pool({
      connectionString: url,
      application_name: 'dispatch-board worker',
      // One listens for new jobs, the others fetch and finish them.
      max: concurrency + 1,
    });
    // A connection that the server drops, idle or at work, must not end the process; the runner opens another.
    const lost = (error: Error): void => {
      log.debug({ err: error }, 'the job runner lost a connection');
    };
    pool.on('error', lost);
    pool.on('connect', (client) => client.on('error', lost));
    const runner = await run({
      pgPool: pool,
      schema: JOBS_SCHEMA,
      concurrency,
      pollInterval: POLL_MS,
      noHandleSignals: true,
      taskList,
      crontab: crontab.join('\n'),
      events,
      logger: loggerOf(log),
    }).catch(async (error: unknown) => {
      await pool.end();
      throw error;
    });
    // The pool outlives the runner by as long as its last connection needs; `stop` waits for both.
    this.#closed = runner.promise
      .catch(() => undefined)
      .then(() => pool.end())
      .catch(() => undefined);
    return runner;
  }
}

/** The runner tells each job it starts and ends; of that only what is wrong goes into our log. */
function loggerOf(log: Logger): WorkerLogger {
  return new WorkerLogger((scope) => (level, message, meta) => {
    const task = scope.taskIdentifier === undefined ? {} : { task: scope.taskIdentifier };
    if (level === 'error') log.error({ ...task, err: meta['error'] }, message);
    else if (level === 'warning') log.warn(task, message);
    else log.debug(task, message);
  });
}
