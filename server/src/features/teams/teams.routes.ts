import { newTeam, patchTeam, type NewTeam, type PatchTeam } from '@dispatch/shared/people/contractors.schema';
import { idIn } from '../../platform/http/ids.ts';
import { route, type Route } from '../../platform/http/route.ts';
import type { Teams } from './teams.service.ts';

export function teamRoutes(teams: Teams): Route[] {
  return [
    route<NewTeam>({
      method: 'POST',
      path: '/teams',
      body: newTeam,
      allow: (ability) => ability.can('manage', 'team'),
      handle: async ({ who, body }) => ({ status: 201, text: (await teams.create(who, body)).row }),
    }),
    route<PatchTeam>({
      method: 'PATCH',
      path: '/teams/:id',
      body: patchTeam,
      allow: (ability) => ability.can('manage', 'team'),
      handle: async ({ who, params, body }) => ({ text: (await teams.change(who, idIn(params), body)).row }),
    }),
  ];
}
