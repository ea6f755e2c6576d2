import type { Ability } from '@dispatch/shared/access/abilities';
import { applyRun, newRun, type ApplyRun, type NewRun } from '@dispatch/shared/planning/plan-run.schema';
import { idIn } from '../../../platform/http/ids.ts';
import { route, type Asker, type Route } from '../../../platform/http/route.ts';
import { Refusal } from '../../../platform/refusal.ts';
import type { RunsService } from './runs.service.ts';

const dispatchers = (ability: Ability): boolean => ability.can('manage', 'issue');
/** Two thousand ids that are left out. */
const LARGEST_APPLY = 500_000;

/** @param limit counts against the rate limits. @throws Refusal too_many. */
export function runsRoutes(runs: RunsService, limit: (who: Asker) => Promise<void>): Route[] {
  return [
    route({
      method: 'GET',
      path: '/plan/runs',
      allow: dispatchers,
      handle: async () => ({ body: await runs.list() }),
    }),
    route<NewRun>({
      method: 'POST',
      path: '/plan/runs',
      body: newRun,
      allow: dispatchers,
      async handle({ who, body }) {
        await limit(who);
        return { status: 201, body: await runs.start(who, body) };
      },
    }),
    route({
      method: 'GET',
      path: '/plan/runs/:id',
      allow: dispatchers,
      handle: async ({ params }) => ({ body: await runs.read(idIn(params)) }),
    }),
    route({
      method: 'DELETE',
      path: '/plan/runs/:id',
      allow: dispatchers,
      async handle({ who, params }) {
        await limit(who);
        return { body: await runs.stop(idIn(params)) };
      },
    }),
    route<ApplyRun>({
      method: 'POST',
      path: '/plan/runs/:id/apply',
      body: applyRun,
      jsonLimit: LARGEST_APPLY,
      allow: dispatchers,
      async handle({ who, params, body, key, app }) {
        if (key === null) throw new Refusal('key_needed');
        await limit(who);
        return { body: await runs.apply(who, idIn(params), body, key, app) };
      },
    }),
  ];
}
