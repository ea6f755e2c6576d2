import type { Ability } from '@dispatch/shared/access/abilities';
import type { Favours } from '@dispatch/shared/planning/candidates';
import { newChange, type NewChange } from '@dispatch/shared/planning/change-set.schema';
import { idIn } from '../../platform/http/ids.ts';
import { route, type Asker, type Route } from '../../platform/http/route.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Issues } from '../issues/index.ts';
import type { ChangesService } from './changes.service.ts';
import { readCandidates } from './planning.candidates.ts';
import type { PlanReader } from './planning.reader.ts';
import type { TravelProvider } from './travel/index.ts';

/** Two thousand commands with a sentence each. */
const LARGEST_CHANGE = 2_000_000;

const dispatchers = (ability: Ability): boolean => ability.can('manage', 'issue');

/** @param limit counts against the rate limits: a change set is one command. @throws Refusal too_many. */
export function planningRoutes(
  changes: ChangesService,
  reader: PlanReader,
  travel: TravelProvider,
  issues: Pick<Issues, 'idFrom'>,
  limit: (who: Asker) => Promise<void>,
  favoursFor: (issueId: string) => Promise<Favours>,
): Route[] {
  return [
    route({
      method: 'GET',
      path: '/issues/:id/candidates',
      allow: dispatchers,
      handle: async ({ params }) => ({
        body: await readCandidates(reader, favoursFor, await issues.idFrom(params['id'] ?? '')),
      }),
    }),
    route({
      method: 'GET',
      path: '/plan/travel',
      allow: dispatchers,
      async handle() {
        if (!travel.hasRoads) return { body: { matrix: null, complete: true } };
        const { matrix } = await reader.read({ unassignedOf: null });
        return { body: { matrix, complete: travel.complete() } };
      },
    }),
    route({
      method: 'GET',
      path: '/plan/changes',
      allow: dispatchers,
      handle: async () => ({ body: await changes.list() }),
    }),
    route<NewChange>({
      method: 'POST',
      path: '/plan/changes',
      body: newChange,
      jsonLimit: LARGEST_CHANGE,
      allow: dispatchers,
      async handle({ who, body, key, app }) {
        if (key === null) throw new Refusal('key_needed');
        await limit(who);
        return { body: await changes.apply({ who, change: body, key, app }) };
      },
    }),
    route({
      method: 'POST',
      path: '/plan/changes/:id/undo',
      allow: dispatchers,
      async handle({ who, params, key, app }) {
        if (key === null) throw new Refusal('key_needed');
        await limit(who);
        return { body: await changes.undo(who, idIn(params), key, app) };
      },
    }),
  ];
}
