import { askingNeed } from '@dispatch/shared/issues/needs';
import type { IssueCard } from '@dispatch/shared/issues/views';

/** What of the board is shown. Empty means everything. */
export interface BoardFilter {
  /** A district's id, or `unplaced`. */
  readonly district: string;
  readonly team: string;
  /** Words that must all be found in reference, title or place. */
  readonly text: string;
  readonly only: '' | 'late' | 'needs_you';
}

export const EVERYTHING: BoardFilter = { district: '', team: '', text: '', only: '' };

const haystacks = new WeakMap<IssueCard, string>();

function haystackOf(card: IssueCard): string {
  let text = haystacks.get(card);
  if (text === undefined)
    haystacks.set(
      card,
      (text = `${card.ref} ${card.ref.replace('-', '')} ${card.title} ${card.place ?? ''}`.toLowerCase()),
    );
  return text;
}

/** The test a card must pass; made once per filter, asked ten thousand times. `late` is left to the column, by the clock. @param now Unix ms, each time anew */
export function matcher(filter: BoardFilter, now: () => number): (card: IssueCard) => boolean {
  const { district, team, only } = filter;
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  return (card) =>
    (district === '' || (district === 'unplaced' ? card.districtId === null : card.districtId === district)) &&
    (team === '' || card.teamId === team) &&
    (only !== 'needs_you' || askingNeed(card, now()) !== null) &&
    words.every((word) => haystackOf(card).includes(word));
}
