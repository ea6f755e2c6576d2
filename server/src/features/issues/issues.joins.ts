/** Merging seen from the issue that is merged into: its history tells it, and it knows how many reports it stands for. */
import type { IssueState } from '@dispatch/shared/issues/issue';
import type { Action } from '@dispatch/shared/issues/lifecycle';
import type pg from 'pg';
import { Refusal } from '../../platform/refusal.ts';
import { ancestorsOf, closedAtOf, lockAll, undoneTarget } from './issues.joins.repo.ts';
import * as repo from './issues.repo.ts';

const DAY = 86_400_000;

/**
 * Locks what a command may touch besides its own issue, together and in id order, so that no two commands wait for each
 * other: the issue merged into, the one swapped with, and those that a report came into before.
 */
export async function lockTogether(
  client: pg.PoolClient,
  issueId: string,
  action: Action,
  other: string | undefined,
): Promise<void> {
  if (other !== undefined) await lockAll(client, [issueId, other]);
  else if (action === 'undo' || action === 'reopen') {
    const target = await undoneTarget(client, issueId);
    const touched = [issueId, ...(await ancestorsOf(client, issueId)), ...(target === null ? [] : [target])];
    if (touched.length > 1) await lockAll(client, touched);
  }
}

/**
 * A merged report may go its own way again as long as the issue it was merged into could be reopened, had it ended well:
 * until the reopen period after its end.
 *
 * @throws Refusal reopen_period_over.
 */
export async function checkReopenable(
  client: pg.PoolClient,
  state: IssueState,
  now: number,
  reopenDays: number,
): Promise<void> {
  if (state.mergedInto === null) return;
  const closedAt = await closedAtOf(client, state.mergedInto);
  if (closedAt !== null && now > closedAt + reopenDays * DAY) throw new Refusal('reopen_period_over');
}

/**
 * Tells the issues concerned that a report has come to them or gone its own way, and counts anew. To be called before
 * the report's own change is written.
 *
 * @throws Refusal cannot_merge when an undo would merge it into an issue that has been closed meanwhile.
 */
export async function tellTargets(
  client: pg.PoolClient,
  report: repo.LockedIssue,
  after: IssueState,
  event: Pick<repo.NewEvent, 'at' | 'actor'>,
): Promise<void> {
  const { mergedInto } = report.state;
  if (mergedInto === after.mergedInto) return;
  const reports = 1 + report.joined;
  if (mergedInto !== null)
    for (const id of await ancestorsOf(client, report.id))
      await echo(client, id, 'release', report.ref, -reports, event);
  if (after.mergedInto !== null) await echo(client, after.mergedInto, 'absorb', report.ref, reports, event);
}

async function echo(
  client: pg.PoolClient,
  id: string,
  action: 'absorb' | 'release',
  ref: string,
  reports: number,
  { at, actor }: Pick<repo.NewEvent, 'at' | 'actor'>,
): Promise<void> {
  const target = await repo.lockIssue(client, id);
  if (!target) return;
  if (action === 'absorb' && target.state.status === 'closed') throw new Refusal('cannot_merge');
  await repo.writeNote(
    client,
    target,
    { action, at, deviceAt: null, actor, textId: null },
    { other: action === 'absorb' ? [null, ref] : [ref, null], joined: [target.joined, target.joined + reports] },
    [`joined = joined + ${String(reports)}`],
  );
}
