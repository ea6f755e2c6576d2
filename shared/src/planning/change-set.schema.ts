/** What `POST /plan/changes` takes. */
import { z } from 'zod';
import { day, id } from '../issues/schema.ts';

/** Most commands of one change set. */
export const MOST_IN_CHANGE = 2_000;

export const CHANGE_KINDS = ['emergency', 'day', 'suggestion', 'drag'] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

/** Commands that say who does an issue and when, and touch no other issue. */
export const PLAN_ACTIONS = ['assign', 'offer', 'reassign', 'plan', 'pin', 'withdraw'] as const;
export type PlanAction = (typeof PLAN_ACTIONS)[number];

export const newChange = z.strictObject({
  /** Made by the sender: sent twice, it is applied once. */
  id,
  kind: z.enum(CHANGE_KINDS),
  commands: z
    .array(
      z.strictObject({
        id,
        action: z.enum(PLAN_ACTIONS),
        /** The body of the single command, with the version it was decided on. */
        input: z.record(z.string(), z.unknown()),
      }),
    )
    .min(1)
    .max(MOST_IN_CHANGE),
  /** The days it was decided on: contractor to stamp. */
  days: z.record(id, day),
});
export type NewChange = z.infer<typeof newChange>;
