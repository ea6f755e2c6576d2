import { promiseSet, type NewPromiseSet } from '@dispatch/shared/promises/schema';
import { route, type Route } from '../../platform/http/route.ts';
import type { Promises } from './promises.service.ts';

export function promisesRoutes(promises: Promises): Route[] {
  return [
    route({
      method: 'GET',
      path: '/promises',
      allow: (ability) => ability.can('read', 'promise'),
      handle: async () => ({ body: await promises.current() }),
    }),
    route<NewPromiseSet>({
      method: 'PUT',
      path: '/promises',
      body: promiseSet,
      allow: (ability) => ability.can('manage', 'promise'),
      handle: async ({ who, body }) => ({ body: await promises.set(who, body) }),
    }),
  ];
}
