import type { Contractor, Organisation } from '@dispatch/shared/board/reference';
import type { IssueCard } from '@dispatch/shared/issues/views';
import type { Place } from '@dispatch/shared/places/distance';
import type { TravelMatrix } from '@dispatch/shared/planning/travel';
import type { PlanWorld } from '@dispatch/shared/planning/world';
import type pg from 'pg';
import { planRows, type Wanted } from './planning.repo.ts';

export interface PlanReaderDependencies {
  pool: pg.Pool;
  organisation(): Promise<Organisation>;
  /** Unix ms. */
  clock(): number;
  /** What a road network knows of the ways between these places; null for straight lines. */
  matrixFor(places: readonly Place[]): TravelMatrix | null;
}

/** A world with its cards at hand. */
export type ReadWorld = PlanWorld & { readonly cards: readonly IssueCard[] };

export interface PlanReader {
  /** What the plan is made of now: every issue that somebody has, and of the others those that are wanted. */
  read(wanted?: Wanted): Promise<ReadWorld>;
}

export function planReader({ pool, organisation, clock, matrixFor }: PlanReaderDependencies): PlanReader {
  return {
    async read(wanted = {}) {
      const [{ cards, contractors, categories }, town] = await Promise.all([planRows(pool, wanted), organisation()]);
      return {
        now: clock(),
        cards,
        contractors,
        categories: new Map(categories.map((category) => [category.id, category])),
        organisation: town,
        matrix: matrixFor(placesOf(cards, contractors)),
      };
    },
  };
}

/** Where driving begins, ends and leads to: what is sure to be driven comes first. */
function placesOf(cards: readonly IssueCard[], contractors: readonly Contractor[]): Place[] {
  const crews = contractors
    .filter(({ active }) => active)
    .flatMap(({ schedule: { start, end }, homeLat, homeLon, last }): (Place | null)[] => [
      start ?? placeAt(homeLat, homeLon),
      typeof end === 'object' ? end : null,
      last,
    ]);
  const held = cards.filter(({ contractorId }) => contractorId !== null);
  const others = cards.filter(({ contractorId }) => contractorId === null);
  const jobs = [...held, ...others].map(({ lat, lon }) => placeAt(lat, lon));
  return [...crews, ...jobs].flatMap((place) => (place === null ? [] : { lat: place.lat, lon: place.lon }));
}

function placeAt(lat: number | null, lon: number | null): Place | null {
  return lat === null || lon === null ? null : { lat, lon };
}
