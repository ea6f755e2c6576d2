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
        matrix: matrixFor([...contractors.flatMap(beginnings), ...cards.flatMap(placeOf)]),
      };
    },
  };
}

/** Where a contractor's day may begin. */
function beginnings({ homeLat, homeLon, last, schedule: { start } }: Contractor): Place[] {
  return [start, last, ...placeOf({ lat: homeLat, lon: homeLon })].flatMap((place) => place ?? []);
}

function placeOf({ lat, lon }: { lat: number | null; lon: number | null }): Place[] {
  return lat === null || lon === null ? [] : [{ lat, lon }];
}
