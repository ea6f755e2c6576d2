import type { Feature } from '../../platform/feature.ts';
import { contractorsProjection } from './contractors.projection.ts';
import { contractorsRoutes } from './contractors.routes.ts';
import { contractorsService, type Contractors, type ContractorsDependencies } from './contractors.service.ts';

export type { Contractors } from './contractors.service.ts';
export { CONTRACTOR_ROWS, contractorViews } from './contractors.view.repo.ts';

/** Those who fix: who they are, what they can, whether they are on duty and what they are at. */
export function createContractors(deps: ContractorsDependencies): Feature & { service: Contractors } {
  const service = contractorsService(deps);
  return { service, routes: contractorsRoutes(service), projections: [contractorsProjection(service)] };
}
