/** An issue held against every contractor, for rows, tiles and markers alike. */
import type { Candidate, Ranking, Refusal } from '@dispatch/shared/planning/rank';
import { costWords, movesWords, obstacleWords } from './words.ts';

/** At its best place with a contractor, with the rank among all, or why it cannot go there. */
export type Fit = { readonly candidate: Candidate; readonly rank: number } | { readonly refusal: Refusal };

/** By contractor. */
export function fitsOf({ candidates, refusals }: Ranking): Map<string, Fit> {
  const fits = new Map<string, Fit>();
  candidates.forEach((candidate, i) => fits.set(candidate.contractor, { candidate, rank: i + 1 }));
  for (const refusal of refusals) fits.set(refusal.contractor, { refusal });
  return fits;
}

/** "+9 min · 14:10 · moves 2 others", or what stands in the way. */
export function fitWords(fit: Fit, now: number): string {
  if ('refusal' in fit) return [fit.refusal.reason, ...fit.refusal.also].map(obstacleWords).join(', ');
  const moves = movesWords(fit.candidate);
  return `${costWords(fit.candidate, now)}${moves === '' ? '' : ` · ${moves}`}`;
}
