/** What a run searches, and what is made of what it found. */
import type { Improved } from '@dispatch/shared/planning/improve';
import { namesOf } from '@dispatch/shared/planning/names';
import { applyChanges, type Plan } from '@dispatch/shared/planning/plan';
import type { RunResult } from '@dispatch/shared/planning/plan-run';
import type { NewRun } from '@dispatch/shared/planning/plan-run.schema';
import { daysOf, reviewOf } from '@dispatch/shared/planning/review';
import { planOf } from '@dispatch/shared/planning/world';
import { zoneOf } from '@dispatch/shared/promises/zone';
import type { ReadWorld } from '../planning.reader.ts';

const DAY = 86_400_000;
/** What households are told that their visit moves for. */
const BECAUSE = 'the visits of the day have been put in a better order';

/** The plan to be improved, and the shifts that may change. What has not been looked at yet (inbox) is not planned. */
export function planToImprove(world: ReadWorld, { districtIds, days }: NewRun): { plan: Plan; shifts: string[] } {
  const cards = world.cards.filter(({ contractorId, stage }) => contractorId !== null || stage !== 'inbox');
  const plan = planOf({ ...world, cards });
  const zone = zoneOf(world.organisation.timeZone);
  const today = Math.floor((world.now + zone.offsetAt(world.now)) / DAY);
  const until = zone.instantOf((today + days) * DAY) / 60_000;
  const wanted = districtIds && new Set(districtIds);
  const shifts = plan.contractors
    .filter(({ districts }) => wanted === null || districts === null || districts.some((id) => wanted.has(id)))
    .flatMap((contractor) => contractor.shifts.filter(({ from }) => from < until).map(({ id }) => id));
  return { plan, shifts };
}

export function resultOf(
  world: ReadWorld,
  plan: Plan,
  improved: Omit<Improved, 'plan'>,
  { seed, stopped }: { seed: number; stopped: boolean },
): RunResult {
  const after = applyChanges(plan, improved.changes);
  const cards = new Map(world.cards.map((card) => [card.id, card]));
  const moves = reviewOf(plan, after, cards, namesOf(world), BECAUSE);
  const { before, iterations } = improved;
  return { before, after: improved.after, iterations, seed, stopped, moves, days: daysOf(moves, world.cards) };
}
