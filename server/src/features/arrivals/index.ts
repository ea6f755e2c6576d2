import { UNVERSIONED } from '@dispatch/shared/issues/lifecycle';
import type { Feature } from '../../platform/feature.ts';
import type { FeedEvent } from '../../platform/feed/projection.ts';
import { route } from '../../platform/http/route.ts';
import type { JobDoor, NewJob } from '../../platform/jobs/door.ts';
import { arrivalsService, type Arrivals, type ArrivalsDependencies } from './arrivals.service.ts';

const LOOK = 'arrivals:look';
const ARRIVED = 'arrivals:arrived';
/** One look serves all that changed within so much time. Milliseconds. */
const TOGETHER = 10_000;

/** It may move somebody's day; what the looks do themselves moves nothing. */
function movesDay({ action, actorKind, contractorBefore, contractorAfter }: FeedEvent): boolean {
  if (contractorBefore === null && contractorAfter === null) return false;
  return !UNVERSIONED.includes(action) && !(actorKind === 'system' && action === 'plan');
}

/** When somebody will come: told, told anew when it changes, and measured. */
export function createArrivals(deps: ArrivalsDependencies): Feature & { service: Arrivals; jobs: JobDoor } {
  const service = arrivalsService(deps);
  const undoMs = deps.settings.undoSeconds * 1_000;
  return {
    service,
    routes: [
      route({
        method: 'GET',
        path: '/arrivals/kept',
        allow: 'anyone',
        handle: async () => ({ body: await service.kept() }),
      }),
    ],
    jobs: {
      tasks: {
        [LOOK]: () => service.look(),
        [ARRIVED]: (payload) => service.arrived((payload as { eventId: number }).eventId),
      },
      crontab: [`*/5 * * * * ${LOOK} ?jobKey=${LOOK}&max=1`],
      jobsFor(events) {
        const looks = new Set(
          events.filter(movesDay).map(({ at }) => Math.ceil((at + undoMs) / TOGETHER + 0.1) * TOGETHER),
        );
        return [
          ...Array.from(looks, (at): NewJob => ({
            task: LOOK,
            payload: {},
            runAt: new Date(at),
            jobKey: `${LOOK}:${String(at)}`,
          })),
          ...events
            .filter(({ action }) => action === 'arrive')
            .map(({ id, at }): NewJob => ({
              task: ARRIVED,
              payload: { eventId: id },
              runAt: new Date(at + undoMs),
              jobKey: `${ARRIVED}:${String(id)}`,
            })),
        ];
      },
    },
  };
}
