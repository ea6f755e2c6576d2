import type pg from 'pg';
import type { Logger } from 'pino';
import type { Feed } from '../feed/feed.ts';
import type { FeedEvent } from '../feed/projection.ts';
import { addJobs } from './add.ts';
import type { JobDoor, NewJob } from './door.ts';

export interface DispatcherOptions {
  feed: Pick<Feed, 'now' | 'since'>;
  doors: readonly JobDoor[];
  log: Logger;
}

/** How many events the doors are asked about at a time. */
const CHUNK = 1000;
/** The longest backlog that is worked off; past it the events would no longer fit into one answer of the database. */
const LONGEST_BACKLOG = 500_000;
/** A position without events behind it is written down this often, so that reading on stays short after a restart. */
const REMEMBER_MS = 60_000;

/**
 * Turns the history into jobs. The jobs and the position in the feed are written by one transaction on the connection
 * that holds the dispatcher's lock, and only while the position is still the one that was read: whatever is killed or
 * cut off when, each event is turned into jobs exactly once (rule D1).
 */
export class Dispatcher {
  readonly #options: DispatcherOptions;
  /** Table feed: what the row says, and how far reading has come since without finding events. */
  #stored: string | null = null;
  #position: string | null = null;
  #rememberedAt = Date.now();

  constructor(options: DispatcherOptions) {
    this.#options = options;
  }

  /** How far it has come; null before its first pass. */
  get position(): string | null {
    return this.#position;
  }

  /** Forgets what it knows of the table: after another dispatcher may have worked. */
  reset(): void {
    this.#stored = null;
    this.#position = null;
  }

  /**
   * Reads what is new and adds its jobs.
   *
   * @param client the connection that holds the dispatcher's lock, outside of a transaction.
   * @returns how many events were turned into jobs.
   */
  async pass(client: pg.ClientBase): Promise<number> {
    const { feed, log } = this.#options;
    this.#position ??= this.#stored = await readPosition(client, feed);
    const read = await feed.since(this.#position, LONGEST_BACKLOG);
    if (read === null) {
      const stored = await readPosition(client, feed);
      if (stored !== this.#stored) {
        // The feed got a new identity (an import, a restore), and the row a position in it.
        this.#position = this.#stored = stored;
        return 0;
      }
      log.error(
        { position: this.#position },
        'the jobs of old events are given up: the dispatcher was away for too long',
      );
      await this.#move(client, await feed.now(), []);
      return 0;
    }
    const jobs = read.events.length === 0 ? [] : await this.#jobsFor(read.events);
    if (read.events.length > 0 || Date.now() - this.#rememberedAt > REMEMBER_MS) {
      if (!(await this.#move(client, read.cursor, jobs))) return 0;
    } else this.#position = read.cursor;
    return read.events.length;
  }

  async #jobsFor(events: readonly FeedEvent[]): Promise<NewJob[]> {
    const jobs: NewJob[] = [];
    for (let from = 0; from < events.length; from += CHUNK) {
      const chunk = events.slice(from, from + CHUNK);
      for (const door of this.#options.doors) if (door.jobsFor) jobs.push(...(await door.jobsFor(chunk)));
    }
    return jobs;
  }

  /** @returns false when someone else has moved the position; nothing is written then. */
  async #move(client: pg.ClientBase, cursor: string, jobs: readonly NewJob[]): Promise<boolean> {
    await client.query('begin');
    try {
      const moved = await client.query('update feed set dispatched = $1 where dispatched = $2', [cursor, this.#stored]);
      if (moved.rowCount !== 1) {
        await client.query('rollback');
        this.reset();
        return false;
      }
      await addJobs(client, jobs);
      const commit = await client.query('commit');
      if (commit.command !== 'COMMIT') throw new Error(`expected COMMIT, got ${commit.command}`);
    } catch (error) {
      this.reset();
      await client.query('rollback').catch(() => undefined);
      throw error;
    }
    this.#position = this.#stored = cursor;
    this.#rememberedAt = Date.now();
    return true;
  }
}

/** The position in the table; the very first dispatcher begins at the present. */
async function readPosition(client: pg.ClientBase, feed: Pick<Feed, 'now'>): Promise<string> {
  const { rows } = await client.query<{ dispatched: string | null }>('select dispatched from feed');
  const dispatched = rows[0]?.dispatched;
  if (dispatched != null) return dispatched;
  const { rows: begun } = await client.query<{ dispatched: string }>(
    'update feed set dispatched = coalesce(dispatched, $1) returning dispatched',
    [await feed.now()],
  );
  return begun[0]?.dispatched ?? (await feed.now());
}
