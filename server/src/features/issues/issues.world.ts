import type { TransitionContext } from '@dispatch/shared/issues/transition';
import type { Urgency } from '@dispatch/shared/issues/status';
import { uuidv7 } from '@dispatch/shared/ids/uuid';
import type { Logger } from 'pino';
import type { Database } from '../../platform/database/database.ts';

/** The promises and their clock, as the promises feature keeps them. */
export type PromiseBook = Pick<TransitionContext, 'promiseOf' | 'addMinutes' | 'minutesBetween'>;

/** The districts as they stand; the active one at a place, degrees WGS 84, null outside of all. */
export interface Districts {
  districtAt(lat: number, lon: number): string | null;
}

/** What issues need from the rest of the house. */
export interface IssueWorld {
  database: Database;
  settings: { undoSeconds: number; confirmDays: number; reopenDays: number; offerMinutes: Record<Urgency, number> };
  /** Unix ms. */
  clock(): number;
  promises(): Promise<PromiseBook>;
  districts(): Promise<Districts>;
  /** Called after each commit: the relay has something to read. */
  committed(): void;
  /** Signs tracking links. */
  secret: string;
  log: Logger;
}

/** The outside world of one transition, at one moment. */
export async function transitionContext(world: IssueWorld, now: number): Promise<TransitionContext> {
  const { promiseOf, addMinutes, minutesBetween } = await world.promises();
  return {
    now,
    newAssignmentId: uuidv7(),
    promiseOf,
    addMinutes,
    minutesBetween,
    offerMinutes: (urgency) => world.settings.offerMinutes[urgency],
    confirmDays: world.settings.confirmDays,
    reopenDays: world.settings.reopenDays,
  };
}
