/** When a contractor works: a week that repeats, and the days that are otherwise. Wall-clock times in the schedule's zone. */
import type { Place } from '../places/distance.ts';

/** A rest that begins between `earliest` and `latest`, between two jobs. */
export interface WeekRest {
  /** `HH:MM`; before the shift's `from`: on the next day. */
  earliest: string;
  /** `HH:MM`, as `earliest`. */
  latest: string;
  minutes: number;
}

/** One shift of each week. */
export interface WeekShift {
  /** 1 = Monday to 7 = Sunday: the day on which it begins. */
  weekday: number;
  /** `HH:MM` */
  from: string;
  /** `HH:MM`; not after `from`: it ends on the next day. */
  until: string;
  rests: WeekRest[];
  /** At home, and only for emergencies. */
  onCall: boolean;
}

/** `holiday` and `sick` take time away, `extra` and `on_call` add some. */
export const EXCEPTION_KINDS = ['holiday', 'sick', 'extra', 'on_call'] as const;
export type ExceptionKind = (typeof EXCEPTION_KINDS)[number];

/** `asked` waits for the team's lead or a dispatcher and counts for nothing until then. */
export const EXCEPTION_STATES = ['asked', 'approved', 'refused'] as const;
export type ExceptionState = (typeof EXCEPTION_STATES)[number];

/** A stretch in which someone works otherwise than the week says. */
export interface ScheduleException {
  id: string;
  kind: ExceptionKind;
  /** Unix ms. */
  from: number;
  /** Unix ms, after `from`. */
  until: number;
  state: ExceptionState;
  /** Words to the lead. */
  note: string | null;
}

/** What waits for a decision, with whose it is: the answer of GET /exceptions. */
export interface AskedException extends ScheduleException {
  contractorId: string;
  name: string;
  /** Unix ms. */
  askedAt: number;
}

/** How someone works, without the exceptions: what is set as a whole. */
export interface WorkPattern {
  /** IANA name; null: the organisation's. */
  timeZone: string | null;
  /** In no order; null: the organisation's working hours without its holidays; empty: no shifts. */
  week: WeekShift[] | null;
  /** Where a shift begins; null: at home, else in the middle of the organisation's map. */
  start: Place | null;
  /** Where a shift ends: where it began, at the last job, or at a place. */
  end: 'start' | 'last' | Place;
  /** Most jobs of a day; null: no limit. */
  maxJobs: number | null;
  /** Most minutes of driving and work of a day; null: no limit. */
  maxMinutes: number | null;
  /** Minutes of each shift that are left free for urgent calls … */
  keptFree: number;
  /** … until this time, `HH:MM`; null: until the shift's end. */
  releasedAt: string | null;
}

export interface Schedule extends WorkPattern {
  /** By their beginning; those that ended more than a day ago are left out. */
  exceptions: ScheduleException[];
}

/** Of who has said nothing: the organisation's hours, from home and back. */
export const USUAL_PATTERN: WorkPattern = {
  timeZone: null,
  week: null,
  start: null,
  end: 'start',
  maxJobs: null,
  maxMinutes: null,
  keptFree: 0,
  releasedAt: null,
};

export const USUAL_SCHEDULE: Schedule = { ...USUAL_PATTERN, exceptions: [] };

/** Kinds that take time away. */
export function isAbsence({ kind }: Pick<ScheduleException, 'kind'>): boolean {
  return kind === 'holiday' || kind === 'sick';
}

/** The absence that holds at a moment, if there is one; sick before holiday. */
export function absenceAt({ exceptions }: Pick<Schedule, 'exceptions'>, at: number): ScheduleException | null {
  const holding = exceptions.filter(
    (one) => isAbsence(one) && one.state === 'approved' && one.from <= at && at < one.until,
  );
  return holding.find(({ kind }) => kind === 'sick') ?? holding[0] ?? null;
}

/** Minutes since midnight of `HH:MM`. */
export function minutesOf(time: string): number {
  const [hours = '0', minutes = '0'] = time.split(':');
  return Number(hours) * 60 + Number(minutes);
}

const DAY = 1440;
const WEEK = 7 * DAY;

/** Minutes that a shift lasts on the wall clock. */
export function lengthOf({ from, until }: Pick<WeekShift, 'from' | 'until'>): number {
  const length = minutesOf(until) - minutesOf(from);
  return length > 0 ? length : length + DAY;
}

/** Minutes after the shift's beginning at which the wall clock next shows a time. */
export function minutesInto({ from }: Pick<WeekShift, 'from'>, time: string): number {
  return (minutesOf(time) - minutesOf(from) + DAY) % DAY;
}

/** What is wrong with a week, in sentences with the row and field; empty when nothing is. */
export function weekFaults(week: readonly WeekShift[]): { index: number; field: string; reason: string }[] {
  const faults: { index: number; field: string; reason: string }[] = [];
  week.forEach((shift, index) => {
    shift.rests.forEach((rest, at) => {
      const earliest = minutesInto(shift, rest.earliest);
      const latest = minutesInto(shift, rest.latest);
      const field = `rests.${String(at)}.latest`;
      if (latest < earliest)
        faults.push({ index, field, reason: 'A rest cannot begin at the latest before it may begin at the earliest.' });
      else if (latest + rest.minutes > lengthOf(shift))
        faults.push({ index, field, reason: 'The rest would end after the shift.' });
    });
    const other = week.slice(0, index).find((earlier) => overlap(earlier, shift));
    if (other)
      faults.push({
        index,
        field: 'from',
        reason: `It overlaps with another shift of this week (from ${other.from} until ${other.until}).`,
      });
  });
  return faults;
}

/** Whether two shifts of a week that repeats share time. */
function overlap(a: WeekShift, b: WeekShift): boolean {
  const start = (shift: WeekShift): number => (shift.weekday - 1) * DAY + minutesOf(shift.from);
  const later = (start(b) - start(a) + WEEK) % WEEK;
  return later < lengthOf(a) || WEEK - later < lengthOf(b);
}
