import type { Database } from '../../platform/database/database.ts';
import type { Feature } from '../../platform/feature.ts';
import { householdsRoutes } from './households.routes.ts';
import { householdsService, type Households } from './households.service.ts';

export type { Households } from './households.service.ts';

/** People at an address. */
export function createHouseholds(deps: { database: Database }): Feature & { service: Households } {
  const service = householdsService(deps);
  return { service, routes: householdsRoutes(service) };
}
