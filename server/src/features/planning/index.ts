import type { Favours } from '@dispatch/shared/planning/candidates';
import type { Feature } from '../../platform/feature.ts';
import type { Asker } from '../../platform/http/route.ts';
import { changesService, type ChangesDependencies, type ChangesService } from './changes.service.ts';
import { planReader, type PlanReader, type PlanReaderDependencies } from './planning.reader.ts';
import { planningRoutes } from './planning.routes.ts';
import { runsRoutes } from './runs/runs.routes.ts';
import { runsService, type RunsDependencies, type RunsService } from './runs/runs.service.ts';
import type { TravelProvider } from './travel/index.ts';

export { createTravel } from './travel/index.ts';
export type { PlanReader, ReadWorld } from './planning.reader.ts';
export type { ChangesService } from './changes.service.ts';

export interface PlanningDependencies
  extends
    ChangesDependencies,
    Omit<PlanReaderDependencies, 'pool' | 'matrixFor'>,
    Pick<RunsDependencies, 'log' | 'host'> {
  travel: TravelProvider;
  /** Counts a command against the rate limits; throws Refusal `too_many`. */
  limit(who: Asker): Promise<void>;
  /** Numbers of contractors at an issue's household in its category, told with its candidates. */
  favoursFor?(issueId: string): Promise<Favours>;
}

/** What planning needs beyond single commands: who could do it, change sets, and searches for a better plan. */
export function createPlanning({
  limit,
  favoursFor = () => Promise.resolve(new Map()),
  ...deps
}: PlanningDependencies): Feature & { changes: ChangesService; reader: PlanReader; runs: RunsService } {
  const changes = changesService(deps);
  const { travel } = deps;
  const matrixFor: PlanReaderDependencies['matrixFor'] = (places) => travel.matrixFor(places);
  const reader = planReader({ ...deps, matrixFor, pool: deps.database.pool });
  const runs = runsService({ ...deps, reader, changes });
  return {
    changes,
    reader,
    runs,
    routes: [...planningRoutes(changes, reader, travel, deps.issues, limit, favoursFor), ...runsRoutes(runs, limit)],
    stop: () => runs.close(),
  };
}
