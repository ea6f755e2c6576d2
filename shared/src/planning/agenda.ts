/** The day of one tour as it is drawn: when is driven, worked and rested. */
import type { Minute, Window } from './model.ts';
import type { Tour } from './plan.ts';
import { Walk, type Reckoning } from './walk.ts';
import type { Visit } from './visit.ts';

export interface AgendaStop {
  readonly visit: Visit;
  /** Work begins and ends. */
  readonly from: Minute;
  readonly until: Minute;
  /** Minutes of driving just before it. */
  readonly drive: number;
  /** It has departed or begun. */
  readonly locked: boolean;
}

export interface Agenda {
  /** In the order of the day. */
  readonly stops: readonly AgendaStop[];
  /** Rests where they fall; those not taken by the last stop at their earliest. */
  readonly rests: readonly Window[];
  /** The drive that ends the day; null without one. */
  readonly home: Window | null;
}

/** The same times as the tour's timetable, and what lies between them. */
export function agendaOf(tour: Tour, reckoning: Reckoning): Agenda {
  const walk = new Walk(tour.duty, reckoning);
  const all = tour.duty.shift.rests;
  const stops: AgendaStop[] = [];
  const rests: Window[] = [];
  walk.toHead();
  for (let skipped = 0; skipped < walk.rests; skipped++) rests.push(nominal(all[skipped]!));
  tour.stops.forEach((visit, at) => {
    const known = tour.locked[at];
    const before = walk.rests;
    let free = walk.at;
    if (known) walk.stay(visit, known);
    else walk.step(visit);
    for (let taken = before; taken < walk.rests; taken++) {
      const rest = all[taken]!;
      if (known) rests.push(nominal(rest));
      else {
        const from = Math.max(free, rest.earliest);
        free = from + rest.minutes;
        rests.push({ from, until: free });
      }
    }
    const until = known ? known.until : walk.begin + visit.minutes;
    stops.push({ visit, from: walk.begin, until, drive: walk.drive, locked: known !== undefined });
  });
  let free = walk.at;
  for (let left = walk.rests; left < all.length; left++) {
    const from = Math.max(free, all[left]!.earliest);
    free = from + all[left]!.minutes;
    if (from < tour.duty.shift.until) rests.push({ from, until: free });
  }
  if (stops.length === 0 || tour.duty.end === null) return { stops, rests, home: null };
  const from = walk.at;
  walk.goHome();
  return { stops, rests, home: walk.at > from ? { from, until: walk.at } : null };
}

function nominal({ earliest, minutes }: { readonly earliest: Minute; readonly minutes: number }): Window {
  return { from: earliest, until: earliest + minutes };
}
