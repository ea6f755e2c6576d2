import type { IssueState } from '@dispatch/shared/issues/issue';
import type { AssignmentState } from '@dispatch/shared/issues/status';
import type pg from 'pg';

/**
 * What one job of the issue's category takes, off the van of who has done it: parts that are not counted stay so, and
 * nothing goes below none. @param back true: put back, where the assignment had ended as done
 */
function takeParts(
  client: pg.ClientBase,
  issueId: string,
  assignment: { id: string; contractorId: string },
  back: boolean,
): Promise<unknown> {
  return client.query({
    name: 'assignment-parts',
    text: `update contractors c set stock = c.stock || (
        select coalesce(jsonb_object_agg(p.part, greatest(0, (c.stock ->> p.part)::int + $4 * p.pieces::int)), '{}')
        from issues i join categories k on k.id = i.category_id, jsonb_each_text(k.parts) p(part, pieces)
        where i.id = $2 and c.stock ? p.part)
      where c.id = $1
        and exists (select 1 from issues i join categories k on k.id = i.category_id where i.id = $2 and k.parts <> '{}')
        and ($4 < 0 or exists (select 1 from assignments a where a.id = $3 and a.state = 'done'))`,
    values: [assignment.contractorId, issueId, assignment.id, back ? 1 : -1],
  });
}

/**
 * Brings the assignments table after the state: ends the one before as `ends`, begins, answers or revives the one after.
 * All statements have been sent when it returns.
 *
 * @param revives true: one that has ended may come back
 */
export function writeAssignments(
  client: pg.ClientBase,
  issueId: string,
  before: IssueState,
  after: IssueState,
  ends: AssignmentState,
  now: number,
  revives = false,
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
  if (ends === 'done' && before.assignmentId !== null && before.contractorId !== null)
    sent.push(takeParts(client, issueId, { id: before.assignmentId, contractorId: before.contractorId }, false));
  if (revives && before.assignmentId === null && after.assignmentId !== null && after.contractorId !== null)
    sent.push(takeParts(client, issueId, { id: after.assignmentId, contractorId: after.contractorId }, true));
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
