import { STAGE_WORDS } from '@dispatch/shared/issues/stage';
import type { Urgency } from '@dispatch/shared/issues/status';
import { URGENCIES } from '@dispatch/shared/issues/status';
import { speakDuration } from '../../lib/duration.ts';
import type { MapIssue, MapTarget } from './map.types.ts';

const URGENCY_WORDS: Record<Urgency, string> = {
  low: 'low urgency',
  normal: 'normal urgency',
  high: 'high urgency',
  emergency: 'emergency',
};
const STATE_WORDS = { off: 'off duty', free: 'free', driving: 'driving', working: 'working' } as const;

/** Most urgent first, overdue before others of the same urgency, then by reference. */
export function byWeight(a: MapIssue, b: MapIssue): number {
  const urgency = URGENCIES.indexOf(b.urgency) - URGENCIES.indexOf(a.urgency);
  return urgency || Number(b.overdue) - Number(a.overdue) || (a.ref < b.ref ? -1 : 1);
}

/** The id by which the map marks a target. */
export function keyOf(target: MapTarget): string {
  if (target.kind === 'issue') return target.issue.id;
  if (target.kind === 'contractor') return target.contractor.id;
  return `cluster ${String(target.cluster.key)}`;
}

/**
 * The order in which the keyboard walks through what is on the map: what presses most first (issues and clusters by
 * their worst urgency), then contractors by name.
 */
export function inOrder(targets: readonly MapTarget[]): MapTarget[] {
  const rank = (target: MapTarget): number => {
    if (target.kind === 'contractor') return -1;
    const [urgency, late] =
      target.kind === 'issue'
        ? [target.issue.urgency, target.issue.overdue]
        : [target.cluster.worst, target.cluster.overdue > 0];
    return URGENCIES.indexOf(urgency) * 2 + Number(late);
  };
  return [...targets].sort((a, b) => {
    const difference = rank(b) - rank(a);
    if (difference !== 0) return difference;
    if (a.kind === 'issue' && b.kind === 'issue') return byWeight(a.issue, b.issue);
    if (a.kind === 'contractor' && b.kind === 'contractor') return a.contractor.name.localeCompare(b.contractor.name);
    if (a.kind === 'cluster' && b.kind === 'cluster') return b.cluster.count - a.cluster.count;
    return a.kind === 'issue' ? -1 : 1;
  });
}

/** What a screen reader says of a target. `now` gives the age of a position. */
export function describe(target: MapTarget, now: number): string {
  if (target.kind === 'issue') {
    const { ref, title, urgency, stage, overdue, onHold } = target.issue;
    const marks = [
      URGENCY_WORDS[urgency],
      STAGE_WORDS[stage].toLowerCase(),
      overdue ? 'overdue' : '',
      onHold ? 'on hold' : '',
    ];
    return `Issue ${ref}, ${title}, ${marks.filter(Boolean).join(', ')}`;
  }
  if (target.kind === 'contractor') {
    const { name, state, at } = target.contractor;
    const age = now - at;
    return `Contractor ${name}, ${STATE_WORDS[state]}${age > 60_000 ? `, position ${speakDuration(age)} old` : ''}`;
  }
  const { count, worst, overdue } = target.cluster;
  return `${String(count)} issues close together, worst ${URGENCY_WORDS[worst]}${overdue > 0 ? `, ${String(overdue)} overdue` : ''}`;
}
