/** Searches and change sets in words. */
import { countOf } from '@dispatch/base/lib/count';
import type { ChangeSet } from '@dispatch/shared/planning/change-set';
import type { PlanFigures } from '@dispatch/shared/planning/improve';
import type { PlanRun } from '@dispatch/shared/planning/plan-run';

/** `45 min`, `3 h 05`. @param minutes rounded, its sign dropped */
export function minutesText(minutes: number): string {
  const whole = Math.round(Math.abs(minutes));
  if (whole < 60) return `${String(whole)} min`;
  const rest = whole % 60;
  return `${String(Math.floor(whole / 60))} h${rest === 0 ? '' : ` ${String(rest).padStart(2, '0')}`}`;
}

/** One figure before and after. */
export interface Compared {
  readonly label: string;
  readonly before: string;
  readonly after: string;
  /** What changed, in words; empty when nothing did. */
  readonly change: string;
  readonly better: boolean | null;
}

/** Driving, promises and issues that nobody has. @param moved issues that change hands or time */
export function compared(before: PlanFigures, after: PlanFigures, moved: number): Compared[] {
  const driving = Math.round(before.travel) - Math.round(after.travel);
  const kept = before.missed - after.missed;
  const placed = before.unplanned - after.unplanned;
  return [
    {
      label: 'Driving',
      before: minutesText(before.travel),
      after: minutesText(after.travel),
      change: driving === 0 ? '' : `${minutesText(driving)} ${driving > 0 ? 'less' : 'more'}`,
      better: driving === 0 ? null : driving > 0,
    },
    {
      label: 'Promises missed',
      before: String(before.missed),
      after: String(after.missed),
      change: kept === 0 ? '' : `${String(Math.abs(kept))} ${kept > 0 ? 'more kept' : 'more missed'}`,
      better: kept === 0 ? null : kept > 0,
    },
    {
      label: 'Not placed',
      before: String(before.unplanned),
      after: String(after.unplanned),
      change: placed === 0 ? '' : `${String(Math.abs(placed))} ${placed > 0 ? 'placed' : 'more'}`,
      better: placed === 0 ? null : placed > 0,
    },
    { label: 'Issues moved', before: '0', after: String(moved), change: '', better: null },
  ];
}

/** What a search came to, for screen readers and notices. */
export function foundWords({ state, result, fault }: PlanRun): string {
  if (state === 'failed' || !result) return fault ?? 'The search has ended without a plan.';
  const moved = result.moves.filter(({ slight }) => !slight).length;
  if (result.moves.length === 0) return 'The search has ended: no better plan was found.';
  const changes = compared(result.before, result.after, moved).flatMap(({ label, change }) =>
    change === '' ? [] : `${label.toLowerCase()}: ${change}`,
  );
  return `The search has ended: ${[countOf(moved, 'issue moves', 'issues move'), ...changes].join(', ')}.`;
}

const KIND_WORDS: Record<ChangeSet['kind'], string> = {
  day: 'Day planned',
  emergency: 'Room made for an emergency',
  suggestion: 'Suggestion followed',
  drag: 'Moved on the timeline',
};

export function titleOf({ kind, jobs }: ChangeSet): string {
  return `${KIND_WORDS[kind]}: ${countOf(jobs.length, 'issue')}`;
}

/** What a day plan was worth; empty for other change sets. */
export function worthOf({ summary }: ChangeSet): string {
  if (!summary) return '';
  const driving = Math.round(summary.travelBefore - summary.travelAfter);
  const kept = summary.missedBefore - summary.missedAfter;
  return [
    countOf(summary.moved, 'issue moved', 'issues moved'),
    summary.placed > 0 && `${String(summary.placed)} of them placed`,
    driving !== 0 && `${minutesText(driving)} ${driving > 0 ? 'less' : 'more'} driving`,
    kept !== 0 && `${countOf(Math.abs(kept), 'promise')} ${kept > 0 ? 'more kept' : 'more missed'}`,
  ]
    .filter((part) => part !== false)
    .join(' · ');
}

/** What undoing came to. */
export function undoneWords({ undo }: ChangeSet): string {
  if (!undo) return '';
  const { undone, left } = undo;
  if (left.length === 0) return `${countOf(undone.length, 'issue is', 'issues are')} as before.`;
  const rest = `${countOf(left.length, 'issue has', 'issues have')} changed since and ${left.length === 1 ? 'stays' : 'stay'} as now.`;
  return undone.length === 0 ? rest : `${countOf(undone.length, 'issue is', 'issues are')} as before; ${rest}`;
}

/** Why a job stays as it is, or cannot be applied. @param ref how the issue is called */
export function reasonOf(
  ref: string,
  { code, detail, conflict }: { code: string; detail: string; conflict?: { by: string | null } | undefined },
): string {
  if (code === 'conflict' && conflict?.by != null) return `${ref}: ${conflict.by} changed it in the meantime.`;
  return `${ref}: ${detail}`;
}
