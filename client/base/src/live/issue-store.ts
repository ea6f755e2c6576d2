/**
 * The issue cards a screen holds, as the server has them: one per issue, the one with the highest `rev`
 * (rules L2, L3, L5, L14 in docs/protocol.md). What the person has done and the server not yet answered lies in
 * PendingCommands.
 */
import { boardRoom, type Removed, type Room } from '@dispatch/shared/protocol/events';
import type { IssueCard } from '@dispatch/shared/issues/views';
import type { LiveConnection } from './connection.ts';
import { soon, type Schedule } from './timer.ts';

/** Cards by id, and word of those that changed. Both the store and the pending commands over it are one. */
export interface CardSource {
  get(id: string): IssueCard | undefined;
  values(): Iterable<IssueCard>;
  /** Called once per batch with the ids of cards that came, changed or went. Returns the way to stop. */
  subscribe(listener: (ids: ReadonlySet<string>) => void): () => void;
}

/** Something known about an issue while a join is under way. */
type Touched = { readonly rev: number; readonly goneFrom: Room | null };

export class IssueStore implements CardSource {
  readonly #cards = new Map<string, IssueCard>();
  readonly #rooms = new Set<Room>();
  readonly #listeners = new Set<(ids: ReadonlySet<string>) => void>();
  readonly #schedule: Schedule;
  #changed = new Set<string>();
  #flushing = false;
  /** What messages said since the join was sent; null while none is under way. */
  #touched: Map<string, Touched> | null = null;

  constructor(schedule: Schedule = soon) {
    this.#schedule = schedule;
  }

  get size(): number {
    return this.#cards.size;
  }

  get(id: string): IssueCard | undefined {
    return this.#cards.get(id);
  }

  values(): IterableIterator<IssueCard> {
    return this.#cards.values();
  }

  subscribe(listener: (ids: ReadonlySet<string>) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Follows a connection. Returns the way to stop. */
  attach(live: LiveConnection): () => void {
    const stops = [
      live.on('joining', () => {
        this.#touched ??= new Map();
      }),
      live.on('joined', ({ kind, rooms, content, removed }) => {
        for (const room of rooms) this.#rooms.add(room);
        if (kind === 'snapshot') this.replace(rooms, content.cards);
        else {
          for (const card of content.cards) this.#take(card);
          for (const { room, items } of removed) for (const item of items) this.#drop(room, item);
        }
        this.#touched = null;
      }),
      live.on('left', (rooms) => {
        this.leave(rooms);
      }),
      live.on('cards', ({ room, changed, removed }) => {
        this.apply(room, changed, removed);
      }),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }

  /** A message of a room. */
  apply(room: Room, changed: readonly IssueCard[], removed: readonly Removed[]): void {
    this.#rooms.add(room);
    for (const card of changed) {
      this.#touched?.set(card.id, { rev: card.rev, goneFrom: null });
      this.#take(card);
    }
    for (const item of removed) {
      this.#touched?.set(item.id, { rev: item.rev, goneFrom: room });
      this.#drop(room, item);
    }
  }

  /** Everything those rooms hold; what they do not hold and no later message brought goes (L2). */
  replace(rooms: readonly Room[], cards: readonly IssueCard[]): void {
    for (const room of rooms) this.#rooms.add(room);
    const present = new Set<string>();
    for (const card of cards) {
      present.add(card.id);
      const touched = this.#touched?.get(card.id);
      // It left while the snapshot was being read.
      if (
        touched?.goneFrom &&
        touched.rev >= card.rev &&
        rooms.includes(touched.goneFrom) &&
        !this.#isHeldElsewhere(card, touched.goneFrom)
      )
        continue;
      this.#take(card);
    }
    const replaced = new Set(rooms);
    for (const card of this.#cards.values()) {
      if (present.has(card.id) || this.#touched?.has(card.id)) continue;
      const joined = this.#roomsOf(card);
      if (joined.every((room) => replaced.has(room))) this.#remove(card.id);
    }
  }

  /** The server's answer to a command: renews a card that is held, never brings one that is not (C7). */
  settle(card: IssueCard): void {
    if (this.#cards.has(card.id)) this.#take(card);
  }

  /** Cards that only these rooms held go (L14). */
  leave(rooms: readonly Room[]): void {
    for (const room of rooms) this.#rooms.delete(room);
    if (!rooms.some((room) => !room.startsWith('issue:'))) return;
    for (const card of this.#cards.values()) if (this.#roomsOf(card).length === 0) this.#remove(card.id);
  }

  #take(card: IssueCard): void {
    const held = this.#cards.get(card.id);
    if (held && held.rev >= card.rev) return;
    this.#cards.set(card.id, card);
    this.#mark(card.id);
  }

  #drop(room: Room, removed: Removed): void {
    const held = this.#cards.get(removed.id);
    if (!held || held.rev > removed.rev) return;
    // The move that took it out of this room put it into another one of this screen's, which has said so already.
    if (held.rev === removed.rev && this.#isHeldElsewhere(held, room)) return;
    this.#remove(removed.id);
  }

  #remove(id: string): void {
    this.#cards.delete(id);
    this.#mark(id);
  }

  #isHeldElsewhere(card: IssueCard, room: Room): boolean {
    return this.#roomsOf(card).some((other) => other !== room);
  }

  /** The rooms of this screen in which the card, as it is, belongs. */
  #roomsOf(card: IssueCard): Room[] {
    const rooms: Room[] = [boardRoom(card.districtId)];
    if (card.contractorId !== null) rooms.push(`contractor:${card.contractorId}`);
    if (card.doneBy !== null && card.doneBy !== card.contractorId) rooms.push(`contractor:${card.doneBy}`);
    return rooms.filter((room) => this.#rooms.has(room));
  }

  #mark(id: string): void {
    this.#changed.add(id);
    if (this.#flushing) return;
    this.#flushing = true;
    this.#schedule(() => {
      this.#flushing = false;
      const ids = this.#changed;
      this.#changed = new Set();
      for (const listener of this.#listeners) listener(ids);
    });
  }
}
