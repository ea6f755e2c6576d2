import type { Action } from '@dispatch/shared/issues/lifecycle';
import type { Logger } from 'pino';
import type { Database } from '../../platform/database/database.ts';
import type { Feature } from '../../platform/feature.ts';
import type { Asker } from '../../platform/http/route.ts';
import type { JobDoor } from '../../platform/jobs/door.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Issues } from '../issues/index.ts';
import { dueIssues, openOffers, type DueIssue, type Timer } from './offers.repo.ts';

export interface OffersDependencies {
  database: Database;
  issues: Pick<Issues, 'command'>;
  /** The system's own timers as an asker. */
  system: Asker;
  /** Unix ms. */
  clock(): number;
  log: Logger;
}

/** Issues moved on by one round before the next is read. */
const BATCH = 200;
/** The runner's clock is the database's; an offer whose job comes this much early by ours is ended all the same. */
const CLOCK_DIFFERENCE_MS = 2000;

const EXPIRE = 'offers:expire';
const SWEEP = 'offers:sweep';

/**
 * What the passing of time does to issues: offers run out, silence closes what is resolved, and what is confirmed is
 * settled. An offer has a job at its own time; each minute a sweep finds whatever is due, also after a standstill.
 */
export function createOffers({
  database,
  issues,
  system,
  clock,
  log,
}: OffersDependencies): Feature & { jobs: JobDoor } {
  const { pool } = database;

  /** @returns false when the issue has moved on in the meantime: nothing is left to do. */
  async function move(action: Timer & Action, { id, version }: DueIssue): Promise<boolean> {
    try {
      await issues.command({ who: system, issueId: id, action, input: { version }, key: null, app: 'system' });
      return true;
    } catch (error) {
      if (error instanceof Refusal) return false;
      throw error;
    }
  }

  async function sweep(timer: Timer): Promise<void> {
    let moved = 0;
    for (;;) {
      const due = await dueIssues(pool, timer, clock(), BATCH);
      let movedNow = 0;
      for (const issue of due)
        try {
          if (await move(timer, issue)) movedNow += 1;
        } catch (error) {
          // One that cannot be moved must not keep the others waiting; it is tried again with the next sweep.
          log.error({ err: error, issue: issue.id, timer }, 'an issue could not be moved on');
        }
      moved += movedNow;
      if (due.length < BATCH || movedNow === 0) break;
    }
    if (moved > 0) log.info({ timer, issues: moved }, 'issues moved on by the passing of time');
  }

  return {
    jobs: {
      tasks: {
        async [EXPIRE](payload) {
          const { issueId } = payload as { issueId: string };
          const [offer] = await openOffers(pool, [issueId]);
          if (!offer || offer.offerUntil > clock() + CLOCK_DIFFERENCE_MS) return;
          await move('expire', { id: issueId, version: offer.version });
        },
        async [SWEEP]() {
          await sweep('expire');
          await sweep('lapse');
          await sweep('settle');
        },
      },
      crontab: [`* * * * * ${SWEEP} ?jobKey=${SWEEP}&max=1`],
      async jobsFor(events) {
        const offered = new Set(events.filter((event) => event.contractorAfter !== null).map((event) => event.issueId));
        if (offered.size === 0) return [];
        const offers = await openOffers(pool, [...offered]);
        return offers.map(({ issueId, offerUntil }) => ({
          task: EXPIRE,
          payload: { issueId },
          runAt: new Date(offerUntil),
          jobKey: `${EXPIRE}:${issueId}`,
        }));
      },
    },
  };
}
