/** The promises ready for use: what is promised, and the clock it runs on. Pure; made anew when the set changes. */
import type { TransitionContext } from '../issues/transition.ts';
import type { Urgency } from '../issues/status.ts';
import { ALWAYS, createCalendar, type Calendar } from './calendar.ts';
import type { PromiseSet } from './promise.ts';

export type PromiseBook = Pick<TransitionContext, 'promiseOf' | 'addMinutes' | 'minutesBetween'>;

/**
 * @param timeZone IANA name of the zone in which work opens and closes.
 * @throws RangeError when the calendar cannot be made (see createCalendar).
 */
export function createPromiseBook(set: Omit<PromiseSet, 'version'>, timeZone: string): PromiseBook {
  const working = createCalendar({ timeZone, week: set.week, holidays: set.holidays.map(({ day }) => day) });
  const clockOf = (urgency: Urgency): Calendar => (set.aroundTheClock.includes(urgency) ? ALWAYS : working);
  const rows = new Map(set.promises.map((row) => [`${row.categoryId ?? ''} ${row.urgency}`, row]));
  return {
    promiseOf(categoryId, urgency) {
      const { respondMinutes = null, resolveMinutes = null } =
        rows.get(`${categoryId} ${urgency}`) ?? rows.get(` ${urgency}`) ?? {};
      return { respondMinutes, resolveMinutes };
    },
    addMinutes: (urgency, from, minutes) => clockOf(urgency).addMinutes(from, minutes),
    minutesBetween: (urgency, from, to) => clockOf(urgency).minutesBetween(from, to),
  };
}
