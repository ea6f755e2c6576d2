import type { Logger } from 'pino';
import type { Feed } from './feed.ts';
import type { Emission, Projection, RoomsHere } from './projection.ts';

export interface RelayOptions {
  feed: Feed;
  projections: readonly Projection[];
  rooms: RoomsHere;
  /** Sends to this node's sockets only; every node runs its own relay. */
  emit(emission: Emission): void;
  /** Tells this node's screens that they have everything up to the cursor. */
  fresh(cursor: string): void;
  /** Lets this node's screens connect anew: their cursors are void and will be answered with a snapshot (rule S11). */
  anew(): void;
  log: Logger;
  /** How often to look without being woken, ms. */
  pollMs?: number;
}

export interface Relay {
  start(): Promise<void>;
  /** Looks now: after a commit of this node, or when another node says so. */
  wake(): void;
  /** How far it has come; null before the first read. */
  position(): string | null;
  stop(): Promise<void>;
}

/**
 * Turns new history into messages: one pass reads everything since the last one and sends each changed record once, so
 * that a burst becomes one message and catching up after a pause is the same path as live (rules S1, S5).
 */
export function createRelay({ feed, projections, rooms, emit, fresh, anew, log, pollMs = 1000 }: RelayOptions): Relay {
  let cursor: string | null = null;
  let timer: NodeJS.Timeout | null = null;
  let running: Promise<void> | null = null;
  let again = false;
  /** Asked through a function: it changes while a pass is waited for. */
  const isAskedAgain = (): boolean => again;
  let stopped = true;
  let toldAt = 0;

  async function pass(): Promise<void> {
    if (cursor === null) {
      cursor = await feed.now();
      return;
    }
    const read = await feed.since(cursor);
    if (read === null) {
      // The feed changed under us (an import, a restore), or we slept through more than a catch-up. Not a word of the new
      // cursor may reach a screen before it has the snapshot.
      cursor = await feed.now();
      log.info('the feed begins anew; screens get a snapshot');
      anew();
      return;
    }
    if (read.events.length > 0 || read.reference.length > 0)
      for (const projection of projections) for (const emission of await projection(read, rooms)) emit(emission);
    cursor = read.cursor;
    const now = Date.now();
    if (now - toldAt >= pollMs - 50) {
      toldAt = now;
      fresh(cursor);
    }
  }

  async function run(): Promise<void> {
    do {
      again = false;
      try {
        await pass();
      } catch (error) {
        // The cursor has not moved: the next pass reads the same events again.
        log.warn({ err: error }, 'relay could not read the history; trying again');
        break;
      }
    } while (isAskedAgain() && !stopped);
    running = null;
    if (!stopped) timer = setTimeout(kick, pollMs);
  }

  function kick(): void {
    if (stopped) return;
    if (running) {
      again = true;
      return;
    }
    if (timer) clearTimeout(timer);
    timer = null;
    running = run();
  }

  return {
    async start() {
      stopped = false;
      cursor = await feed.now();
      kick();
    },
    wake: kick,
    position: () => cursor,
    async stop() {
      stopped = true;
      if (timer) clearTimeout(timer);
      await running;
    },
  };
}
