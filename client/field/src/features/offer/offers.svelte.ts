import { announce } from '@dispatch/base/ui/announcer.svelte.ts';
import type { IssueCard } from '@dispatch/shared/issues/views';
import { createContext } from 'svelte';
import type { Work } from '../work/work.svelte.ts';

/** Which offer fills the screen: each new one by itself, and any that is asked for from the list. */
export class Offers {
  readonly #work: Work;
  /** Id of the offer that is shown; null: none. */
  shown = $state<string | null>(null);
  #seen = new Set<string>();

  constructor(work: Work) {
    this.#work = work;
  }

  readonly card = $derived.by(
    (): IssueCard | null => this.#work.today.offers.find(({ id }) => id === this.shown) ?? null,
  );

  /** Called when the list of offers changed: one that is new comes up, one that is gone goes. */
  look(offers: readonly IssueCard[]): void {
    if (this.shown !== null && !offers.some(({ id }) => id === this.shown)) this.shown = null;
    const fresh = offers.find((card) => !this.#seen.has(keyOf(card)));
    for (const card of offers) this.#seen.add(keyOf(card));
    if (!fresh || this.shown !== null) return;
    this.shown = fresh.id;
    announce(`New offer: ${fresh.title}, ${fresh.place ?? ''}`, 'urgent');
    // Not every browser has it, and none lets a page shake that nobody has touched yet.
    if ('vibrate' in navigator && navigator.userActivation.hasBeenActive) navigator.vibrate([200, 100, 200]);
  }

  show(id: string): void {
    this.shown = id;
  }

  /** Put aside; it stays in the list until it is answered or its time is over. */
  close(): void {
    this.shown = null;
  }
}

/** An issue offered a second time is a new offer. */
function keyOf(card: IssueCard): string {
  return `${card.id} ${String(card.offerUntil)}`;
}

export const [useOffers, provideOffers] = createContext<Offers>();
