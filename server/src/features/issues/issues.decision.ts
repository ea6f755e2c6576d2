/** What a command was decided on, held against what has changed since. */
import { LIFECYCLE, type Action, type Group, type Move } from '@dispatch/shared/issues/lifecycle';
import type pg from 'pg';
import { versionAfter } from '../../platform/database/idempotency.ts';
import type { Asker } from '../../platform/http/route.ts';
import { invalidField, Refusal } from '../../platform/refusal.ts';
import { lastChange } from './issues.history.repo.ts';
import { isResident, keyOwner } from './issues.policy.ts';
import type { LockedIssue } from './issues.repo.ts';

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
