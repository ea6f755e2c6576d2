/** Two issues exchange their contractors, in one transaction. */
import { findMove, type MoveActor } from '@dispatch/shared/issues/lifecycle';
import { transition, type TransitionContext } from '@dispatch/shared/issues/transition';
import { uuidv7 } from '@dispatch/shared/ids/uuid';
import type { IssueCard } from '@dispatch/shared/issues/views';
import type pg from 'pg';
import type { KeyToStore } from '../../platform/database/idempotency.ts';
import type { UnderWay } from '../../platform/database/transaction.ts';
import { Refusal } from '../../platform/refusal.ts';
import { writeAssignments } from './issues.assignments.repo.ts';
import { lockDay } from './issues.day.ts';
import { lifeOf } from './issues.decision.ts';
import { contractorIsActive } from './issues.named.repo.ts';
import * as repo from './issues.repo.ts';

/**
 * Each issue goes on with the other's contractor: who was asked is now the other one, who had accepted likewise.
 *
 * @throws Refusal cannot_swap, other_changed, no_such_contractor.
 */
export async function writeSwap(
  client: pg.PoolClient,
  issue: repo.LockedIssue,
  asked: { with?: string | undefined; withVersion?: number | undefined },
  who: MoveActor,
  context: TransitionContext,
  actor: repo.EventActor,
  key: KeyToStore | null,
): Promise<UnderWay<IssueCard>> {
  const other = asked.with === undefined || asked.with === issue.id ? null : await repo.lockIssue(client, asked.with);
  if (!other) throw new Refusal('cannot_swap');
  if (Math.max(other.groupVersions.status, other.groupVersions.assignment) > (asked.withVersion ?? 0))
    throw new Refusal('other_changed');
  const [mine, theirs] = [issue.state.contractorId, other.state.contractorId];
  if (mine === null || theirs === null || mine === theirs) throw new Refusal('cannot_swap');
  for (const id of [mine, theirs]) if (!(await contractorIsActive(client, id))) throw new Refusal('no_such_contractor');
  for (const id of [mine, theirs].toSorted()) await lockDay(client, id);
  await write(client, other, mine, null);
  return { last: write(client, issue, theirs, key) };

  function write(
    to: pg.PoolClient,
    one: repo.LockedIssue,
    contractorId: string,
    stored: KeyToStore | null,
  ): Promise<IssueCard> {
    const answer = findMove(lifeOf(one.state), 'swap', who, context.now);
    if ('refusal' in answer) throw new Refusal('cannot_swap');
    const { move } = answer;
    const after = transition(one.state, move, { contractorId }, { ...context, newAssignmentId: uuidv7() });
    const sent = writeAssignments(to, one.id, one.state, after, 'withdrawn', context.now);
    const event: repo.NewEvent = { action: 'swap', at: context.now, deviceAt: null, actor, textId: null };
    const change = repo.writeChange(to, {
      before: one,
      after,
      event,
      groups: move.changes,
      side: {},
      prior: null,
      key: stored,
    });
    return Promise.all([...sent, change]).then(() => change);
  }
}
