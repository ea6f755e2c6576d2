/** Helping several jobs of a plan one after the other, each seeing what was done for those before it. */
import type { Conflict } from './conflicts.ts';
import type { PlanCard } from './jobs.ts';
import type { Minute } from './model.ts';
import { applyChanges, visitIn, type Plan } from './plan.ts';
import { suggest, type Suggestion } from './repair.ts';

/** Of what is in conflict, the jobs that may be moved: what has begun, was offered or is pinned stays where it is. */
export function movableOf(
  conflicts: readonly Pick<Conflict, 'job'>[],
  cardOf: (id: string) => Pick<PlanCard, 'stage' | 'plan'> | undefined,
): string[] {
  return conflicts.flatMap(({ job }) => {
    const card = cardOf(job);
    return card?.stage === 'open' && card.plan?.pinnedTo === undefined && card.plan?.pinnedAt === undefined ? job : [];
  });
}

export interface MendLimits {
  /** The most by which the visit of another household may move, in minutes. */
  readonly minutes: number;
}

export interface Mended {
  /** Descends from the plan that was to be mended. */
  readonly plan: Plan;
  /** The moves that were made, in this order. */
  readonly done: readonly Suggestion[];
}

/**
 * Puts jobs where they are better off, as far as that gains something.
 *
 * @param jobs the gravest first
 * @param limits of what a move may do to others; without them every move that gains is made
 * @throws PlanError `unknown`
 */
export function mend(plan: Plan, jobs: readonly string[], limits?: MendLimits): Mended {
  let mended = plan;
  const done: Suggestion[] = [];
  for (const job of jobs) {
    const help = suggest(mended, visitIn(mended, job), null);
    if (!help || (limits && !isWithin(help, limits))) continue;
    mended = applyChanges(mended, help.changes);
    done.push(help);
  }
  return { plan: mended, done };
}

/** No other household moves by more, and none misses its promise by it. */
function isWithin({ job, moves }: Suggestion, { minutes }: MendLimits): boolean {
  return moves.every(
    (move) =>
      move.job === job || (!move.missed && distance(move.from?.start ?? null, move.to?.start ?? null) <= minutes),
  );
}

function distance(from: Minute | null, to: Minute | null): number {
  return from === null || to === null ? Infinity : Math.abs(to - from);
}
