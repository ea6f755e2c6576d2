import type { FeedEvent } from '../../platform/feed/projection.ts';
import type { Feature } from '../../platform/feature.ts';
import type { JobDoor, NewJob } from '../../platform/jobs/door.ts';
import { dispatcher, type Dispatcher, type DispatchingDependencies } from './dispatching.service.ts';

const LOOK = 'dispatching:look';
const SWEEP = 'dispatching:sweep';
const MEND = 'dispatching:mend';

/** After a dispatcher took an offer back, or undid one, it is the dispatcher's to say who is next. */
const BY_HAND: ReadonlySet<string> = new Set(['withdraw', 'undo']);
/** What may end an offer of its own: the issue is not what it was. */
const OTHERWISE: ReadonlySet<string> = new Set(['edit', 'triage', 'pin', 'wish', 'wishes']);

/** What may leave a day that no longer holds. */
const BREAKING: ReadonlySet<string> = new Set(['assign', 'reassign', 'arrive', 'finish', 'cancel', 'pass', 'withdraw']);

/** True when nobody has it after this, so that somebody is to be found, or when what was asked has become another thing. */
function isToLookAt({ action, actorKind, contractorAfter, onBoardAfter }: FeedEvent): boolean {
  if (!onBoardAfter || action === 'give_up') return false;
  if (contractorAfter !== null) return OTHERWISE.has(action);
  return !BY_HAND.has(action) || actorKind === 'system';
}

/** Auto-dispatch: asks by itself, by the rules of the organisation. */
export function createDispatching(deps: DispatchingDependencies): Feature & { jobs: JobDoor; service: Dispatcher } {
  const service = dispatcher(deps);
  return {
    service,
    jobs: {
      tasks: {
        [LOOK]: (payload) => service.look((payload as { issueId: string }).issueId),
        [SWEEP]: () => service.sweep(),
        [MEND]: () => service.mend(),
      },
      crontab: [`* * * * * ${SWEEP} ?jobKey=${SWEEP}&max=1`],
      async jobsFor(events) {
        const ids = new Set(events.filter(isToLookAt).map(({ issueId }) => issueId));
        const breaks = events.some(({ action }) => BREAKING.has(action));
        if (ids.size === 0 && !breaks) return [];
        const { dispatching } = await deps.organisation();
        const jobs: NewJob[] = breaks && dispatching.replan === 'on' ? [{ task: MEND, payload: {}, jobKey: MEND }] : [];
        if (!dispatching.rules.some(({ mode }) => mode === 'on')) return jobs;
        return [
          ...jobs,
          ...[...ids].map((issueId) => ({ task: LOOK, payload: { issueId }, jobKey: `${LOOK}:${issueId}` })),
        ];
      },
    },
  };
}
