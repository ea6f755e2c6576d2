import {
  householdQuery,
  newHousehold,
  patchHousehold,
  type NewHousehold,
  type PatchHousehold,
} from '@dispatch/shared/people/households.schema';
import { idIn } from '../../platform/http/ids.ts';
import { route, type Route } from '../../platform/http/route.ts';
import { Refusal } from '../../platform/refusal.ts';
import { mayRead, visibleTo } from './households.policy.ts';
import type { Households } from './households.service.ts';

export function householdsRoutes(households: Households): Route[] {
  return [
    route<unknown, { text: string; limit: number }>({
      method: 'GET',
      path: '/households',
      query: householdQuery,
      allow: (ability) => ability.can('read', 'household'),
      handle: async ({ query }) => ({ text: await households.search(query.text, query.limit) }),
    }),
    route<NewHousehold>({
      method: 'POST',
      path: '/households',
      body: newHousehold,
      allow: (ability) => ability.can('manage', 'household'),
      handle: async ({ body }) => ({ status: 201, body: await households.create(body) }),
    }),
    route({
      method: 'GET',
      path: '/households/:id',
      allow: (ability, who) => ability.can('read', 'household') || who.kind === 'household',
      async handle({ who, params }) {
        const id = idIn(params);
        if (!mayRead(who, id)) throw new Refusal('not_found');
        return { body: visibleTo(who, await households.read(id)) };
      },
    }),
    route<PatchHousehold>({
      method: 'PATCH',
      path: '/households/:id',
      body: patchHousehold,
      allow: (ability) => ability.can('manage', 'household'),
      handle: async ({ params, body }) => ({ body: await households.change(idIn(params), body) }),
    }),
  ];
}
