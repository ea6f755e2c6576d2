import type { Feature } from '../../platform/feature.ts';
import { shiftsRoutes } from './shifts.routes.ts';
import { shiftsService, type Shifts, type ShiftsDependencies } from './shifts.service.ts';

export type { Shifts } from './shifts.service.ts';

/** When contractors work: their week, absences and who approves them, and what is on their van. */
export function createShifts(deps: ShiftsDependencies): Feature & { service: Shifts } {
  const service = shiftsService(deps);
  return { service, routes: shiftsRoutes(service) };
}
