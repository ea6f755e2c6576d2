import type { Logger } from 'pino';
import type { Feed } from '../feed/feed.ts';
import { holdConnection, type HeldConnection } from './connection.ts';
import { Dispatcher } from './dispatcher.ts';
import type { JobDoor } from './door.ts';
import { JobRunner, migrateJobs, type JobWatcher } from './runner.ts';
import { deadWorkers, freeJobs, showLife } from './workers.ts';

export interface JobsOptions {
  /** The database's connection string: the runner has a small pool of its own, the dispatcher one connection. */
  url: string;
  doors: readonly JobDoor[];
  feed: Pick<Feed, 'now' | 'since'>;
  log: Logger;
  /** Jobs run at a time on this node. */
  concurrency?: number;
  /** How often the dispatcher looks without being woken, ms. */
  pollMs?: number;
  /** Two looks this far apart must both find a worker dead before its jobs are given to others, ms. */
  searchDeadMs?: number;
  watch?: JobWatcher;
}

export interface Jobs {
  /** There is something new in the history: called with the relay's waking. */
  wake(): void;
  /** True while this node's dispatcher is the one that works. */
  leads(): boolean;
  /** Lets running jobs end, then lets go of the locks. */
  stop(): Promise<void>;
}

const LEADER = `hashtext('dispatch-board dispatcher')`;

/**
 * Background work of a node: the job runner, and one dispatcher in the cluster. Each node holds one connection; who has
 * the session lock on it dispatches, the others ask for the lock each second.
 */
export async function startJobs(options: JobsOptions): Promise<Jobs> {
  const {
    url,
    doors,
    feed,
    log,
    concurrency = 4,
    pollMs = 1000,
    searchDeadMs = 5000,
    watch = () => undefined,
  } = options;
  const first = await holdConnection(url);
  const runner = new JobRunner({ url, doors, log, concurrency, watch });
  try {
    await migrateJobs(first, url, log);
    await runner.start();
  } catch (error) {
    await first.close();
    throw error;
  }

  const dispatcher = new Dispatcher({ feed, doors, log });
  let stopping = false;
  let leads = false;
  let woken = false;
  let endRest: () => void = () => undefined;
  function wake(): void {
    woken = true;
    endRest();
  }
  runner.onWorkers(wake);

  /** Until the next look: the poll, or a wake since the last one. */
  async function rest(): Promise<void> {
    if (!woken && !stopping)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, pollMs);
        endRest = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    woken = false;
  }

  async function serve({ client, lost }: HeldConnection): Promise<void> {
    let shown: string | null = null;
    let suspects: string[] = [];
    let searchedAt = Date.now();
    lost.addEventListener('abort', wake, { once: true });
    while (!stopping && !lost.aborted) {
      if (runner.workers !== null && runner.workers !== shown) {
        await showLife(client, runner.workers, shown);
        shown = runner.workers;
      }
      if (!leads) {
        const { rows } = await client.query<{ leads: boolean }>(`select pg_try_advisory_lock(${LEADER}) as leads`);
        leads = rows[0]?.leads === true;
        if (leads) {
          dispatcher.reset();
          log.info('this node dispatches');
        }
      }
      if (leads) {
        await dispatcher.pass(client);
        if (Date.now() - searchedAt > searchDeadMs) {
          searchedAt = Date.now();
          const dead = await deadWorkers(client);
          const sure = dead.filter((worker) => suspects.includes(worker));
          if (sure.length > 0) {
            log.warn({ workers: sure.length }, 'took over the jobs of a worker that died');
            await freeJobs(client, sure);
          }
          suspects = dead;
        }
      }
      await rest();
    }
  }

  async function loop(): Promise<void> {
    let held: HeldConnection | null = first;
    while (!stopping) {
      try {
        held ??= await holdConnection(url);
        await serve(held);
      } catch (error) {
        log.warn({ err: error }, 'the dispatcher stumbled; trying again');
      }
      leads = false;
      await held?.close();
      held = null;
      await rest();
    }
  }

  const looping = loop();
  return {
    wake,
    leads: () => leads,
    async stop() {
      stopping = true;
      endRest();
      await runner.stop();
      await looping;
    },
  };
}
