/** When a household can be visited, in words. */
import { formatDate, formatTime, formatWindow } from '../../lib/time.ts';
import type { Availability, VisitingTime } from '@dispatch/shared/wishes/availability';

/** "today, 14:00 to 16:00", "Thu 26 Nov, 08:00 to 12:00"; null when nothing was said. @param now Unix ms */
export function availabilityWords(
  { availableFrom: from, availableTo: to, flexible }: Availability,
  now: number,
): string | null {
  if (from !== null && to !== null) {
    const words = formatDate(from) === formatDate(to) ? formatWindow(from, to, now) : null;
    return words ?? `${formatDate(from)} ${formatTime(from)} to ${formatDate(to)} ${formatTime(to)}`;
  }
  if (from !== null) return `from ${formatDate(from)} ${formatTime(from)} on`;
  if (to !== null) return `until ${formatDate(to)} ${formatTime(to)}`;
  return flexible ? 'any day, ring when someone is near' : null;
}

/** The choices as a household reads them. */
export function choiceWords({ key, availableFrom: from, availableTo: to }: VisitingTime): string {
  const span = from === null || to === null ? '' : `, ${formatTime(from)} to ${formatTime(to)}`;
  switch (key) {
    case 'any':
      return 'Any time';
    case 'flexible':
      return 'Any day this week: ring if someone is near';
    case 'today':
      return `Today${span}`;
    case 'evening':
      return `This evening${span}`;
    case 'morning':
      return `Tomorrow morning${span}`;
    case 'afternoon':
      return `Tomorrow afternoon${span}`;
  }
}

/** The value of a choice in a form: its times, so that they are those that were read. */
export function choiceValue({ key, availableFrom, availableTo }: VisitingTime): string {
  return availableFrom === null || availableTo === null ? key : `${String(availableFrom)}-${String(availableTo)}`;
}

/** From the value of a form; null for what is none of ours. */
export function availabilityFrom(value: string): Availability | null {
  if (value === 'any' || value === 'flexible')
    return { availableFrom: null, availableTo: null, flexible: value === 'flexible' };
  const [, from, to] = /^(\d{1,14})-(\d{1,14})$/.exec(value) ?? [];
  if (from === undefined || to === undefined) return null;
  return { availableFrom: Number(from), availableTo: Number(to), flexible: false };
}
