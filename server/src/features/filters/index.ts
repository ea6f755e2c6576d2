import { newFilter, patchFilter, type NewFilter, type PatchFilter } from '@dispatch/shared/filters/schema';
import type { Feature } from '../../platform/feature.ts';
import { idIn } from '../../platform/http/ids.ts';
import { route, type Asker } from '../../platform/http/route.ts';
import { filterService, type FiltersDependencies } from './filters.service.ts';

export { sharedFilters } from './filters.repo.ts';

/**
 * Filters kept under a name: one's own, and those that colleagues share.
 *
 * @param limit counts a change against the rate limit; throws Refusal `too_many`.
 */
export function createFilters({
  limit,
  ...deps
}: FiltersDependencies & { limit: (who: Asker) => Promise<void> }): Feature {
  const filters = filterService(deps);
  return {
    routes: [
      route({
        method: 'GET',
        path: '/filters',
        allow: (ability) => ability.can('read', 'filter'),
        handle: async ({ who }) => ({ body: await filters.list(who) }),
      }),
      route<NewFilter>({
        method: 'POST',
        path: '/filters',
        body: newFilter,
        allow: (ability) => ability.can('manage', 'filter'),
        async handle({ who, body }) {
          await limit(who);
          return { status: 201, body: await filters.save(who, body) };
        },
      }),
      route<PatchFilter>({
        method: 'PATCH',
        path: '/filters/:id',
        body: patchFilter,
        allow: (ability) => ability.can('manage', 'filter'),
        async handle({ who, params, body }) {
          await limit(who);
          return { body: await filters.change(who, idIn(params), body) };
        },
      }),
      route({
        method: 'DELETE',
        path: '/filters/:id',
        allow: (ability) => ability.can('manage', 'filter'),
        async handle({ who, params }) {
          await limit(who);
          await filters.remove(who, idIn(params));
          return {};
        },
      }),
    ],
  };
}
