import type { Feature } from '../../platform/feature.ts';
import type { Asker } from '../../platform/http/route.ts';
import type { JobDoor, NewJob } from '../../platform/jobs/door.ts';
import { favoursService, type Favours, type FavoursDependencies } from './favours.service.ts';
import { wishesRoutes } from './wishes.routes.ts';
import { wishesService, type Wishes } from './wishes.service.ts';

export type { Wishes } from './wishes.service.ts';

export interface WishesOptions extends FavoursDependencies {
  settings: { undoSeconds: number };
  limit(who: Asker): Promise<void>;
}

const COUNT = 'wishes:count';
const SWEEP = 'wishes:sweep';
/** What says how good a visit was. */
const TELLING: ReadonlySet<string> = new Set(['finish', 'confirm', 'dispute', 'reopen', 'arrive', 'undo']);

/** Whom households ask for and do not want, and whom the system prefers for them by itself. */
export function createWishes(deps: WishesOptions): Feature & { service: Wishes; favours: Favours; jobs: JobDoor } {
  const service = wishesService(deps);
  const favours = favoursService(deps);
  return {
    service,
    favours,
    routes: wishesRoutes(service, (who) => deps.limit(who)),
    jobs: {
      tasks: {
        [COUNT]: (payload) => favours.count((payload as { issueId: string }).issueId),
        [SWEEP]: () => favours.sweep(),
      },
      crontab: [`17 3 * * * ${SWEEP} ?jobKey=${SWEEP}&max=1`],
      jobsFor: (events) =>
        events
          .filter(({ action }) => TELLING.has(action))
          .map(({ issueId, at }): NewJob => ({
            task: COUNT,
            payload: { issueId },
            jobKey: `${COUNT}:${issueId}`,
            // after it can no longer be undone, and after what became of the arrival has been noted
            runAt: new Date(at + deps.settings.undoSeconds * 1000 + 1_000),
          })),
    },
  };
}
