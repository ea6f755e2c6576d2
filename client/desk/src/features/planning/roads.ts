/** What the server knows of the roads, so that the desk plans with the same ways as the server does. */
import { api as ask, type Answer } from '@dispatch/base/lib/api';
import { every as intervals, type Every } from '@dispatch/base/live/timer';
import type { TravelMatrix } from '@dispatch/shared/planning/travel';

interface Known {
  readonly matrix: TravelMatrix | null;
  /** The server knows all ways that it asked its road network for. */
  readonly complete: boolean;
}

/** How often the server is asked while it is still learning, and later for what has come since. Milliseconds. */
const SOON = 5_000;
const LATER = 120_000;

export class Roads {
  /** Null: straight lines. */
  matrix: TravelMatrix | null = null;
  readonly #changed: () => void;
  readonly #ask: (path: string) => Promise<Answer<Known>>;
  readonly #every: Every;
  #stop: () => void = () => undefined;
  #stopped = false;

  /** @param changed is called when other ways are known. */
  constructor(changed: () => void, request: (path: string) => Promise<Answer<Known>> = ask, every: Every = intervals) {
    this.#changed = changed;
    this.#ask = request;
    this.#every = every;
  }

  async load(): Promise<void> {
    const answer = await this.#ask('/plan/travel');
    this.#stop();
    if (this.#stopped) return;
    if (answer.kind === 'done') {
      const { matrix } = answer.value;
      const changed = matrix !== null || this.matrix !== null;
      this.matrix = matrix;
      if (changed) this.#changed();
      // A server without a road network does not get one while it runs.
      if (matrix === null) return;
    }
    const learns = answer.kind === 'done' && !answer.value.complete;
    this.#stop = this.#every(learns ? SOON : LATER, () => {
      this.#stop();
      void this.load();
    });
  }

  stop(): void {
    this.#stopped = true;
    this.#stop();
  }
}
