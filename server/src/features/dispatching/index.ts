import type { FeedEvent } from '../../platform/feed/projection.ts';
import type { Feature } from '../../platform/feature.ts';
import type { JobDoor } from '../../platform/jobs/door.ts';
import { dispatcher, type Dispatcher, type DispatchingDependencies } from './dispatching.service.ts';

const LOOK = 'dispatching:look';
const SWEEP = 'dispatching:sweep';

/** After a dispatcher took an offer back, or undid one, it is the dispatcher's to say who is next. */
const BY_HAND: ReadonlySet<string> = new Set(['withdraw', 'undo']);
/** What may end an offer of its own: the issue is not what it was. */
const OTHERWISE: ReadonlySet<string> = new Set(['edit', 'triage', 'pin', 'wish', 'wishes']);

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
      },
      crontab: [`* * * * * ${SWEEP} ?jobKey=${SWEEP}&max=1`],
      async jobsFor(events) {
        const ids = new Set(events.filter(isToLookAt).map(({ issueId }) => issueId));
        if (ids.size === 0) return [];
        const { dispatching } = await deps.organisation();
        if (!dispatching.rules.some(({ mode }) => mode === 'on')) return [];
        return [...ids].map((issueId) => ({ task: LOOK, payload: { issueId }, jobKey: `${LOOK}:${issueId}` }));
      },
    },
  };
}
