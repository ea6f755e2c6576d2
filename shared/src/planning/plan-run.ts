/** A search for a better plan as a screen sees it. Times are Unix ms, durations minutes. */
import type { PlanAction } from './change-set.schema.ts';
import type { PlanFigures } from './improve.ts';
import type { NewRun } from './plan-run.schema.ts';

/** `waiting` behind others on its node. Stopped ones are done: the best so far is theirs. */
export type RunState = 'waiting' | 'running' | 'done' | 'failed';

export interface PlanRun {
  readonly id: string;
  readonly state: RunState;
  readonly asked: NewRun;
  readonly at: number;
  readonly by: string | null;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  /** Null until the search has begun. */
  readonly progress: RunProgress | null;
  /** Of one that is done; null in lists. */
  readonly result: RunResult | null;
  /** Why it failed: a sentence. */
  readonly fault: string | null;
  /** The change set that it became. */
  readonly changeId: string | null;
}

export interface RunProgress {
  /** 0 to 1. */
  readonly part: number;
  readonly iterations: number;
  readonly before: PlanFigures;
  /** Of the best plan so far. */
  readonly best: PlanFigures;
  readonly moved: number;
}

export interface RunResult {
  readonly before: PlanFigures;
  readonly after: PlanFigures;
  readonly iterations: number;
  readonly seed: number;
  readonly stopped: boolean;
  /** Those that matter first; the others follow from them. */
  readonly moves: readonly RunMove[];
  /** The days it was decided on: contractor to stamp. */
  readonly days: Readonly<Record<string, string>>;
}

/** One issue's new place, with the command that gives it to it. */
export interface RunMove {
  readonly id: string;
  readonly ref: string;
  readonly version: number;
  /** Null where nobody had it, or nobody would have come. */
  readonly from: RunVisit | null;
  readonly to: RunVisit;
  /** Nobody has it and nobody is asked: it may be offered instead of given. */
  readonly free: boolean;
  /** The same contractor at almost the same time. */
  readonly slight: boolean;
  /** For the operator: why it helps. */
  readonly why: string;
  readonly action: PlanAction;
  readonly input: RunInput;
}

export interface RunVisit {
  readonly contractorId: string;
  readonly start: number;
  /** Minutes of driving that the day has more for it. */
  readonly drive: number;
  /** Minutes after its promise; 0 when it is kept. */
  readonly late: number;
}

export interface RunInput {
  readonly version: number;
  readonly plannedAt: number;
  readonly contractorId?: string;
  readonly windowFrom?: number;
  readonly windowTo?: number;
  readonly windowBy?: 'plan';
  /** A sentence to the household whose arrival range changes. */
  readonly tell?: string;
}
