import type { Contractor, Job } from './model.ts';
import type { Weights } from './weights.ts';

/** The parts of a score, in minutes of driving; the lower their sum, the better. */
export interface Parts {
  /** Minutes driven. */
  readonly travel: number;
  /** Waiting of households, by urgency. */
  readonly delay: number;
  /** Promises missed, and by how much. */
  readonly lateness: number;
  /** Below 0 for a contractor asked for by the household or preferred by the system. */
  readonly preference: number;
  /** Below 0 for the contractor who knows the job from before it was reopened. */
  readonly continuity: number;
  /** Above 0 when it is taken from the contractor who accepted it. */
  readonly handover: number;
  /** Above 0 for giving more to those who have much. */
  readonly load: number;
}

export const PARTS = ['travel', 'delay', 'lateness', 'preference', 'continuity', 'handover', 'load'] as const;

export function scoreOf(parts: Parts): number {
  return PARTS.reduce((sum, name) => sum + parts[name], 0);
}

/** a − b, part by part. */
export function minus(a: Parts, b: Parts): Parts {
  return {
    travel: a.travel - b.travel,
    delay: a.delay - b.delay,
    lateness: a.lateness - b.lateness,
    preference: a.preference - b.preference,
    continuity: a.continuity - b.continuity,
    handover: a.handover - b.handover,
    load: a.load - b.load,
  };
}

/** Household's wish before the system's: whoever is asked for is not also counted as preferred. */
export function preferenceOf(contractor: Contractor, job: Job, weights: Weights): number {
  if (job.whitelist.includes(contractor.id)) return -weights.whitelisted;
  return -weights.preferred * Math.min(1, Math.max(0, job.preferred[contractor.id] ?? 0)) || 0;
}

export function continuityOf(contractor: Contractor, job: Job, weights: Weights): number {
  return job.previous === contractor.id ? -weights.previous : 0;
}

export function handoverOf(contractor: Contractor, job: Job, weights: Weights): number {
  return job.holder !== null && job.holder !== contractor.id ? weights.handover : 0;
}

/** What depends only on who does it, not on when. */
export function pairScore(contractor: Contractor, job: Job, weights: Weights): number {
  return (
    preferenceOf(contractor, job, weights) +
    continuityOf(contractor, job, weights) +
    handoverOf(contractor, job, weights)
  );
}
