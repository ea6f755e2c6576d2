/** A wire without a network and a clock that only moves when told: for tests of everything that is live. */
import type { Join, Joined, Room, RoomContent, ServerEvents } from '@dispatch/shared/protocol/events';
import type { Own } from './presence.ts';
import type { Every } from './timer.ts';
import type { Wire } from './wire.ts';

export class FakeWire implements Wire {
  id: string | null = null;
  connects = 0;
  reconnects = 0;
  readonly left: Room[][] = [];
  readonly said: Own[] = [];
  /** Joins sent and not answered yet. */
  readonly joins: { message: Join; answer: (joined: Joined) => void; fail: () => void }[] = [];
  readonly #listeners = new Map<string, ((message: never) => void)[]>();
  readonly #up: (() => void)[] = [];
  readonly #down: (() => void)[] = [];
  readonly #refused: ((code: string) => void)[] = [];

  connect(): void {
    this.connects += 1;
  }
  reconnect(): void {
    this.reconnects += 1;
  }
  close(): void {
    this.id = null;
  }
  onUp(listener: () => void): void {
    this.#up.push(listener);
  }
  onDown(listener: () => void): void {
    this.#down.push(listener);
  }
  onRefused(listener: (code: string) => void): void {
    this.#refused.push(listener);
  }
  listen<E extends keyof ServerEvents>(event: E, listener: ServerEvents[E]): void {
    this.#listeners.set(event, [...(this.#listeners.get(event) ?? []), listener]);
  }
  join(message: Join): Promise<Joined> {
    return new Promise((answer, reject) => {
      this.joins.push({
        message,
        answer,
        fail: () => {
          reject(new Error('no answer'));
        },
      });
    });
  }
  leave(rooms: Room[]): void {
    this.left.push(rooms);
  }
  presence(message: Own): void {
    this.said.push(message);
  }
  position(): void {
    // Positions are only sent by tablets.
  }

  /** The connection is made. */
  up(id = 'me'): void {
    this.id = id;
    for (const listener of this.#up) listener();
  }
  down(): void {
    for (const listener of this.#down) listener();
  }
  refuse(code: string): void {
    for (const listener of this.#refused) listener(code);
  }
  receive<E extends keyof ServerEvents>(event: E, message: Parameters<ServerEvents[E]>[0]): void {
    for (const listener of this.#listeners.get(event) ?? []) listener(message as never);
  }
  /** Answers the oldest open join. */
  async answer(joined: Partial<Extract<Joined, { ok: true }>> | Extract<Joined, { ok: false }>): Promise<void> {
    const join = this.joins.shift();
    if (!join) throw new Error('no join is waiting for an answer');
    const refused = 'code' in joined ? joined : null;
    const content = { ...nothing(), ...('content' in joined ? joined.content : {}) };
    join.answer(
      refused ?? {
        kind: 'snapshot',
        cursor: 'c1',
        removed: [],
        reference: [],
        ...(joined as object),
        ok: true,
        content,
      },
    );
    await settled();
  }
}

/** A clock and its timers. */
export class FakeTime {
  now = 1_000_000;
  readonly #timers: { ms: number; tick: () => void; next: number }[] = [];

  readonly read = (): number => this.now;
  readonly every: Every = (ms, tick) => {
    const timer = { ms, tick, next: this.now + ms };
    this.#timers.push(timer);
    return () => {
      this.#timers.splice(this.#timers.indexOf(timer), 1);
    };
  };

  /** Lets the time pass, timers running as they fall due. */
  pass(ms: number): void {
    const end = this.now + ms;
    for (;;) {
      const due = this.#timers.filter((timer) => timer.next <= end).sort((a, b) => a.next - b.next)[0];
      if (!due) break;
      this.now = due.next;
      due.next += due.ms;
      due.tick();
    }
    this.now = end;
  }

  /** The machine sleeps: the time passes, timers run once afterwards. */
  sleep(ms: number): void {
    this.now += ms;
    for (const timer of [...this.#timers]) {
      timer.next = this.now + timer.ms;
      timer.tick();
    }
  }
}

/** Lets everything that only waits for a promise go on. */
export async function settled(): Promise<void> {
  for (let i = 0; i < 20; i += 1) await Promise.resolve();
}

export function nothing(): RoomContent {
  return { cards: [], details: [], public: [], contractors: [] };
}
