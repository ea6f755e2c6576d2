import type { Feature } from '../../platform/feature.ts';
import type { ReferenceWriter } from '../../platform/feed/reference-change.ts';
import { teamRoutes } from './teams.routes.ts';
import { teamService, type Teams } from './teams.service.ts';

export type { Teams } from './teams.service.ts';
export { TEAM_JSON, teamsOf } from './teams.repo.ts';

/** People with one lead. */
export function createTeams(deps: ReferenceWriter): Feature & { service: Teams } {
  const service = teamService(deps);
  return { service, routes: teamRoutes(service) };
}
