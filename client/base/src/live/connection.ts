/**
 * The live connection of a screen: which rooms it is in, up to where it has been told everything, and how old that is.
 * The rules (L1 to L14) are in docs/protocol.md.
 */
import type {
  Cursor,
  Joined,
  ReferenceChange,
  Removed,
  Room,
  RoomContent,
  ServerEvents,
} from '@dispatch/shared/protocol/events';
import { PROTOCOL_VERSION } from '@dispatch/shared/protocol/version';
import { Emitter } from './emitter.ts';
import { every as intervals, type Every } from './timer.ts';
import type { Wire } from './wire.ts';

/** How a screen stands to the server. `since` and `freshAt` are the device's clock, Unix ms. */
export type LiveState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'live'; readonly freshAt: number }
  /** Connected, but nothing has been heard for a while. */
  | { readonly kind: 'behind'; readonly freshAt: number }
  | { readonly kind: 'offline'; readonly since: number; readonly freshAt: number | null }
  | { readonly kind: 'refused'; readonly code: string }
  /** The server speaks another version of the protocol: the page must be loaded again. */
  | { readonly kind: 'outdated' };

/** What a join brought. `rooms` are those it was about. */
export interface JoinedRooms {
  readonly kind: 'snapshot' | 'changes';
  readonly rooms: readonly Room[];
  readonly content: RoomContent;
  readonly removed: readonly { room: Room; items: Removed[] }[];
  readonly reference: readonly ReferenceChange[];
}

type Payload<E extends keyof ServerEvents> = Parameters<ServerEvents[E]>[0];

/** What the connection tells. The names of the wire mean the wire's messages. */
export interface LiveEvents {
  state: LiveState;
  /** A join has been sent; what arrives from now on may be newer than its answer. */
  joining: readonly Room[];
  joined: JoinedRooms;
  left: readonly Room[];
  denied: { rooms: readonly Room[]; code: string };
  fresh: Payload<'fresh'>;
  cards: Payload<'cards'>;
  detail: Payload<'detail'>;
  issue: Payload<'issue'>;
  contractors: Payload<'contractors'>;
  reference: Payload<'reference'>;
  presence: Payload<'presence'>;
  position: Payload<'position'>;
  public_position: Payload<'public_position'>;
}

export interface LiveOptions {
  readonly wire: Wire;
  /** The device's clock, Unix ms. */
  readonly now?: () => number;
  readonly every?: Every;
  /** Reads what the boards hold over HTTP, where it is compressed (rule L1). Null or a rejection: join without. */
  readonly snapshot?: () => Promise<{ cursor: Cursor; content: RoomContent } | null>;
}

/** Heartbeats come each second; after this long without one the data counts as old. Milliseconds. */
const BEHIND_AFTER = 3_000;
/** After this long without a heartbeat the connection is taken for dead (rule L9). */
const DEAD_AFTER = 10_000;
/** A timer this late means that the machine slept (rule L10). */
const SLEPT_AFTER = 5_000;
/** After waking, a heartbeat must come within this time (rule L10). */
const WAKE_PATIENCE = 2_000;
const TICK = 1_000;

const PASSED_ON = [
  'detail',
  'issue',
  'contractors',
  'reference',
  'presence',
  'position',
  'public_position',
  'cards',
] as const;

export class LiveConnection extends Emitter<LiveEvents> {
  readonly wire: Wire;
  readonly #now: () => number;
  readonly #every: Every;
  readonly #snapshot: LiveOptions['snapshot'];
  /** Rooms this screen wants, those whose content it holds as of the cursor, and those joined on this connection. */
  readonly #wanted = new Set<Room>();
  readonly #held = new Set<Room>();
  readonly #joined = new Set<Room>();
  #cursor: Cursor | null = null;
  #up = false;
  /** True once the held rooms have been joined again on this connection. */
  #synced = false;
  #joining = false;
  /** Set when a join of several rooms was refused: each then stands for itself. */
  #oneByOne = false;
  /** Raised with each connection; an answer of an earlier one is thrown away. */
  #epoch = 0;
  #state: LiveState = { kind: 'connecting' };
  #freshAt: number | null = null;
  #ticked = 0;
  /** A heartbeat must come before this moment. */
  #deadline: number | null = null;
  #stopTicking: (() => void) | null = null;

