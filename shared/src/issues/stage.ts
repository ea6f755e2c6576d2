import type { Status } from './status.ts';

/** Columns of the board, hues of the screens and the API's `stage` filter. */
export const STAGES = [
  'inbox',
  'to_assign',
  'offered',
  'open',
  'en_route',
  'in_progress',
  'resolved',
  'confirmed',
  'closed',
] as const;
export type Stage = (typeof STAGES)[number];

export const STAGE_WORDS: Record<Stage, string> = {
  inbox: 'Inbox',
  to_assign: 'To assign',
  offered: 'Offered',
  open: 'Open',
  en_route: 'En route',
  in_progress: 'In progress',
  resolved: 'Resolved',
  confirmed: 'Confirmed',
  closed: 'Closed',
};

/**
 * The stage of an issue: the one place where status, triage and assignment become a column.
 * (`issue_stage()` in migrations is its SQL twin; a test holds both equal.)
 */
export function stageOf(issue: { status: Status; triaged: boolean; offered: boolean }): Stage {
  if (issue.status !== 'new') return issue.status;
  if (issue.offered) return 'offered';
  return issue.triaged ? 'to_assign' : 'inbox';
}
