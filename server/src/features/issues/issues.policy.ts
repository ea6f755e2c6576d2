import type { IssueState } from '@dispatch/shared/issues/issue';
import type { Asker } from '../../platform/http/route.ts';
import { isDispatcher } from '@dispatch/shared/access/roles';

/** What the rules below look at. */
export interface Subject {
  id: string;
  householdId: string | null;
  filedBy: string | null;
  contractorIds: readonly (string | null)[];
}

/** The subject of an issue under its lock. */
export function subjectFrom(issue: {
  id: string;
  householdId: string | null;
  filedBy: string | null;
  state: Pick<IssueState, 'contractorId' | 'doneBy'>;
}): Subject {
  const { id, householdId, filedBy, state } = issue;
  return { id, householdId, filedBy, contractorIds: [state.contractorId, state.doneBy] };
}

/** Those who see the public view. */
export function isResident(who: Asker): boolean {
  return who.kind === 'household' || who.kind === 'link';
}

/** May this asker see the issue as staff sees it: dispatchers all, contractors what they have, are asked for or finished. */
export function maySeeAsStaff(who: Asker, issue: Subject): boolean {
  if (isDispatcher(who.kind as 'operator')) return true;
  return who.kind === 'contractor' && who.contractorId !== undefined && issue.contractorIds.includes(who.contractorId);
}

/** May this asker see the public view: the household's members, who filed it, and the holder of its link. */
export function mayTrack(who: Asker, issue: Subject): boolean {
  if (who.kind === 'link') return who.issueId === issue.id;
  if (who.kind !== 'household') return false;
  if (issue.householdId !== null && who.householdIds?.includes(issue.householdId) === true) return true;
  return issue.filedBy !== null && issue.filedBy === who.userId;
}

/** May this asker send commands at all; which ones the lifecycle table says. */
export function mayAct(who: Asker, issue: Subject): boolean {
  if (who.kind === 'system' || who.kind === 'contractor' || isDispatcher(who.kind as 'operator'))
    return who.kiosk !== true;
  return mayTrack(who, issue) && (who.kind !== 'link' || who.scope === 'act');
}

/** Under whose name idempotency keys are kept. */
export function keyOwner(who: Asker): string {
  if (who.userId !== undefined) return `user:${who.userId}`;
  return who.kind === 'link' ? `link:${who.issueId ?? ''}` : who.kind;
}
