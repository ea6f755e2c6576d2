import type { Place } from '@dispatch/shared/places/distance';

/** Not asked yet. */
const UNKNOWN = Number.NaN;
/** Asked, and there is no way. */
const NO_WAY = Infinity;

/**
 * Minutes of driving between pairs of places, the same within about a metre (5 decimals). As many places are kept as
 * it has room for; the one that was not asked for the longest makes room, with all its pairs.
 */
export class TravelCache {
  readonly #room: number;
  readonly #minutes: Float32Array;
  /** Place to slot, the one asked for last at the end. */
  readonly #slots = new Map<string, number>();

  /** @param room places; four bytes are kept for each pair of them */
  constructor(room: number) {
    this.#room = room;
    this.#minutes = new Float32Array(room * room).fill(UNKNOWN);
  }

  /** The slot of a place, which is then the last to make room. */
  slot({ lat, lon }: Place): number {
    const name = `${lat.toFixed(5)},${lon.toFixed(5)}`;
    const known = this.#slots.get(name);
    const slot = known ?? this.#freeSlot();
    if (known !== undefined) this.#slots.delete(name);
    this.#slots.set(name, slot);
    return slot;
  }

  knows(from: number, to: number): boolean {
    return from === to || !Number.isNaN(this.#minutes[from * this.#room + to]);
  }

  /** Null where nothing is known, and where there is no way. */
  minutes(from: number, to: number): number | null {
    if (from === to) return 0;
    const minutes = this.#minutes[from * this.#room + to];
    return minutes !== undefined && Number.isFinite(minutes) ? minutes : null;
  }

  learn(from: number, to: number, minutes: number | null): void {
    this.#minutes[from * this.#room + to] = minutes ?? NO_WAY;
  }

  #freeSlot(): number {
    if (this.#slots.size < this.#room) return this.#slots.size;
    const [oldest] = this.#slots;
    if (!oldest) throw new Error('a cache without room');
    const [name, slot] = oldest;
    this.#slots.delete(name);
    this.#minutes.fill(UNKNOWN, slot * this.#room, (slot + 1) * this.#room);
    for (let from = 0; from < this.#room; from += 1) this.#minutes[from * this.#room + slot] = UNKNOWN;
    return slot;
  }
}
