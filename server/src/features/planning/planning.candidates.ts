/** Who could take an issue, and why the others cannot. */
import { candidatesOf, type Candidates, type Favours } from '@dispatch/shared/planning/candidates';
import { namesOf } from '@dispatch/shared/planning/names';
import { PlanError } from '@dispatch/shared/planning/plan.errors';
import { planOf } from '@dispatch/shared/planning/world';
import { Refusal } from '../../platform/refusal.ts';
import type { PlanReader } from './planning.reader.ts';

/**
 * @param favoursFor numbers of contractors at the issue's household in its category
 * @throws Refusal not_found when there is no such issue to be done, wrong_status when work on it has begun.
 */
export async function readCandidates(
  reader: PlanReader,
  favoursFor: (issueId: string) => Promise<Favours>,
  issueId: string,
): Promise<Candidates> {
  const [world, favours] = await Promise.all([reader.read({ issueIds: [issueId] }), favoursFor(issueId)]);
  try {
    return candidatesOf(planOf(world), issueId, world.cards, namesOf(world), favours);
  } catch (error) {
    if (!(error instanceof PlanError)) throw error;
    if (error.code === 'locked') throw new Refusal('wrong_status', { details: { status: 'under way' } });
    throw new Refusal('not_found');
  }
}
