import { changesBetween, type IssueState, type StateChanges } from '@dispatch/shared/issues/issue';
import { findMove, type Action } from '@dispatch/shared/issues/lifecycle';
import type { AssignmentState, Urgency } from '@dispatch/shared/issues/status';
import { filedState, transition, type MoveInput, type TransitionContext } from '@dispatch/shared/issues/transition';
import type { CityRecord, Ending } from './formats/city-record.ts';

/** The promises' clock and the settings, as for commands. */
export type LifeContext = Omit<TransitionContext, 'now' | 'newAssignmentId' | 'promiseOf'>;

/** Ids that an issue refers to. */
export interface LifeFacts {
  categoryId: string;
  urgency: Urgency;
  districtId: string | null;
  teamId: string | null;
  /** Who did the work of the group. */
  crewId: string;
  newAssignmentId: string;
}

export interface LifeEvent {
  action: 'file' | 'triage' | 'import';
  at: number;
  actor: 'household' | 'operator';
  before: IssueState | null;
  after: IssueState;
  changes: StateChanges;
}

export interface Life {
  state: IssueState;
  /** Oldest first; the version of an event is its place. */
  events: LifeEvent[];
  /** The one assignment that a finished issue had. */
  assignment: { id: string; contractorId: string; state: AssignmentState; at: number } | null;
}

/** What a closing means in moves of the lifecycle table. */
const MOVES: Record<Ending, readonly Action[]> = {
  done: ['triage', 'assign', 'depart', 'arrive', 'finish', 'confirm', 'settle'],
  duplicate: ['triage', 'merge'],
  rejected: ['triage', 'reject'],
  cancelled: ['triage', 'cancel'],
};

/** What comes in by itself is looked at by someone within a day. */
const LOOKED_AT_MS = 86_400_000;

/**
 * The life of a record, made of the same moves that commands make: filed, looked at, and closed where the record says so.
 * What lay between is not known, so that a closing is one event of its own time.
 *
 * @param record its times moved to where the import puts them.
 * @param now the present of the import, Unix ms; a closing later than that has not happened.
 */
export function lifeOf(record: CityRecord, facts: LifeFacts, context: LifeContext, now: number): Life {
  const at = (time: number): TransitionContext => ({
    ...context,
    now: time,
    newAssignmentId: facts.newAssignmentId,
    // What the city had promised stands in the record.
    promiseOf: () => ({ respondMinutes: null, resolveMinutes: null }),
  });
  const { openedAt, dueAt } = record;
  const closedAt = record.closedAt !== null && record.closedAt <= now ? record.closedAt : null;
  const { categoryId, urgency, districtId, teamId } = facts;
  const filed = filedState({ categoryId, urgency, districtId, teamId, filedAt: openedAt }, at(openedAt));
  if (dueAt !== null) {
    filed.resolveBy = dueAt;
    filed.resolveMinutes = Math.round(context.minutesBetween(urgency, openedAt, dueAt));
  }
  const events: LifeEvent[] = [
    {
      action: 'file',
      at: openedAt,
      actor: record.filedBy === 'staff' ? 'operator' : 'household',
      before: null,
      after: filed,
      changes: Object.fromEntries(Object.entries(filed).map(([field, value]) => [field, [null, value]])),
    },
  ];
  const unseen = record.filedBy === 'resident' && closedAt === null && openedAt > now - LOOKED_AT_MS;
  if (unseen) return { state: filed, events, assignment: null };

  const moves = closedAt === null ? (['triage'] as const) : MOVES[record.ending];
  const time = closedAt ?? openedAt;
  let state = filed;
  for (const action of moves) state = moved(state, action, { contractorId: facts.crewId }, at(time));
  events.push({
    action: closedAt === null ? 'triage' : 'import',
    at: time,
    actor: 'operator',
    before: filed,
    after: state,
    changes: changesBetween(filed, state),
  });
  const worked = closedAt !== null && moves.includes('finish');
  return {
    state,
    events,
    assignment: worked ? { id: facts.newAssignmentId, contractorId: facts.crewId, state: 'done', at: time } : null,
  };
}

/** One move, by whoever the table lets make it: the city's own people, or the passing of time. */
function moved(state: IssueState, action: Action, input: MoveInput, context: TransitionContext): IssueState {
  const assignment =
    state.contractorId !== null && state.assignmentState !== null
      ? { contractorId: state.contractorId, state: state.assignmentState }
      : null;
  const { status, outcome, hold, askedAt, reopenUntil } = state;
  const answers = (['operator', 'system'] as const).map((kind) =>
    findMove(
      { status, outcome, assignment, hold, asked: askedAt !== null, reopenUntil },
      action,
      { kind },
      context.now,
    ),
  );
  for (const answer of answers) if ('move' in answer) return transition(state, answer.move, input, context);
  throw new Error(`expected a move ${action} from ${status}, got ${JSON.stringify(answers)}`);
}
