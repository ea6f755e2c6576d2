/** Who could take an issue, and why the others cannot. */
import { candidatesOf, type Candidates } from '@dispatch/shared/planning/candidates';
import { namesOf } from '@dispatch/shared/planning/names';
import { PlanError } from '@dispatch/shared/planning/plan.errors';
import { planOf } from '@dispatch/shared/planning/world';
import { Refusal } from '../../platform/refusal.ts';
import type { PlanReader } from './planning.reader.ts';

/** @throws Refusal not_found when there is no such issue to be done, wrong_status when work on it has begun. */
export async function readCandidates(reader: PlanReader, issueId: string): Promise<Candidates> {
  const world = await reader.read({ issueIds: [issueId] });
  try {
    return candidatesOf(planOf(world), issueId, world.cards, namesOf(world));
  } catch (error) {
    if (!(error instanceof PlanError)) throw error;
    if (error.code === 'locked') throw new Refusal('wrong_status', { details: { status: 'under way' } });
    throw new Refusal('not_found');
  }
}
