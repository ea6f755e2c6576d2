/** How schedules are told: in the organisation's time, in words that fit on a card. */
import type { Contractor } from '@dispatch/shared/board/reference';
import { absenceAt, type ExceptionKind, type ExceptionState } from '@dispatch/shared/shifts/schedule';
import { shiftsOf, type Worker, type WorkingOrganisation } from '@dispatch/shared/shifts/shifts';
import { formatDate, formatMoment, formatTime } from '../../lib/time.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;

export const KINDS: Record<ExceptionKind, string> = {
  holiday: 'Holiday',
  sick: 'Sick',
  extra: 'Extra time',
  on_call: 'On call',
};

export const STATES: Record<ExceptionState, string> = {
  asked: 'waits for approval',
  approved: 'approved',
  refused: 'refused',
};

export const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;

/** "Mon 23 Nov" for whole days, "Mon 23 to Fri 27 Nov", "14:10 to 16:00" today, "Mon 23 Nov 14:10 to Tue 24 Nov 06:00". */
export function tellSpan({ from, until }: { from: number; until: number }, now: number): string {
  if (formatTime(from) === '00:00' && formatTime(until) === '00:00') {
    const [first, last] = [formatDate(from), formatDate(until - 1)];
    return first === last ? first : `${first} to ${last}`;
  }
  const start = formatMoment(from, now);
  if (formatTime(until) === '00:00') return `${start} to the end of ${formatDate(until - 1)}`;
  return formatDate(from) === formatDate(until) || until - from < DAY / 2
    ? `${start} to ${formatTime(until)}`
    : `${start} to ${formatMoment(until, now)}`;
}

/** When an absence ends, as "until 14:00", "until Fri 27 Nov": the last day when it ends at midnight. */
function untilWords(until: number, now: number): string {
  return formatTime(until) === '00:00' ? `until ${formatDate(until - 1)}` : `until ${formatMoment(until, now)}`;
}

export interface Availability {
  kind: 'sick' | 'holiday' | 'on_call' | 'expected' | 'off' | 'duty';
  /** "off until 14:00" */
  words: string;
  /** Unix ms when it changes, as far as is known. */
  until: number | null;
}

/** What someone's schedule says of now, in words for a card. */
export function availabilityOf(
  contractor: Worker & Pick<Contractor, 'active'>,
  organisation: WorkingOrganisation,
  now: number,
): Availability {
  const shifts = shiftsOf(contractor, { now, until: now + 7 * DAY, organisation });
  const current = shifts.find(({ from }) => from * MINUTE <= now);
  if (contractor.onDuty) {
    const until = current ? current.until * MINUTE : null;
    return { kind: 'duty', words: until === null ? 'no shift' : untilWords(until, now), until };
  }
  const absence = absenceAt(contractor.schedule, now);
  if (absence) {
    const kind = absence.kind === 'sick' ? 'sick' : 'holiday';
    const words = `${kind === 'sick' ? 'sick' : 'on holiday'} ${untilWords(absence.until, now)}`;
    return { kind, words, until: absence.until };
  }
  if (current) {
    const until = current.until * MINUTE;
    if (current.onCall) return { kind: 'on_call', words: `on call ${untilWords(until, now)}`, until };
    return { kind: 'expected', words: `expected since ${formatMoment(current.from * MINUTE, now)}`, until };
  }
  const next = shifts.find(({ onCall }) => !onCall);
  if (!next) return { kind: 'off', words: 'no shift this week', until: null };
  const until = next.from * MINUTE;
  return { kind: 'off', words: `off until ${formatMoment(until, now)}`, until };
}

/** Until when a certificate counts: `over`, `soon` within a month, else `fine`. */
export function certificateState(expires: number, now: number): 'over' | 'soon' | 'fine' {
  if (expires <= now) return 'over';
  return expires - now < 30 * DAY ? 'soon' : 'fine';
}
