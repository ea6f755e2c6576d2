import type { Feature } from '../../platform/feature.ts';
import { promisesRoutes } from './promises.routes.ts';
import { promisesService, type Promises, type PromisesDependencies } from './promises.service.ts';

export type { Promises } from './promises.service.ts';

/** What is promised for each category and urgency, and the working calendar it runs on. */
export function createPromises(deps: PromisesDependencies): Feature & { service: Promises } {
  const service = promisesService(deps);
  return { service, routes: promisesRoutes(service), projections: [service.kept.listener] };
}
