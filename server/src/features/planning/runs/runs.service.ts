/** Searches for a better plan: one at a time on each node, in a thread; what they found is reviewed and then applied. */
import { randomInt, randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { ChangeSet } from '@dispatch/shared/planning/change-set';
import { figuresOf } from '@dispatch/shared/planning/improve';
import { planInput } from '@dispatch/shared/planning/plan';
import type { PlanRun } from '@dispatch/shared/planning/plan-run';
import type { ApplyRun, NewRun } from '@dispatch/shared/planning/plan-run.schema';
import type { Logger } from 'pino';
import type { Database } from '../../../platform/database/database.ts';
import type { Asker } from '../../../platform/http/route.ts';
import { Refusal } from '../../../platform/refusal.ts';
import type { ChangesService } from '../changes.service.ts';
import type { PlanReader } from '../planning.reader.ts';
import { improveInThread, type Host, type HostOptions } from './improve.host.ts';
import { planToImprove, resultOf } from './run.plan.ts';
import * as repo from './runs.repo.ts';

export interface RunsDependencies {
  database: Database;
  reader: PlanReader;
  changes: ChangesService;
  /** Unix ms. */
  clock(): number;
  log: Logger;
  /** Where the thread's program is and what it may use; tests have others. */
  host?: HostOptions;
}

export interface RunsService {
  /** Lets it wait for its turn. @throws Refusal too_many_runs. */
  start(who: Asker, asked: NewRun): Promise<PlanRun>;
  /** The latest first, without results. */
  list(): Promise<PlanRun[]>;
  /** @throws Refusal not_found. */
  read(id: string): Promise<PlanRun>;
  /** Ends the search with the best so far. @throws Refusal not_found. */
  stop(id: string): Promise<PlanRun>;
  /**
   * Makes one change set of what it found.
   *
   * @throws Refusal not_found, no_result, nothing_to_apply, and what applying a change set throws.
   */
  apply(who: Asker, id: string, asked: ApplyRun, key: string, app: string): Promise<ChangeSet>;
  /** Ends what runs here. */
  close(): Promise<void>;
  /** When nothing runs or waits here. */
  idle(): Promise<void>;
}

const SHOWN = 20;
/** So many may wait on a node. */
const MOST_WAITING = 10;
const TELL_MS = 500;
/** A node that was not heard of for so long has stopped. */
const LOST_SECONDS = 30;
const LOST = 'The server that searched has stopped. Nothing was changed; start it again.';

export function runsService({ database, reader, changes, clock, log, host }: RunsDependencies): RunsService {
  const { pool } = database;
  const node = randomUUID();
  const queue: NewRun[] = [];
  let current: { id: string; thread: Host | null; stopped: boolean } | null = null;
  let working: Promise<void> | null = null;
  let closed = false;

  async function read(id: string): Promise<PlanRun> {
    const run = await repo.runOf(pool, id);
    if (!run) throw new Refusal('not_found');
    return run;
  }

  async function work(): Promise<void> {
    for (let next = queue.shift(); next; next = queue.shift()) {
      current = { id: next.id, thread: null, stopped: false };
      try {
        await search(next, current);
      } catch (error) {
        log.error({ err: error, run: next.id }, 'a search for a better plan failed');
        await repo
          .setEnded(pool, next.id, { at: clock(), fault: 'The search could not be run. Nothing was changed.' })
          .catch(() => undefined);
      }
    }
    current = null;
  }

  async function search(asked: NewRun, run: NonNullable<typeof current>): Promise<void> {
    const { id, seconds, iterations } = asked;
    const seed = asked.seed ?? randomInt(2 ** 32);
    await repo.setStarted(pool, id, clock());
    const world = await reader.read({ unassignedOf: asked.districtIds });
    const { plan, shifts } = planToImprove(world, asked);
    const before = figuresOf(plan);
    let progress = { part: 0, iterations: 0, before, best: before, moved: 0 };
    await repo.setProgress(pool, id, progress);
    const thread = improveInThread(
      {
        plan: planInput(plan),
        options: {
          seed,
          milliseconds: seconds * 1_000,
          scope: { shifts, unplanned: true },
          ...(iterations !== undefined && { iterations }),
        },
        onProgress({ part, iterations: done, figures, moved }) {
          progress = { part, iterations: done, before, best: figures, moved };
        },
      },
      host,
    );
    run.thread = thread;
    if (run.stopped) thread.stop();
    if (closed) thread.kill(LOST);
    const telling = tell(run, () => progress);
    const end = await thread.ended;
    await telling.stop();
    const at = clock();
    if (end.kind === 'failed') {
      log.warn({ run: id, fault: end.fault }, 'a search for a better plan came to nothing');
      await repo.setEnded(pool, id, { at, fault: end.fault });
    } else {
      const result = resultOf(world, plan, end.improved, { seed, stopped: end.stopped });
      await repo.setEnded(pool, id, { at, result });
    }
    await repo.forgetResults(pool, SHOWN);
  }

  /** Writes progress twice a second, hears whether it is to stop, and says for those waiting that this node lives. */
  function tell(run: NonNullable<typeof current>, progress: () => Parameters<typeof repo.setProgress>[2]) {
    const over = new AbortController();
    const turn = async (): Promise<void> => {
      while (!over.signal.aborted) {
        try {
          await repo.setProgress(pool, run.id, progress());
          const stopping = await repo.heard(pool, [run.id, ...queue.map(({ id }) => id)]);
          if (stopping.includes(run.id) && !run.stopped) {
            run.stopped = true;
            run.thread?.stop();
          }
          await dropWaiting(stopping);
        } catch (error) {
          // a database that is away for a moment ends no search
          log.warn({ err: error, run: run.id }, 'the progress of a search could not be written');
        }
        await setTimeout(TELL_MS, undefined, { signal: over.signal }).catch(() => undefined);
      }
    };
    const running = turn();
    return {
      async stop() {
        over.abort();
        await running;
      },
    };
  }

  /** Those that were stopped before their turn. */
  async function dropWaiting(ids: readonly string[]): Promise<void> {
    for (const id of ids) {
      const at = queue.findIndex((asked) => asked.id === id);
      if (at < 0) continue;
      queue.splice(at, 1);
      await repo.setEnded(pool, id, { at: clock(), fault: 'It was stopped before its turn came.' });
    }
  }

  const service: RunsService = {
    async start(who, asked) {
      if (queue.length >= MOST_WAITING) throw new Refusal('too_many_runs');
      if (await repo.insertRun(pool, asked, { at: clock(), by: who.userId ?? null, node })) {
        queue.push(asked);
        working ??= work().finally(() => {
          working = null;
        });
      }
      return read(asked.id);
    },
    async list() {
      await repo.endOrphans(pool, LOST_SECONDS, clock(), LOST);
      return repo.latestRuns(pool, SHOWN);
    },
    async read(id) {
      await repo.endOrphans(pool, LOST_SECONDS, clock(), LOST);
      return read(id);
    },
    async stop(id) {
      if (await repo.askToStop(pool, id)) {
        await dropWaiting([id]);
        if (current?.id === id) {
          current.stopped = true;
          current.thread?.stop();
        }
      }
      return read(id);
    },
    async apply(who, id, { changeId, without = [], ask = false, days = 'seen' }, key, app) {
      const { result } = await read(id);
      if (!result) throw new Refusal('no_result');
      const left = new Set(without);
      const moves = result.moves.filter((move) => !left.has(move.id));
      if (moves.length === 0) throw new Refusal('nothing_to_apply');
      const change = await changes.apply({
        who,
        change: {
          id: changeId,
          kind: 'day',
          commands: moves.map(({ id: issue, free, action, input }) => ({
            id: issue,
            action: ask && free ? ('offer' as const) : action,
            input: { ...input },
          })),
          days: days === 'any' ? {} : result.days,
        },
        key,
        app,
        summary: {
          runId: id,
          moved: moves.filter(({ slight }) => !slight).length,
          placed: moves.filter(({ from }) => from === null).length,
          travelBefore: result.before.travel,
          travelAfter: result.after.travel,
          missedBefore: result.before.missed,
          missedAfter: result.after.missed,
        },
      });
      await repo.setChange(pool, id, changeId);
      return change;
    },
    async close() {
      closed = true;
      await dropWaiting(queue.map(({ id }) => id)).catch(() => undefined);
      current?.thread?.kill(LOST);
      await working;
    },
    async idle() {
      while (working) await working;
    },
  };
  return service;
}
