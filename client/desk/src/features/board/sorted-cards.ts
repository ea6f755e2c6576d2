/** Cards of one column, kept in order as they come and go: emergencies, then what is overdue or due first. */
import { dueAt } from '@dispatch/shared/promises/due';
import { URGENCIES } from '@dispatch/shared/issues/status';
import type { IssueCard } from '@dispatch/shared/issues/views';

const isDone = ({ status }: IssueCard): boolean =>
  status === 'resolved' || status === 'confirmed' || status === 'closed';

/** What stands before everything else, however late that is. */
const isPressing = (card: IssueCard): boolean => card.urgency === 'emergency' && !isDone(card);

/**
 * Order of cards in a column: emergencies first, each part by when it is due. Since the due time does not change as time
 * passes, what becomes overdue is already in its place: no sorting again by the clock. Without a due time: the more
 * urgent, then the longer waiting; what is resolved, the latest first. The id settles the rest, so that every screen
 * shows the same order.
 */
export function compareCards(a: IssueCard, b: IssueCard): number {
  const pressing = Number(isPressing(b)) - Number(isPressing(a));
  if (pressing !== 0) return pressing;
  const due = (dueAt(a) ?? Infinity) - (dueAt(b) ?? Infinity);
  if (due < 0 || due > 0) return due;
  if (isDone(a)) return b.changedAt - a.changedAt || (a.id < b.id ? -1 : Number(a.id > b.id));
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

/** How many of a column's cards are past their due time: in each of its two parts they stand first. */
export function countLate(cards: readonly IssueCard[], now: number): number {
  const pressing = firstWhere(cards, 0, (card) => !isPressing(card));
  const isInTime = (card: IssueCard): boolean => (dueAt(card) ?? Infinity) >= now;
  return firstWhere(cards.slice(0, pressing), 0, isInTime) + firstWhere(cards, pressing, isInTime) - pressing;
}

/** The first place from `from` on for which the test holds, where it holds for all that follow too. */
function firstWhere(cards: readonly IssueCard[], from: number, test: (card: IssueCard) => boolean): number {
  let low = from;
  let high = cards.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const card = cards[middle];
    if (card && !test(card)) low = middle + 1;
    else high = middle;
  }
  return low;
}
