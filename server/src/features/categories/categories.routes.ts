import { newCategory, patchCategory, type NewCategory, type PatchCategory } from '@dispatch/shared/categories/schema';
import { idIn } from '../../platform/http/ids.ts';
import { route, type Route } from '../../platform/http/route.ts';
import type { Categories } from './categories.service.ts';

export function categoryRoutes(categories: Categories): Route[] {
  return [
    route({
      method: 'GET',
      path: '/categories',
      allow: 'anyone',
      handle: async () => ({ text: await categories.active() }),
    }),
    route<NewCategory>({
      method: 'POST',
      path: '/categories',
      body: newCategory,
      allow: (ability) => ability.can('manage', 'category'),
      handle: async ({ who, body }) => ({ status: 201, text: (await categories.create(who, body)).row }),
    }),
    route<PatchCategory>({
      method: 'PATCH',
      path: '/categories/:id',
      body: patchCategory,
      allow: (ability) => ability.can('manage', 'category'),
      handle: async ({ who, params, body }) => ({ text: (await categories.change(who, idIn(params), body)).row }),
    }),
  ];
}
