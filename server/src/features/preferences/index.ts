import type { Preferences } from '@dispatch/shared/preferences/preferences';
import { patchPreferences, type PatchPreferences } from '@dispatch/shared/preferences/schema';
import type pg from 'pg';
import type { Feature } from '../../platform/feature.ts';
import { route, type Asker } from '../../platform/http/route.ts';
import { Refusal } from '../../platform/refusal.ts';
import { mergePreferences, readPreferences } from './preferences.repo.ts';

export interface PreferencesDependencies {
  pool: pg.Pool;
  clock(): number;
  /** Counts a change against the rate limit. @throws Refusal too_many. */
  limit(who: Asker): Promise<void>;
}

/** How each person likes the desk. Everyone has their own and nobody sees another's. */
export function createPreferences({ pool, clock, limit }: PreferencesDependencies): Feature {
  const own = ({ userId }: Asker): string => {
    if (userId === undefined) throw new Refusal('not_allowed');
    return userId;
  };
  return {
    routes: [
      route({
        method: 'GET',
        path: '/preferences',
        allow: (ability, who) => ability.can('read', 'preferences') && who.kiosk !== true,
        handle: async ({ who }): Promise<{ body: Preferences }> => ({ body: await readPreferences(pool, own(who)) }),
      }),
      route<PatchPreferences>({
        method: 'PATCH',
        path: '/preferences',
        body: patchPreferences,
        allow: (ability) => ability.can('manage', 'preferences'),
        async handle({ who, body }) {
          await limit(who);
          return { body: await mergePreferences(pool, own(who), body, clock()) };
        },
      }),
    ],
  };
}
