import type { Feature } from '../../platform/feature.ts';
import type { Asker } from '../../platform/http/route.ts';
import { handoverRoutes } from './handover.routes.ts';
import { handoverService, type HandoverDependencies } from './handover.service.ts';

export { handoversOf, sharedNotes } from './handover.repo.ts';

/** Notes of the desk, own and shared, and the handing over of it from one operator to the next. */
export function createHandover(deps: HandoverDependencies & { limit(who: Asker): Promise<void> }): Feature {
  return { routes: handoverRoutes(handoverService(deps), (who) => deps.limit(who)) };
}
