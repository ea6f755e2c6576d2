/** How a contractor suits several issues together: for how many nothing speaks against it, and how far they lie. */
import type { Category, Contractor } from '@dispatch/shared/board/reference';
import type { IssueCard } from '@dispatch/shared/issues/views';
import { fitnessOf } from '../contractors/fitness.ts';

export interface Suitability {
  readonly contractor: Contractor;
  /** Of the issues, those against which nothing speaks. */
  readonly fits: number;
  /** What speaks against most of the others; null when it fits all. */
  readonly reason: string | null;
  /** To the middle one by distance, metres; null when nothing is known. */
  readonly metres: number | null;
}

/** Best first: fits the most of them, then has less to do, then is nearer. */
export function suitabilityOf(
  cards: readonly IssueCard[],
  crew: readonly Contractor[],
  categoryOf: (id: string) => Category | undefined,
): Suitability[] {
  return crew
    .map((contractor): Suitability => {
      const all = cards.map((card) => fitnessOf(card, contractor, categoryOf(card.categoryId)));
      const against = all.flatMap(({ reason }) => reason ?? []);
      const distances = all.flatMap(({ metres }) => metres ?? []).sort((a, b) => a - b);
      return {
        contractor,
        fits: all.length - against.length,
        reason: mostFrequent(against),
        metres: distances[Math.floor(distances.length / 2)] ?? null,
      };
    })
    .sort(
      (a, b) =>
        b.fits - a.fits ||
        a.contractor.loadMinutes - b.contractor.loadMinutes ||
        (a.metres ?? Infinity) - (b.metres ?? Infinity) ||
        a.contractor.name.localeCompare(b.contractor.name),
    );
}

function mostFrequent(words: readonly string[]): string | null {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  let best: string | null = null;
  for (const [word, count] of counts) if (best === null || count > (counts.get(best) ?? 0)) best = word;
  return best;
}
