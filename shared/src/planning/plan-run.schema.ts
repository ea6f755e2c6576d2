/** What may be sent about searches for a better plan. */
import { z } from 'zod';
import { id } from '../issues/schema.ts';
import { MOST_IN_CHANGE } from './change-set.schema.ts';

export const MOST_RUN_SECONDS = 60;

export const newRun = z.strictObject({
  /** Made by the sender: sent twice, it is one run. */
  id,
  /** Whose contractors' days are planned anew, and whose issues that nobody has are planned with; null: all. */
  districtIds: z.array(id).min(1).max(200).nullable(),
  /** Today and the days after it. */
  days: z.union([z.literal(1), z.literal(2), z.literal(3)]),
  seconds: z.int().min(1).max(MOST_RUN_SECONDS),
  /** The same seed and number of iterations find the same plan in the same town. */
  seed: z.int().min(0).max(4_294_967_295).optional(),
  /** Ends it even before its time is over. */
  iterations: z.int().min(1).max(10_000_000).optional(),
});
export type NewRun = z.infer<typeof newRun>;

export const applyRun = z.strictObject({
  /** Of the change set that it becomes. */
  changeId: id,
  /** Moves that are left out. */
  without: z.array(id).max(MOST_IN_CHANGE).optional(),
  /** Contractors are asked to take what nobody has, instead of being given it. */
  ask: z.boolean().optional(),
  /** `any`: also when contractors' days have changed since the search began. */
  days: z.enum(['seen', 'any']).optional(),
});
export type ApplyRun = z.infer<typeof applyRun>;
