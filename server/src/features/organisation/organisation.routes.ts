import { patchOrganisation, type PatchOrganisation } from '@dispatch/shared/people/organisation.schema';
import { route, type Route } from '../../platform/http/route.ts';
import type { OrganisationService } from './organisation.service.ts';

export function organisationRoutes(organisation: OrganisationService): Route[] {
  return [
    route({
      method: 'GET',
      path: '/organisation',
      allow: 'anyone',
      handle: async () => ({ body: await organisation.current() }),
    }),
    route<PatchOrganisation>({
      method: 'PATCH',
      path: '/organisation',
      body: patchOrganisation,
      allow: (ability) => ability.can('manage', 'settings'),
      handle: async ({ who, body }) => ({ body: await organisation.set(who, body) }),
    }),
  ];
}
