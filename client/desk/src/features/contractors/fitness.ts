/** How a contractor suits an issue, as far as a glance tells: skill, duty, distance. (The plan's own ranking comes with planning.) */
import { distanceBetween } from '@dispatch/shared/places/distance';
import type { Category, Contractor } from '@dispatch/shared/board/reference';
import type { IssueCard } from '@dispatch/shared/issues/views';

export interface Fitness {
  readonly contractor: Contractor;
  /** As the crow flies from where it was last heard of, else from its home; null when one of both is unknown. Metres. */
  readonly metres: number | null;
  /** Why it is not a good choice; null when nothing speaks against it. It may still be chosen. */
  readonly reason: string | null;
  /** It has the issue, or has been asked. */
  readonly has: boolean;
}

export function fitnessOf(card: IssueCard, contractor: Contractor, category: Category | undefined): Fitness {
  return {
    contractor,
    metres: metresTo(card, contractor),
    reason: reasonAgainst(card, contractor, category),
    has: card.contractorId === contractor.id,
  };
}

/** Best first: nothing against it, then less work, then nearer. */
export function rank(fits: readonly Fitness[]): Fitness[] {
  return [...fits].sort(
    (a, b) =>
      Number(a.reason !== null) - Number(b.reason !== null) ||
      score(a) - score(b) ||
      a.contractor.name.localeCompare(b.contractor.name),
  );
}

/** Minutes until it could be there, roughly: the work it has, and the way at 30 km/h with a detour of a third. */
function score({ contractor, metres }: Fitness): number {
  return contractor.loadMinutes + ((metres ?? 5_000) * 1.33) / 500;
}

function metresTo(card: IssueCard, contractor: Contractor): number | null {
  if (card.lat === null || card.lon === null) return null;
  const from =
    contractor.position ??
    (contractor.homeLat === null || contractor.homeLon === null
      ? null
      : { lat: contractor.homeLat, lon: contractor.homeLon });
  return from === null ? null : distanceBetween(from, { lat: card.lat, lon: card.lon });
}

function reasonAgainst(card: IssueCard, contractor: Contractor, category: Category | undefined): string | null {
  const missing = (category?.skills ?? []).filter((skill) => !contractor.skills.includes(skill));
  if (missing.length > 0) return `not trained: ${missing.join(', ')}`;
  if (!contractor.onDuty) return 'off duty';
  const outside =
    contractor.districtIds.length > 0 && card.districtId !== null && !contractor.districtIds.includes(card.districtId);
  return outside ? 'works elsewhere' : null;
}