  constructor(options: LiveOptions) {
    super();
    this.wire = options.wire;
    this.#now = options.now ?? Date.now;
    this.#every = options.every ?? intervals;
    this.#snapshot = options.snapshot;
    this.#listen();
  }

  get state(): LiveState {
    return this.#state;
  }

  /** Where the screen stands; null before anything has been joined. */
  get cursor(): Cursor | null {
    return this.#cursor;
  }

  /** Rooms asked for, whether joined yet or not. */
  get rooms(): ReadonlySet<Room> {
    return this.#wanted;
  }

  start(): void {
    if (this.#stopTicking) return;
    this.#ticked = this.#now();
    this.#stopTicking = this.#every(TICK, () => {
      this.#tick();
    });
    this.wire.connect();
  }

  stop(): void {
    this.#stopTicking?.();
    this.#stopTicking = null;
    this.wire.close();
  }

  /** Asks for rooms; they are joined as soon as possible and again after each reconnect. */
  join(rooms: readonly Room[]): void {
    for (const room of rooms) this.#wanted.add(room);
    void this.#pump();
  }

  leave(rooms: readonly Room[]): void {
    const gone = rooms.filter((room) => this.#wanted.delete(room));
    if (gone.length === 0) return;
    for (const room of gone) {
      this.#held.delete(room);
      this.#joined.delete(room);
    }
    if (this.#up) this.wire.leave(gone);
    this.emit('left', gone);
  }

  /** To be called when the page is shown again or the network is back: makes sure that the connection is alive (L10). */
  check(): void {
    if (!this.#stopTicking || this.#state.kind === 'refused' || this.#state.kind === 'outdated') return;
    if (!this.#up) this.wire.reconnect();
    else this.#deadline ??= this.#now() + WAKE_PATIENCE;
  }

  #listen(): void {
    const { wire } = this;
    wire.onUp(() => {
      this.#up = true;
      this.#synced = false;
      this.#joining = false;
      this.#epoch += 1;
      this.#joined.clear();
      this.#deadline = this.#now() + DEAD_AFTER;
      void this.#pump();
    });
    wire.onDown(() => {
      this.#up = false;
      this.#synced = false;
      this.#deadline = null;
      if (this.#state.kind !== 'refused' && this.#state.kind !== 'outdated')
        this.#become({ kind: 'offline', since: this.#now(), freshAt: this.#freshAt });
    });
    wire.onRefused((code) => {
      this.#up = false;
      this.#become({ kind: 'refused', code });
    });
    wire.listen('hello', ({ protocol }) => {
      if (protocol !== PROTOCOL_VERSION) this.#become({ kind: 'outdated' });
    });
    wire.listen('fresh', (message) => {
      this.#heard();
      // Before the held rooms are joined again, "everything has been sent" is not said about them (L4).
      if (this.#synced && this.#cursor !== null) this.#cursor = message.cursor;
      this.emit('fresh', message);
    });
    for (const event of PASSED_ON)
      wire.listen(event, ((message: never) => {
        this.emit(event, message);
      }) as ServerEvents[typeof event]);
  }

  #heard(): void {
    this.#freshAt = this.#now();
    this.#deadline = null;
    if (this.#synced && this.#state.kind !== 'outdated') this.#become({ kind: 'live', freshAt: this.#freshAt });
  }

  #tick(): void {
    const now = this.#now();
    const slept = now - this.#ticked > TICK + SLEPT_AFTER;
    this.#ticked = now;
    if (slept) this.check();
    if (this.#up && this.#deadline !== null && now > this.#deadline) {
      this.wire.reconnect();
      return;
    }
    if (this.#up && this.#freshAt !== null && now - this.#freshAt > BEHIND_AFTER) {
      this.#deadline ??= this.#freshAt + DEAD_AFTER;
      if (this.#state.kind === 'live') this.#become({ kind: 'behind', freshAt: this.#freshAt });
    }
    void this.#pump();
  }

  /** Joins what is to be joined, one join at a time: first what is held (with the cursor), then what is new. */
  async #pump(): Promise<void> {
    if (this.#joining) return;
    const epoch = this.#epoch;
    this.#joining = true;
    try {
      while (this.#up && epoch === this.#epoch && this.#wanted.size > 0) {
        const first = !this.#synced && this.#cursor === null && this.#held.size === 0;
        if (first && this.#snapshot) await this.#prime(this.#snapshot);
        if (epoch !== this.#epoch) return;
        const rooms = this.#nextRooms();
        if (rooms.length === 0) return;
        if (!(await this.#joinRooms(rooms, this.#synced ? null : this.#cursor, epoch))) return;
      }
    } finally {
      if (epoch === this.#epoch) this.#joining = false;
    }
  }

  #nextRooms(): Room[] {
    if (!this.#synced) {
      const held = [...this.#held];
      if (held.length > 0 && this.#cursor !== null) return held;
      this.#synced = true;
    }
    const missing = [...this.#wanted].filter((room) => !this.#joined.has(room));
    return this.#oneByOne ? missing.slice(0, 1) : missing;
  }

  /** @returns false when it should be tried again at the next tick */
  async #joinRooms(rooms: Room[], cursor: Cursor | null, epoch: number): Promise<boolean> {
    this.emit('joining', rooms);
    const answer = await this.wire.join({ rooms, cursor }).catch((): null => null);
    if (epoch !== this.#epoch || answer === null) return false;
    if (!answer.ok) return this.#refused(rooms, answer);
    // A room left while the answer was under way is not taken up again.
    const stillWanted = rooms.filter((room) => this.#wanted.has(room));
    for (const room of stillWanted) {
      this.#joined.add(room);
      this.#held.add(room);
    }
    // A room that came later does not move the cursor: the others have not been told that far (L6).
    if (!this.#synced || this.#cursor === null) this.#cursor = answer.cursor;
    this.#synced = true;
    const { kind, content, removed, reference } = answer;
    this.emit('joined', { kind, rooms: stillWanted, content, removed, reference });
    this.#heard();
    return true;
  }

  #refused(rooms: Room[], answer: Extract<Joined, { ok: false }>): boolean {
    if (answer.code === 'not_ready') return false;
    // One room that may not be joined must not cost the others (L13): from now on each is asked for alone.
    if (rooms.length > 1) {
      this.#oneByOne = true;
      this.#held.clear();
      this.#cursor = null;
      this.#synced = true;
      return true;
    }
    for (const room of rooms) {
      this.#wanted.delete(room);
      this.#held.delete(room);
    }
    this.emit('denied', { rooms, code: answer.code });
    this.emit('left', rooms);
    return true;
  }

  async #prime(read: NonNullable<LiveOptions['snapshot']>): Promise<void> {
    const rooms = [...this.#wanted].filter((room) => !room.startsWith('issue:'));
    if (rooms.length === 0) return;
    const epoch = this.#epoch;
    this.emit('joining', rooms);
    const snapshot = await read().catch((): null => null);
    if (epoch !== this.#epoch || snapshot === null) return;
    this.#cursor = snapshot.cursor;
    for (const room of rooms) this.#held.add(room);
    this.emit('joined', { kind: 'snapshot', rooms, content: snapshot.content, removed: [], reference: [] });
  }

  #become(state: LiveState): void {
    const before = this.#state;
    this.#state = state;
    // Each heartbeat renews `freshAt`; listeners read it from the state, so they are told each time.
    if (before.kind !== state.kind || state.kind === 'live') this.emit('state', state);
  }
}
