/** What a command was decided on, held against what has changed since. */
import type { IssueState } from '@dispatch/shared/issues/issue';
import { isDispatcher, type ActorKind } from '@dispatch/shared/access/roles';
import type { Problem } from '@dispatch/shared/errors';
import type { findMove } from '@dispatch/shared/issues/lifecycle';
import { LIFECYCLE, type Action, type Group, type Move } from '@dispatch/shared/issues/lifecycle';
import type pg from 'pg';
import { versionAfter } from '../../platform/database/idempotency.ts';
import type { Asker } from '../../platform/http/route.ts';
import { invalidField, Refusal } from '../../platform/refusal.ts';
import { changesSince, lastChange } from './issues.history.repo.ts';
import { isResident, keyOwner } from './issues.policy.ts';
import type { LockedIssue, PersonalFacts } from './issues.repo.ts';

/** The version that was seen, or the key of the command before this one. */
interface DecidedOn {
  version?: number | undefined;
  after?: string | undefined;
}

export interface Decision {
  /**
   * Holds a move against what it was decided on. The system's own moves may come without a version.
   *
   * @throws Refusal conflict, predecessor_missing, or invalid when no version was given.
   */
  check(move: Move): Promise<void>;
  /**
   * For a move that is not possible (any more): when someone was faster it is a conflict, which says who.
   *
   * @throws Refusal conflict, predecessor_missing.
   */
  refuseStale(action: Action): Promise<void>;
}

const STATE_FACTS = ['categoryId', 'urgency', 'districtId', 'teamId'] as const;
const PERSONAL_FACTS = [
  'title',
  'description',
  'place',
  'lat',
  'lon',
  'householdId',
] as const satisfies readonly (keyof PersonalFacts)[];

/** The facts that differ from those of a version: what they were, what they are, who changed them last. */
export async function changedFacts(
  client: pg.PoolClient,
  issue: LockedIssue,
  version: number,
): Promise<NonNullable<NonNullable<Problem['conflict']>['fields']>> {
  const since = await changesSince(client, issue.id, version);
  const edits = since.filter(({ prior }) => prior !== null);
  const fields: NonNullable<NonNullable<Problem['conflict']>['fields']> = [];
  const add = (
    field: string,
    was: unknown,
    now: unknown,
    last: { at: number; by: string | null } | undefined,
  ): void => {
    if (was !== now && last) fields.push({ field, was, now, by: last.by, at: last.at });
  };
  for (const field of PERSONAL_FACTS) {
    // What each edit found and what it left.
    const values = [...edits.map(({ prior }) => prior?.[field] ?? null), issue.facts[field]];
    add(
      field,
      values[0],
      issue.facts[field],
      edits.findLast((_, index) => values[index] !== values[index + 1]),
    );
  }
  for (const field of STATE_FACTS) {
    const changes = since.filter((change) => change.changes[field] !== undefined);
    add(field, changes[0]?.changes[field]?.[0], issue.state[field], changes.at(-1));
  }
  return fields;
}

/** @param issue the issue under its row lock. */
export function decisionOf(client: pg.PoolClient, issue: LockedIssue, input: DecidedOn, who: Asker): Decision {
  async function decidedVersion(): Promise<number | null> {
    if (input.after === undefined) return input.version ?? null;
    const version = await versionAfter(client, keyOwner(who), input.after, issue.id);
    if (version === null) throw new Refusal('predecessor_missing');
    return version;
  }

  async function refuseNewer(groups: readonly Group[], decided: number): Promise<void> {
    const newer = groups.filter((group) => issue.groupVersions[group] > decided);
    if (newer.length === 0) return;
    const version = Math.max(...newer.map((group) => issue.groupVersions[group]));
    const last = await lastChange(client, issue.id, version);
    // Residents know the office and their contractor's first name, not who works there.
    const by = isResident(who) ? null : (last?.by ?? null);
    throw new Refusal('conflict', {
      conflict: {
        by,
        at: last?.at ?? 0,
        action: last?.action ?? '',
        version: issue.version,
        groups: newer,
        card: null,
        ...(newer.includes('facts') &&
          isDispatcher(who.kind as ActorKind) && { fields: await changedFacts(client, issue, decided) }),
      },
    });
  }

  return {
    async check(move) {
      if (move.dependsOn.length === 0) return;
      const decided = await decidedVersion();
      if (decided === null) {
        if (who.kind === 'system') return;
        throw invalidField('version', 'required', 'Say which version of the issue this was decided on.');
      }
      if (decided > issue.version)
        throw invalidField('version', 'too_big', `The issue is at version ${String(issue.version)}.`);
      await refuseNewer(move.dependsOn, decided);
    },
    async refuseStale(action) {
      const decided = await decidedVersion();
      // Which row of the table it was decided by is not known: whatever any of them depends on may have been the reason.
      const groups = new Set(LIFECYCLE.filter((row) => row.action === action).flatMap((row) => row.dependsOn));
      if (decided !== null) await refuseNewer([...groups], decided);
    },
  };
}

/** The part of an issue's state that the table looks at. */
export function lifeOf(state: IssueState): Parameters<typeof findMove>[0] {
  return {
    status: state.status,
    outcome: state.outcome,
    assignment:
      state.contractorId !== null && state.assignmentState !== null
        ? { contractorId: state.contractorId, state: state.assignmentState }
        : null,
    hold: state.hold,
    asked: state.askedAt !== null,
    reopenUntil: state.reopenUntil,
  };
}
