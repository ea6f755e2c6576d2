/** When a promise falls due, from what a card carries: recomputed as time passes, without a round trip. */
import type { Status } from '../issues/status.ts';

export interface Due {
  status: Status;
  respondBy: number | null;
  respondedAt: number | null;
  resolveBy: number | null;
  pausedAt: number | null;
}

/** Due soon means within this many minutes. */
export const DUE_SOON_MINUTES = 30;

/** The next promised time, Unix ms; null while the clock rests, when nothing is promised, or when it is resolved. */
export function dueAt(issue: Due): number | null {
  if (issue.pausedAt !== null) return null;
  if (issue.status === 'resolved' || issue.status === 'confirmed' || issue.status === 'closed') return null;
  if (issue.respondedAt !== null || issue.respondBy === null) return issue.resolveBy;
  return issue.resolveBy === null ? issue.respondBy : Math.min(issue.respondBy, issue.resolveBy);
}

/** Milliseconds past the promise; negative while there is time; null when nothing is due. */
export function lateness(issue: Due, now: number): number | null {
  const due = dueAt(issue);
  return due === null ? null : now - due;
}

export function isOverdue(issue: Due, now: number): boolean {
  return (lateness(issue, now) ?? -1) > 0;
}

export function isDueSoon(issue: Due, now: number): boolean {
  const late = lateness(issue, now);
  return late !== null && late <= 0 && late > -DUE_SOON_MINUTES * 60_000;
}
