/** Counting what is on the van by taps: each shows at once, the last count of each part is what is sent. */
import type { Contractor } from '@dispatch/shared/board/reference';
import { SvelteMap } from 'svelte/reactivity';
import type { Answer } from '../../lib/api.ts';

export class StockCount {
  readonly #wanted = new SvelteMap<string, number>();
  readonly #sending = new Set<string>();
  readonly #send: (part: string, pieces: number) => Promise<Answer<Contractor>>;
  readonly #refused: (answer: Answer<Contractor>) => void;

  constructor(options: {
    send: (part: string, pieces: number) => Promise<Answer<Contractor>>;
    refused: (answer: Answer<Contractor>) => void;
  }) {
    this.#send = options.send;
    this.#refused = options.refused;
  }

  /** @param held what the server says there is */
  piecesOf(part: string, held: number): number {
    return this.#wanted.get(part) ?? held;
  }

  async set(part: string, pieces: number): Promise<void> {
    this.#wanted.set(part, Math.max(0, Math.min(9999, pieces)));
    if (this.#sending.has(part)) return;
    this.#sending.add(part);
    for (;;) {
      const count = this.#wanted.get(part) ?? 0;
      const answer = await this.#send(part, count);
      if (answer.kind !== 'done') this.#refused(answer);
      if (answer.kind === 'done' && this.#wanted.get(part) !== count) continue;
      break;
    }
    this.#sending.delete(part);
    this.#wanted.delete(part);
  }
}
