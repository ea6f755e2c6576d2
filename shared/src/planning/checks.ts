/** What a plan is given must be: all throw PlanError `invalid`. */
import type { Job, Minute, Window } from './model.ts';
import { PlanError } from './plan.errors.ts';

export function checkJob(job: Job): void {
  if (!(job.minutes >= 0 && Number.isFinite(job.minutes)))
    throw new PlanError('invalid', `Job ${job.id}: expected minutes of 0 or more, got ${job.minutes}`);
  if (!Number.isFinite(job.place.lat) || !Number.isFinite(job.place.lon))
    throw new PlanError('invalid', `Job ${job.id} has no place`);
  for (const window of [job.window, job.promise]) if (window) checkWindow(`Job ${job.id}`, window);
  for (const at of [job.ready, job.due, job.pin.at])
    if (at !== null && !Number.isFinite(at))
      throw new PlanError('invalid', `Job ${job.id}: expected a time, got ${at}`);
}

/** @param whose begins the sentence */
export function checkWindow(whose: string, { from, until }: Window): void {
  if (!(from <= until && Number.isFinite(from) && Number.isFinite(until)))
    throw new PlanError('invalid', `${whose}: expected a time and a later one, got ${from} and ${until}`);
}

export function checkNow(now: Minute): void {
  if (!Number.isFinite(now)) throw new PlanError('invalid', `Now: expected a time, got ${now}`);
}
