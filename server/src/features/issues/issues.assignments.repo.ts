import type { IssueState } from '@dispatch/shared/issues/issue';
import type { AssignmentState } from '@dispatch/shared/issues/status';
import type pg from 'pg';

/**
 * Brings the assignments table after the state: ends the one before as `ends`, begins, answers or revives the one after.
 * All statements have been sent when it returns.
 */
export function writeAssignments(
  client: pg.ClientBase,
  issueId: string,
  before: IssueState,
  after: IssueState,
  ends: AssignmentState,
  now: number,
): Promise<unknown>[] {
  if (before.assignmentId === after.assignmentId && before.assignmentState === after.assignmentState) return [];
  const sent: Promise<unknown>[] = [];
  // The ending goes first: an issue has at most one live assignment at any time.
  if (before.assignmentId !== null && before.assignmentId !== after.assignmentId)
    sent.push(
      client.query({
        name: 'assignment-end',
        text: 'update assignments set state = $2, ended_at = $3 where id = $1',
        values: [before.assignmentId, ends, new Date(now)],
      }),
    );
  if (after.assignmentId !== null)
    sent.push(
      client.query({
        name: 'assignment-begin',
        text: `insert into assignments (id, issue_id, contractor_id, state, offered_at) values ($1, $2, $3, $4, $5)
             on conflict (id) do update set state = excluded.state, ended_at = null`,
        values: [after.assignmentId, issueId, after.contractorId, after.assignmentState, new Date(now)],
      }),
    );
  return sent;
}
