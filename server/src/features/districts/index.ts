import type { Feature } from '../../platform/feature.ts';
import { districtRoutes } from './districts.routes.ts';
import { districtService, type Districts, type DistrictsDependencies } from './districts.service.ts';

export type { Districts } from './districts.service.ts';
export { DISTRICT_ROWS, districtsOf } from './districts.repo.ts';
export { withOutlines } from './outlines.ts';

/** Areas on the map; each has its board. */
export function createDistricts(deps: DistrictsDependencies): Feature & { service: Districts } {
  const service = districtService(deps);
  return { service, routes: districtRoutes(service), projections: [service.areas.listener] };
}
