/** Which part of the town the wall shows: everything, then each district in turn. */
import type { District } from '@dispatch/shared/board/reference';
import type { WallSettings } from './settings.svelte.ts';

export class Rotation {
  /** Place in the round; 0 is the whole town. */
  #index = $state(0);
  /** Something loud: the wall goes to the whole town and stays until someone turns it by hand. */
  #held = $state(false);
  readonly #districts: () => readonly District[];
  readonly #settings: WallSettings;
  #seconds = 0;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(settings: WallSettings, districts: () => readonly District[]) {
    this.#settings = settings;
    this.#districts = districts;
  }

  /** Stops of the round. */
  get count(): number {
    const { length } = this.#districts();
    // With a single district the whole town is the same picture.
    return length > 1 ? length + 1 : 1;
  }
  get index(): number {
    return Math.min(this.#index, this.count - 1);
  }
  /** The district shown; null shows all. */
  get district(): District | null {
    return this.index === 0 ? null : (this.#districts()[this.index - 1] ?? null);
  }

  start(): void {
    this.#timer ??= setInterval(() => {
      if (this.#settings.paused || this.#held) return;
      this.#seconds += 1;
      if (this.#seconds >= this.#settings.turn) this.go(1);
    }, 1_000);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /** Shows the whole town at once, and keeps from turning on by itself. */
  hold(): void {
    this.#held = true;
    this.#index = 0;
  }

  release(): void {
    this.#held = false;
    this.#seconds = 0;
  }

  go(steps: number): void {
    this.#held = false;
    this.#seconds = 0;
    this.#index = (this.index + steps + this.count) % this.count;
  }
}
