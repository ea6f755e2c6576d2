/** What lies in a contractor's row: shifts, rests, jobs with the drive before each. */
import type { IssueCard } from '@dispatch/shared/issues/views';
import { agendaOf, type Agenda } from '@dispatch/shared/planning/agenda';
import { isToDo, minuteOf } from '@dispatch/shared/planning/jobs';
import type { Minute, Window } from '@dispatch/shared/planning/model';
import type { Plan, Tour } from '@dispatch/shared/planning/plan';

export interface Bar {
  readonly id: string;
  readonly from: Minute;
  readonly until: Minute;
  /** Minutes of driving before it. */
  readonly drive: number;
  /** Departed or begun: it cannot be moved. */
  readonly locked: boolean;
  /** It is in no shift: drawn where it was meant to be. */
  readonly loose: boolean;
  /** Minutes by which it misses its promise, or its window where that is worse. */
  readonly late: number;
  readonly window: Window | null;
  /** Until when it was promised; null without a promise. */
  readonly promised: Minute | null;
  readonly pinned: { readonly contractor: boolean; readonly time: boolean };
}

export interface RowContent {
  readonly shifts: readonly (Window & { readonly id: string; readonly onCall: boolean })[];
  readonly rests: readonly Window[];
  readonly homes: readonly Window[];
  /** In the order of their times. */
  readonly bars: readonly Bar[];
}

/** Tours are values: what was reckoned for one stays right as long as it lives. */
const agendas = new WeakMap<Tour, Agenda>();

/**
 * @param held cards of the contractor that are not done
 * @param shown the days on the screen
 */
export function contentOf(plan: Plan, contractorId: string, held: readonly IssueCard[], shown: Window): RowContent {
  const shifts: (Window & { id: string; onCall: boolean })[] = [];
  const rests: Window[] = [];
  const homes: Window[] = [];
  const bars: Bar[] = [];
  const planned = new Set<string>();
  for (const index of plan.toursOf.get(contractorId) ?? []) {
    const tour = plan.tours[index];
    if (!tour) continue;
    for (const { job } of tour.stops) planned.add(job.id);
    const { shift } = tour.duty;
    const isShown = shift.until > shown.from && shift.from < shown.until;
    if (!isShown && tour.table.end <= shown.from) continue;
    const agenda = agendas.get(tour) ?? agendaOf(tour, plan);
    agendas.set(tour, agenda);
    shifts.push({ id: shift.id, from: shift.from, until: shift.until, onCall: shift.onCall });
    rests.push(...agenda.rests);
    if (agenda.home) homes.push(agenda.home);
    for (const { visit, from, until, drive, locked } of agenda.stops) {
      if (until < shown.from || from - drive > shown.until) continue;
      const { job, closes, promised } = visit;
      const late = locked ? 0 : Math.max(0, from - promised, from - closes);
      bars.push({
        id: job.id,
        from,
        until,
        drive,
        locked,
        loose: false,
        late: late < 0.5 ? 0 : late,
        window: job.window,
        promised: Number.isFinite(promised) ? promised : null,
        pinned: { contractor: job.pin.contractor !== null, time: job.pin.at !== null },
      });
    }
  }
  for (const card of held) if (!planned.has(card.id) && isToDo(card)) bars.push(looseBar(card, plan));
  bars.sort((a, b) => a.from - b.from || (a.id < b.id ? -1 : 1));
  return { shifts, rests, homes, bars };
}

/** A job that no shift takes up stands where it was meant to be, so that it is not overlooked. */
function looseBar({ id, windowFrom, etaAt }: IssueCard, { now }: Plan): Bar {
  const meant = etaAt ?? windowFrom;
  const from = meant === null ? now : Math.max(now, minuteOf(meant));
  return {
    id,
    from,
    until: from + 45,
    drive: 0,
    locked: false,
    loose: true,
    late: 0,
    window: null,
    promised: null,
    pinned: { contractor: false, time: false },
  };
}

/** The bar nearest to a time; null in an empty row. */
export function nearestBar(bars: readonly Bar[], at: Minute): Bar | null {
  return bars.reduce<Bar | null>(
    (best, bar) => (best === null || Math.abs(bar.from - at) < Math.abs(best.from - at) ? bar : best),
    null,
  );
}
