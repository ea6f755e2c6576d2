/** What stands around the issues, on a test database and over HTTP. */
import { USUAL_DISPATCHING } from '@dispatch/shared/dispatching/dispatching';
import { createCategories, type Categories } from '../features/categories/index.ts';
import { createContractors, type Contractors } from '../features/contractors/index.ts';
import { createDistricts, type Districts } from '../features/districts/index.ts';
import { createHouseholds, type Households } from '../features/households/index.ts';
import { createOrganisation, type OrganisationService } from '../features/organisation/index.ts';
import { createPromises, type Promises } from '../features/promises/index.ts';
import { createReference } from '../features/reference/index.ts';
import { createShifts } from '../features/shifts/index.ts';
import { createTeams, type Teams } from '../features/teams/index.ts';
import type { Database } from '../platform/database/database.ts';
import type { Projection } from '../platform/feed/projection.ts';
import type { Asker, Route } from '../platform/http/route.ts';
import { asker } from './factories.ts';

export interface TestTown {
  categories: Categories;
  contractors: Contractors;
  districts: Districts;
  households: Households;
  organisation: OrganisationService;
  promises: Promises;
  teams: Teams;
  routes: Route[];
  projections: Projection[];
  /** How often the relay was told of something to read. */
  readonly committed: number;
}

/** @param clock Unix ms. */
export function testTown(database: Database, clock: () => number): TestTown {
  const counter = { committed: 0 };
  const common = { database, clock, committed: () => void (counter.committed += 1) };
  const configured = {
    name: 'Test Town',
    timeZone: 'Europe/Berlin',
    tileUrl: null,
    tileAttribution: null,
    undoSeconds: 20,
    reopenDays: 14,
    phone: null,
    dispatching: USUAL_DISPATCHING,
  };
  const organisation = createOrganisation({ ...common, configured });
  const categories = createCategories(common);
  const districts = createDistricts(common);
  const teams = createTeams(common);
  const contractors = createContractors(common);
  const shifts = createShifts({ ...common, contractorsText: (ids) => contractors.service.text(ids) });
  const households = createHouseholds(common);
  const promises = createPromises({ ...common, timeZone: () => organisation.service.timeZone() });
  const reference = createReference({ pool: database.pool, configured });
  const features = [organisation, categories, districts, teams, contractors, shifts, households, promises, reference];
  return {
    categories: categories.service,
    contractors: contractors.service,
    districts: districts.service,
    households: households.service,
    organisation: organisation.service,
    promises: promises.service,
    teams: teams.service,
    routes: features.flatMap((feature) => feature.routes ?? []),
    projections: features.flatMap((feature) => feature.projections ?? []),
    get committed() {
      return counter.committed;
    },
  };
}

export const admin: Asker = asker({ kind: 'admin', userId: '01890000-0000-7000-8000-0000000000ad' });
export const operator: Asker = asker({ kind: 'operator', userId: '01890000-0000-7000-8000-0000000000a0' });
