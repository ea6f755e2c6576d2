/** What a household is told when its visit moves out of the range it knows, and why. Pure; times are Unix ms. */
import type { PlanCard } from '../planning/jobs.ts';
import { minuteOf } from '../planning/jobs.ts';
import { explainMove, type Names } from '../planning/explain.ts';
import type { Tour } from '../planning/plan.ts';
import type { ArrivalRange } from './range.ts';

/** The range that was told last, and by whom the household was to be visited. */
export interface ToldRange {
  readonly contractorId: string;
  readonly plannedAt: number;
  readonly from: number;
  readonly to: number;
  readonly toldAt: number;
}

/** Nothing to do, a range to be set, and with it a sentence where the household knew another one. */
export type Telling =
  { readonly kind: 'holds' } | { readonly kind: 'set'; readonly range: ArrivalRange; readonly tell: string | null };

export interface Asked {
  readonly contractorId: string;
  /** When the plan has work begin. */
  readonly start: number;
  readonly range: ArrivalRange;
  readonly told: ToldRange | null;
  /** Somebody has written to the household about the visit since: it is not told twice. */
  readonly toldSince: boolean;
  readonly reason: () => string;
  /** With first names alone. */
  readonly names: Names;
  readonly job: string;
}

/** A start that has left its range, or somebody else who comes, makes a new range; within it nothing is said. */
export function tellingOf({ contractorId, start, range, told, toldSince, reason, names, job }: Asked): Telling {
  if (told === null) return { kind: 'set', range, tell: null };
  const sameCrew = told.contractorId === contractorId;
  if (sameCrew && start >= told.from && start <= told.to) return { kind: 'holds' };
  const move = {
    job,
    from: { contractor: told.contractorId, start: minuteOf(told.plannedAt) },
    to: { contractor: contractorId, start: minuteOf(start) },
    missed: false,
  };
  return { kind: 'set', range, tell: toldSince ? null : explainMove(move, reason(), names) };
}

/** What comes after "because", from what lies before the job in the day. @param at its place in the tour */
export function reasonFor(
  tour: Tour,
  at: number,
  told: ToldRange,
  cards: ReadonlyMap<string, Pick<PlanCard, 'urgency' | 'filedAt'>>,
  now: number,
): string {
  const { contractor } = tour.duty;
  if (told.contractorId !== contractor.id) return 'the visits of the day had to be shared out anew';
  const start = tour.table.start[at] ?? 0;
  if (start < minuteOf(told.plannedAt)) return 'there is time before your visit now';
  const before = tour.stops.slice(0, at).map(({ job }) => cards.get(job.id));
  if (before.some((card) => card?.urgency === 'emergency' && card.filedAt >= told.toldAt))
    return 'an emergency had to come first';
  const running = tour.locked.findIndex(({ from, until }) => from <= minuteOf(now) && until >= minuteOf(now));
  const visit = tour.stops[running];
  const span = tour.locked[running];
  if (visit && span && span.until - span.from > visit.minutes + 1) return 'the visit before takes longer than expected';
  return 'the visits of the day have moved';
}
