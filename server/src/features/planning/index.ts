import type { Feature } from '../../platform/feature.ts';
import type { Asker } from '../../platform/http/route.ts';
import { changesService, type ChangesDependencies, type ChangesService } from './changes.service.ts';
import { planReader, type PlanReader, type PlanReaderDependencies } from './planning.reader.ts';
import { planningRoutes } from './planning.routes.ts';

export { createTravel } from './travel/index.ts';
export type { PlanReader, ReadWorld } from './planning.reader.ts';
export type { AskedChange, ChangesService } from './changes.service.ts';

export interface PlanningDependencies extends ChangesDependencies, Omit<PlanReaderDependencies, 'pool'> {
  /** Counts a command against the rate limits; throws Refusal `too_many`. */
  limit(who: Asker): Promise<void>;
}

/** What many issues' plans need beyond single commands: change sets applied and undone as one. */
export function createPlanning({
  limit,
  ...deps
}: PlanningDependencies): Feature & { changes: ChangesService; reader: PlanReader } {
  const changes = changesService(deps);
  const reader = planReader({ ...deps, pool: deps.database.pool });
  return { changes, reader, routes: planningRoutes(changes, reader, deps.issues, limit) };
}
