import type pg from 'pg';
import type { Feature } from '../../platform/feature.ts';
import { route } from '../../platform/http/route.ts';
import { referenceProjection } from './reference.projection.ts';
import { referenceText } from './reference.repo.ts';

export interface ReferenceDependencies {
  pool: pg.Pool;
  /** The organisation as the configuration says. */
  configured: object;
}

/** An id that nothing has. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

/** What stands around the issues, in one snapshot and as it changes. */
export function createReference({ pool, configured }: ReferenceDependencies): Feature {
  return {
    projections: [referenceProjection(pool, configured)],
    routes: [
      route({
        method: 'GET',
        path: '/reference',
        allow: (ability) => ability.can('read', 'team'),
        handle: async ({ who }) => ({
          text: await referenceText(pool, configured, who.kind === 'contractor' ? (who.contractorId ?? NOBODY) : null),
        }),
      }),
    ],
  };
}
