import { formatMoment, formatTime, formatWindow } from '@dispatch/base/lib/time';
import { keptWords, type RangesKept } from '@dispatch/shared/arrivals/range';
import type { PublicIssue } from '@dispatch/shared/issues/views';

const MINUTE = 60_000;

/** What is promised now, as a sentence; null when nothing is. `now` in Unix ms. */
export function promiseOf(issue: PublicIssue, now: number): string | null {
  const { status, etaAt, windowFrom, windowTo, resolveBy } = issue;
  if (status === 'resolved' || status === 'confirmed' || status === 'closed') return null;
  if (status === 'en_route' && etaAt !== null) return arrival(etaAt, now);
  if (status !== 'in_progress' && windowFrom !== null && windowTo !== null)
    return windowTo < now
      ? `We wanted to be there by ${formatMoment(windowTo, now)} and are late. We are sorry.`
      : `Arrival between ${formatWindow(windowFrom, windowTo, now).replace(' to ', ' and ')}.`;
  if (issue.askedAt !== null || issue.hold !== null) return null;
  if (resolveBy === null) return null;
  return resolveBy < now
    ? `We promised to have it fixed by ${formatMoment(resolveBy, now)} and are late. We are sorry.`
    : `We promise to have it fixed by ${formatMoment(resolveBy, now)}.`;
}

/** How often ranges like the one shown were kept; null where none is shown, or too few are measured. */
export function keptOf(issue: PublicIssue, kept: RangesKept, now: number): string | null {
  const { status, windowBy, windowTo } = issue;
  return status === 'open' && windowBy === 'plan' && windowTo !== null && windowTo >= now ? keptWords(kept) : null;
}

function arrival(etaAt: number, now: number): string {
  const minutes = Math.round((etaAt - now) / MINUTE);
  if (minutes < -5) return `Expected at ${formatTime(etaAt)}; it takes a little longer.`;
  if (minutes <= 1) return 'Arriving any moment.';
  return `Arrival at about ${formatTime(etaAt)}, in ${String(minutes)} minutes.`;
}
