/** What cannot stay as it is planned: promises and windows that will be missed, days that are too long or gone. */
import type { Minute } from './model.ts';
import type { Plan, Tour } from './plan.ts';
import { TINY } from './walk.ts';

export type Conflict =
  /** Work would begin so many minutes after the promise. */
  | { readonly kind: 'late'; readonly job: string; readonly contractor: string; readonly minutes: number }
  /** The same after the household's window has closed, or after the time an operator fixed. */
  | { readonly kind: 'window' | 'pin'; readonly job: string; readonly contractor: string; readonly minutes: number }
  /** It, or the way home from it, would end so many minutes after the shift. */
  | { readonly kind: 'shift_end'; readonly job: string; readonly contractor: string; readonly minutes: number }
  /** Whoever has it is not wanted by the household. */
  | { readonly kind: 'unwanted'; readonly job: string; readonly contractor: string; readonly minutes: 0 }
  /** Whoever has it has no shift any more. */
  | { readonly kind: 'no_shift'; readonly job: string; readonly contractor: string; readonly minutes: 0 }
  /** It is fixed to a time, or under way, while another one of the same contractor is. */
  | {
      readonly kind: 'double';
      readonly job: string;
      readonly contractor: string;
      readonly minutes: number;
      readonly other: string;
    };

/** The graver first; the order of the list. */
const GRAVITY: readonly Conflict['kind'][] = ['no_shift', 'unwanted', 'double', 'pin', 'window', 'shift_end', 'late'];

/**
 * @param holders who has each job, or has been asked: also those for whom the plan has no shift
 * @returns the gravest first, of the same kind those by most minutes
 */
export function conflictsOf(plan: Plan, holders: ReadonlyMap<string, string>): Conflict[] {
  const found: Conflict[] = [];
  for (const [job, contractor] of holders) {
    const slot = plan.slots.get(job);
    if (slot === undefined || plan.visits[slot]?.job.id !== job) continue;
    if (plan.visits[slot].job.blacklist.includes(contractor))
      found.push({ kind: 'unwanted', job, contractor, minutes: 0 });
    if (plan.tourBySlot[slot] === -1) found.push({ kind: 'no_shift', job, contractor, minutes: 0 });
  }
  for (const tour of plan.tours) if (tour.stops.length > 0) found.push(...inTour(tour));
  return found.sort(
    (a, b) => GRAVITY.indexOf(a.kind) - GRAVITY.indexOf(b.kind) || b.minutes - a.minutes || (a.job < b.job ? -1 : 1),
  );
}

/** A job has one conflict, the gravest. */
function inTour({ stops, locked, table, duty }: Tour): Conflict[] {
  const contractor = duty.contractor.id;
  const found: Conflict[] = [];
  let fixedUntil: Minute = -Infinity;
  let fixedBy = '';
  stops.forEach((visit, at) => {
    const { job } = visit;
    const start = table.start[at]!;
    const known = locked[at];
    const fixed: Minute | null = known?.from ?? job.pin.at;
    if (fixed !== null && fixedUntil > fixed + TINY)
      found.push({ kind: 'double', job: job.id, contractor, minutes: fixedUntil - fixed, other: fixedBy });
    else if (!known && start > visit.closes + TINY)
      found.push({
        kind: job.pin.at !== null && start > job.pin.at + TINY ? 'pin' : 'window',
        job: job.id,
        contractor,
        minutes: start - visit.closes,
      });
    else if (isBeyond({ stops, table, duty }, at))
      found.push({ kind: 'shift_end', job: job.id, contractor, minutes: table.overrun });
    else if (!known && start > visit.promised + TINY)
      found.push({ kind: 'late', job: job.id, contractor, minutes: start - visit.promised });
    if (fixed !== null) {
      fixedUntil = Math.max(fixedUntil, known ? known.until : fixed + visit.minutes);
      fixedBy = job.id;
    }
  });
  return found;
}

/** The job ends after the shift, or is the last of a day that only its way home makes too long. */
function isBeyond({ stops, table, duty }: Pick<Tour, 'stops' | 'table' | 'duty'>, at: number): boolean {
  if (table.overrun <= TINY || at < table.lockedCount) return false;
  return table.start[at]! + stops[at]!.minutes > duty.shift.until + TINY || at === stops.length - 1;
}
