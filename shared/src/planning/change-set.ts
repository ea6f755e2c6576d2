/** Commands for many issues that are applied, and undone, as one. Times are Unix ms. */
import type { Problem } from '../errors.ts';
import type { ChangeKind, PlanAction } from './change-set.schema.ts';

/** What came of one of its commands. */
export interface ChangedJob {
  readonly id: string;
  readonly action: PlanAction;
  /** The version after it. */
  readonly version: number;
}

/** What a change set was for, in figures; minutes. */
export interface ChangeSummary {
  readonly runId: string;
  readonly moved: number;
  /** Issues that had no place before. */
  readonly placed: number;
  readonly travelBefore: number;
  readonly travelAfter: number;
  readonly missedBefore: number;
  readonly missedAfter: number;
}

export interface ChangeSet {
  readonly id: string;
  readonly kind: ChangeKind;
  readonly at: number;
  /** Null when nobody of that account is known any more, or the system did it. */
  readonly by: string | null;
  readonly jobs: readonly ChangedJob[];
  readonly summary: ChangeSummary | null;
  readonly undo: ChangeUndo | null;
}

export interface ChangeUndo {
  readonly at: number;
  readonly by: string | null;
  /** Issues that are as they were before. */
  readonly undone: readonly string[];
  /** Issues that something else has happened to: they stay as they are. */
  readonly left: readonly { readonly id: string; readonly problem: Problem }[];
}
