/** Who else is here, what they look at and what they hold in the hand (rules P1 to P4 in docs/protocol.md). */
import type { Presence } from '@dispatch/shared/protocol/events';
import type { LiveConnection } from './connection.ts';
import { every as intervals, type Every } from './timer.ts';

export type Own = Pick<Presence, 'looking' | 'drag'>;

/** Own presence is said again this often, and others are forgotten after the second time without a word. Milliseconds. */
const REPEAT = 10_000;
const FORGET = 15_000;
const TICK = 2_500;

export class PresenceRoom {
  readonly #live: LiveConnection;
  readonly #now: () => number;
  readonly #others = new Map<string, { presence: Presence; at: number }>();
  readonly #listeners = new Set<() => void>();
  readonly #stops: (() => void)[];
  #own: Own = { looking: null, drag: null };
  #saidAt = -Infinity;

  constructor(live: LiveConnection, options: { now?: () => number; every?: Every } = {}) {
    this.#live = live;
    this.#now = options.now ?? Date.now;
    this.#stops = [
      live.on('presence', (message) => {
        this.#hear(message);
      }),
      live.on('joined', ({ rooms }) => {
        if (rooms.includes('staff')) this.#say();
      }),
      (options.every ?? intervals)(TICK, () => {
        this.#tick();
      }),
    ];
  }

  /** The others, one entry per tab of theirs, in the order of their names. */
  get others(): Presence[] {
    return Array.from(this.#others.values(), ({ presence }) => presence).sort(
      (a, b) => a.name.localeCompare(b.name) || (a.key < b.key ? -1 : 1),
    );
  }

  /** Says what this screen looks at or holds; nothing is sent when that is what was said last. */
  set(own: Partial<Own>): void {
    const next = { ...this.#own, ...own };
    const { looking, drag } = this.#own;
    const same =
      next.looking === looking &&
      next.drag?.issueId === drag?.issueId &&
      next.drag?.contractorId === drag?.contractorId;
    this.#own = next;
    if (!same) this.#say();
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  stop(): void {
    for (const stop of this.#stops) stop();
  }

  #say(): void {
    this.#saidAt = this.#now();
    this.#live.wire.presence(this.#own);
  }

  #hear(message: Presence | { key: string; gone: true }): void {
    if (message.key === this.#live.wire.id) return;
    if ('gone' in message) {
      if (!this.#others.delete(message.key)) return;
    } else this.#others.set(message.key, { presence: message, at: this.#now() });
    this.#tell();
  }

  #tick(): void {
    const now = this.#now();
    if (now - this.#saidAt >= REPEAT && this.#live.state.kind === 'live') this.#say();
    let gone = false;
    for (const [key, { at }] of this.#others) if (now - at > FORGET) gone = this.#others.delete(key);
    if (gone) this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
