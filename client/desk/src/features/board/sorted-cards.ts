/** Cards of one column, kept in order as they come and go: what is overdue or due first stands first. */
import { dueAt } from '@dispatch/shared/promises/due';
import { URGENCIES } from '@dispatch/shared/issues/status';
import type { IssueCard } from '@dispatch/shared/issues/views';

/**
 * Order of cards in a column. Since the due time does not change as time passes, what becomes overdue is already in
 * its place: no sorting again by the clock. Without a due time: the more urgent, then the longer waiting; what is
 * resolved, the latest first.
 */
export function compareCards(a: IssueCard, b: IssueCard): number {
  const due = (dueAt(a) ?? Infinity) - (dueAt(b) ?? Infinity);
  if (due < 0 || due > 0) return due;
  const done = a.status === 'resolved' || a.status === 'confirmed' || a.status === 'closed';
  if (done) return b.changedAt - a.changedAt || (a.id < b.id ? -1 : Number(a.id > b.id));
  const urgency = URGENCIES.indexOf(b.urgency) - URGENCIES.indexOf(a.urgency);
  return urgency || a.filedAt - b.filedAt || (a.id < b.id ? -1 : Number(a.id > b.id));
}

export class SortedCards {
  #cards: IssueCard[] = [];

  get length(): number {
    return this.#cards.length;
  }

  /** A copy that later changes leave alone. */
  list(): IssueCard[] {
    return this.#cards.slice();
  }

  fill(cards: IssueCard[]): void {
    this.#cards = cards.sort(compareCards);
  }

  insert(card: IssueCard): void {
    this.#cards.splice(this.#indexOf(card), 0, card);
  }

  /** @param card as it was inserted */
  remove(card: IssueCard): void {
    const index = this.#indexOf(card);
    if (this.#cards[index]?.id === card.id) this.#cards.splice(index, 1);
  }

  /** The first place whose card does not come before this one. */
  #indexOf(card: IssueCard): number {
    let low = 0;
    let high = this.#cards.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = this.#cards[middle];
      if (other && compareCards(other, card) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** How many of a column's cards are past their due time. They stand first, so it is the place of the first that is not. */
export function countLate(cards: readonly IssueCard[], now: number): number {
  let low = 0;
  let high = cards.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const card = cards[middle];
    if (card && (dueAt(card) ?? Infinity) < now) low = middle + 1;
    else high = middle;
  }
  return low;
}
