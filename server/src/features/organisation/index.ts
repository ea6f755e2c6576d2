import type { Feature } from '../../platform/feature.ts';
import { organisationRoutes } from './organisation.routes.ts';
import {
  organisationService,
  type OrganisationDependencies,
  type OrganisationService,
} from './organisation.service.ts';

export type { OrganisationService } from './organisation.service.ts';
export { ORGANISATION_JSON, readOrganisation } from './organisation.repo.ts';

/** Whose board this is: name, zone, phone, where the map begins. */
export function createOrganisation(deps: OrganisationDependencies): Feature & { service: OrganisationService } {
  const service = organisationService(deps);
  return { service, routes: organisationRoutes(service), projections: [service.kept.listener] };
}
