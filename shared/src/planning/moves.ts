import type { Minute } from './model.ts';
import type { Plan, Tour } from './plan.ts';
import { TINY } from './walk.ts';
import type { Visit } from './visit.ts';

/** A household whose visit changes. */
export interface Move {
  readonly job: string;
  /** Null where it was unplanned, or becomes so. */
  readonly from: Appointment | null;
  readonly to: Appointment | null;
  /** Its promise held before and is broken now. */
  readonly missed: boolean;
}

export interface Appointment {
  readonly contractor: string;
  readonly start: Minute;
}

/** Minutes by which a visit may move before it counts as moved. */
const SLIGHT: Minute = 15;

/** The same contractor comes, at almost the same time, and no promise breaks by it. */
export function isSlight({ from, to, missed }: Move): boolean {
  return (
    !missed &&
    from !== null &&
    to !== null &&
    from.contractor === to.contractor &&
    Math.abs(from.start - to.start) < SLIGHT
  );
}

/** Everyone whose visit differs between two plans of one descent; jobs that only one of them knows are left out. */
export function movesBetween(before: Plan, after: Plan): Move[] {
  const moves: Move[] = [];
  const slots = Math.min(before.visits.length, after.visits.length);
  for (let slot = 0; slot < slots; slot++) {
    const visit = after.visits[slot];
    if (!visit || before.visits[slot]?.job.id !== visit.job.id) continue;
    const was = before.tours[before.tourBySlot[slot]!];
    const is = after.tours[after.tourBySlot[slot]!];
    if (was?.table === is?.table) continue;
    const move = moveOf(visit, appointmentIn(was, slot), appointmentIn(is, slot));
    if (move) moves.push(move);
  }
  return moves;
}

/** Others whose work would begin at another time if the job came at this place. */
export function movesAt(visit: Visit, tour: Tour, at: number): Move[] {
  const contractor = tour.duty.contractor.id;
  return tour.table
    .shifted(visit, at)
    .flatMap(
      ({ visit: other, before, after }) =>
        moveOf(other, { contractor, start: before }, { contractor, start: after }) ?? [],
    );
}

function appointmentIn(tour: Tour | undefined, slot: number): Appointment | null {
  if (!tour) return null;
  const at = tour.stops.findIndex((stop) => stop.slot === slot);
  return { contractor: tour.duty.contractor.id, start: tour.table.start[at]! };
}

function moveOf(visit: Visit, from: Appointment | null, to: Appointment | null): Move | null {
  if (from === null && to === null) return null;
  if (from && to && from.contractor === to.contractor && Math.abs(from.start - to.start) <= TINY) return null;
  const kept = from !== null && from.start <= visit.promised + TINY;
  return { job: visit.job.id, from, to, missed: kept && (to === null || to.start > visit.promised + TINY) };
}
