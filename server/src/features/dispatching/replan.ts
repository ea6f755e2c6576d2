/** Small moves that help a day that no longer holds, done by itself where the organisation has said so. */
import { conflictsOf } from '@dispatch/shared/planning/conflicts';
import type { NewChange } from '@dispatch/shared/planning/change-set.schema';
import { isToDo } from '@dispatch/shared/planning/jobs';
import { mend, movableOf } from '@dispatch/shared/planning/mend';
import { namesOf } from '@dispatch/shared/planning/names';
import { daysOf, reviewOf } from '@dispatch/shared/planning/review';
import { planOf } from '@dispatch/shared/planning/world';
import { uuidv7 } from '@dispatch/shared/ids/uuid';
import type { ReadWorld } from '../planning/index.ts';

/** What households are told that their visit moves for. */
const BECAUSE = 'the day has turned out otherwise than planned';
/** Jobs helped at once; the next look goes on. */
const MOST = 20;

/**
 * The change set that helps what is broken now, within the organisation's limits: no other visit moves by more, no promise
 * is missed by it. Whoever is to take a job over is asked, not told. Null when there is nothing to do.
 */
export function smallMoves(world: ReadWorld): NewChange | null {
  const { dispatching } = world.organisation;
  const held = world.cards.filter((card) => card.contractorId !== null && isToDo(card));
  const plan = planOf({ ...world, cards: held });
  const conflicts = conflictsOf(plan, new Map(held.map(({ id, contractorId }) => [id, contractorId ?? ''])));
  const cards = new Map(held.map((card) => [card.id, card]));
  const jobs = movableOf(conflicts, (id) => cards.get(id));
  if (jobs.length === 0) return null;
  const { plan: after, done } = mend(plan, jobs.slice(0, MOST), { minutes: dispatching.replanMinutes });
  if (done.length === 0) return null;
  const moves = reviewOf(plan, after, cards, namesOf(world), BECAUSE);
  return {
    id: uuidv7(),
    kind: 'suggestion',
    commands: moves.map(({ id, action, input }) => ({
      id,
      action,
      input: { ...input, ...(action === 'reassign' && { mode: 'offer', reason: 'The day no longer held.' }) },
    })),
    days: daysOf(moves, world.cards),
  };
}
