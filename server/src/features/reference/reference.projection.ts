import type { ReferenceChange } from '@dispatch/shared/protocol/events';
import type pg from 'pg';
import type { FeedReference, Projection } from '../../platform/feed/projection.ts';
import { categoriesOf } from '../categories/index.ts';
import { contractorViews } from '../contractors/index.ts';
import { handoversOf, sharedNotes } from '../handover/index.ts';
import { districtsOf } from '../districts/index.ts';
import { sharedFilters } from '../filters/index.ts';
import { readOrganisation } from '../organisation/index.ts';
import { teamsOf } from '../teams/index.ts';

type Noun = FeedReference['noun'];

/** Changed records around the issues, to every desk: each as it is now, once per pass. */
export function referenceProjection(pool: pg.Pool, configured: object): Projection {
  const readers: Record<Exclude<Noun, 'organisation'>, (pool: pg.Pool, ids: readonly string[]) => Promise<string>> = {
    category: categoriesOf,
    district: districtsOf,
    team: teamsOf,
    contractor: contractorViews,
    note: sharedNotes,
    handover: handoversOf,
    filter: sharedFilters,
  };

  async function changesOf(noun: Noun, ids: string[]): Promise<ReferenceChange[]> {
    if (noun === 'organisation') return [{ noun, id: 'organisation', row: await readOrganisation(pool, configured) }];
    const rows = JSON.parse(await readers[noun](pool, ids)) as { id: string }[];
    return ids.map((id) => ({ noun, id, row: rows.find((row) => row.id === id) ?? null }));
  }

  return async ({ reference }, rooms) => {
    if (reference.length === 0 || !rooms.has('staff')) return [];
    const changes: ReferenceChange[] = [];
    for (const noun of new Set(reference.map((change) => change.noun))) {
      const ids = new Set(reference.filter((change) => change.noun === noun).map(({ nounId }) => nounId));
      changes.push(...(await changesOf(noun, [...ids])));
    }
    return [{ room: 'staff', event: 'reference', payload: changes }];
  };
}
