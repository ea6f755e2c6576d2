/**
 * From how someone works to the shifts that are planned with: a week that repeats, laid on days of a zone, changed by
 * exceptions and by who is on duty. Pure; the same in server, worker and browser.
 */
import type { Contractor, Organisation } from '../board/reference.ts';
import type { Place } from '../places/distance.ts';
import type { Rest, Shift } from '../planning/model.ts';
import { zoneOf, ZONE_TO, type Zone } from '../promises/zone.ts';
import { addTo, cut, joined, type Span } from './spans.ts';
import { isAbsence, lengthOf, minutesInto, minutesOf, type Schedule, type WeekShift } from './schedule.ts';

export type Worker = Pick<Contractor, 'id' | 'schedule' | 'onDuty' | 'dutyAt' | 'last' | 'homeLat' | 'homeLon'>;
export type WorkingOrganisation = Pick<Organisation, 'timeZone' | 'week' | 'holidays' | 'centre'>;

export interface ShiftRange {
  /** Unix ms. Shifts that have ended by then are left out. */
  now: number;
  /** Unix ms. Shifts that begin then or later are left out. */
  until: number;
  organisation: WorkingOrganisation;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** How long someone who is on duty outside of shifts is taken to stay, Unix ms. */
export const DUTY_HOURS = 8;
/** Breaks of the organisation's hours up to this long are a rest, longer ones end the shift. Minutes. */
const LONGEST_BREAK = 180;

/** A stretch of work before it has a number. Unix ms. */
interface Stretch extends Span {
  rests: Rest[];
  onCall: boolean;
  /** Minutes. */
  keptFree: number;
  /** Of who is on duty outside of shifts. */
  unplanned?: true;
}

/**
 * The shifts of one contractor that have not ended by `now`, in order; no two share time.
 *
 * - Absences that are approved take away whatever they meet; extra time and duty on call add some. Extra time that meets
 *   a shift makes it longer.
 * - Whoever is on duty outside of any shift has one of eight hours from then on, up to the next; what was said before
 *   about being absent then does not hold.
 * - On call gives way to work.
 * - Limits of a day are shared out among its shifts by their length, so is time kept free among the pieces of a shift.
 *
 * Ids are `<contractor>/<local day on which it begins>/<number>`: numbers from 1 in the day's order, 0 for whoever is on
 * duty outside of shifts.
 */
export function shiftsOf(contractor: Worker, { now, until, organisation }: ShiftRange): Shift[] {
  const { schedule } = contractor;
  const zone = zoneOf(schedule.timeZone ?? organisation.timeZone);
  const week = weekOf(schedule, organisation);
  const holidays = new Set(schedule.week === null ? organisation.holidays : []);
  const approved = schedule.exceptions.filter(({ state }) => state === 'approved');
  const absences = approved.filter(isAbsence).sort(byBeginning);

  // Two days earlier, so that nights that began yesterday and exceptions next to them are seen whole.
  const firstDay = dayOf(zone, now) - 2;
  const lastDay = dayOf(zone, Math.min(until, ZONE_TO - 3 * DAY));
  const work: Stretch[] = [];
  const calls: Stretch[] = [];
  for (let day = firstDay; day <= lastDay; day++) {
    if (holidays.has(dateOf(day))) continue;
    for (const shift of week) {
      if (shift.weekday !== weekdayOf(day)) continue;
      const stretch = laidOn(zone, day, shift, schedule.keptFree);
      if (stretch.from < stretch.until) (shift.onCall ? calls : work).push(stretch);
    }
  }
  const earliest = firstDay * DAY - DAY;
  const added = (kind: 'extra' | 'on_call'): Stretch[] =>
    joined(approved.filter((one) => one.kind === kind && one.until > earliest && one.from < until)).map((span) =>
      bare(span, kind === 'on_call', schedule.keptFree),
    );
  const planned = cutAll(addTo(work, added('extra'), merged), absences);
  const duty = onDuty(contractor, planned, absences, now);
  const working = duty === null ? planned : [...planned, duty].sort(byBeginning);
  const onCall = cutAll(cutAll(addTo(calls, added('on_call'), merged), absences), working);

  return numbered(contractor, zone, organisation, [...working, ...onCall].sort(byBeginning)).filter(
    (shift) => shift.until > now / MINUTE && shift.from < until / MINUTE,
  );
}

function byBeginning(a: Span, b: Span): number {
  return a.from - b.from;
}

const dayOf = (zone: Zone, at: number): number => Math.floor((at + zone.offsetAt(at)) / DAY);
/** 1 = Monday; 1970-01-01 was a Thursday. */
const weekdayOf = (day: number): number => ((day + 3) % 7) + 1;
const dateOf = (day: number): string => new Date(day * DAY).toISOString().slice(0, 10);

function bare({ from, until }: Span, onCall: boolean, keptFree: number): Stretch {
  return { from, until, rests: [], onCall, keptFree: onCall ? 0 : keptFree };
}

/** A shift of the week on a day of the zone: on days on which clocks change it is longer or shorter. */
function laidOn(zone: Zone, day: number, shift: WeekShift, keptFree: number): Stretch {
  const begins = day * DAY + minutesOf(shift.from) * MINUTE;
  const at = (minutes: number): number => zone.instantOf(begins + minutes * MINUTE);
  const rests = shift.rests
    .map((rest) => ({
      earliest: at(minutesInto(shift, rest.earliest)) / MINUTE,
      latest: at(minutesInto(shift, rest.latest)) / MINUTE,
      minutes: rest.minutes,
    }))
    .sort((a, b) => a.earliest - b.earliest);
  return {
    ...bare({ from: at(0), until: at(lengthOf(shift)) }, shift.onCall, keptFree),
    rests,
  };
}

/** The contractor's own week, else the organisation's hours, a short break between them being a rest. */
function weekOf(schedule: Schedule, { week }: WorkingOrganisation): readonly WeekShift[] {
  if (schedule.week !== null) return schedule.week;
  const shifts: WeekShift[] = [];
  const inOrder = week.toSorted((a, b) => a.weekday - b.weekday || minutesOf(a.opens) - minutesOf(b.opens));
  for (const { weekday, opens, closes } of inOrder) {
    const before = shifts.at(-1);
    const minutes = before?.weekday === weekday ? minutesOf(opens) - minutesOf(before.until) : Infinity;
    // one shift cannot hold hours that end at midnight: `24:00` is `00:00` of the next day
    const until = closes === '24:00' ? '00:00' : closes;
    if (before !== undefined && minutes <= LONGEST_BREAK) {
      if (minutes > 0) before.rests.push({ earliest: before.until, latest: opens, minutes });
      before.until = until;
    } else shifts.push({ weekday, from: opens, until, rests: [], onCall: false });
  }
  return shifts;
}

function merged(a: Stretch, b: Stretch): Stretch {
  return {
    from: Math.min(a.from, b.from),
    until: Math.max(a.until, b.until),
    rests: [...a.rests, ...b.rests].sort((x, y) => x.earliest - y.earliest),
    onCall: a.onCall && b.onCall,
    keptFree: Math.max(a.keptFree, b.keptFree),
  };
}

/** What is left of stretches; a rest goes into the first piece that has room for it. */
function cutAll(stretches: readonly Stretch[], away: readonly Span[]): Stretch[] {
  return stretches.flatMap((stretch) => {
    const left = [...stretch.rests];
    const pieces = cut(stretch, away);
    const free = shared(stretch.keptFree, pieces);
    return pieces.map((span, index) => {
      const held: Rest[] = [];
      for (const rest of [...left]) {
        const earliest = Math.max(rest.earliest, span.from / MINUTE);
        const latest = Math.min(rest.latest, span.until / MINUTE - rest.minutes);
        if (earliest > latest) continue;
        left.splice(left.indexOf(rest), 1);
        held.push({ earliest, latest, minutes: rest.minutes });
      }
      return { ...span, rests: held, onCall: stretch.onCall, keptFree: free[index] ?? 0 };
    });
  });
}

/** The shift of who is on duty outside of shifts; absences that were to begin after that still hold. */
function onDuty(
  { onDuty: now, dutyAt }: Worker,
  planned: readonly Stretch[],
  absences: readonly Span[],
  at: number,
): Stretch | null {
  if (!now) return null;
  const open = cut(
    { from: dutyAt, until: dutyAt + DUTY_HOURS * HOUR },
    [...planned, ...absences.filter(({ from }) => from >= dutyAt)].sort(byBeginning),
  ).find(({ from, until }) => from <= at && at < until);
  return open ? { ...bare(open, false, 0), unplanned: true } : null;
}

/** As planning knows them: with number, places and their part of the day's limits. */
function numbered(
  contractor: Worker,
  zone: Zone,
  organisation: WorkingOrganisation,
  stretches: readonly Stretch[],
): Shift[] {
  const { id, schedule, last } = contractor;
  const { centre } = organisation;
  const home: Place | null =
    contractor.homeLat === null || contractor.homeLon === null
      ? null
      : { lat: contractor.homeLat, lon: contractor.homeLon };
  const start = schedule.start ?? home ?? { lat: centre.lat, lon: centre.lon };
  const end = schedule.end === 'start' ? start : schedule.end === 'last' ? null : schedule.end;

  const days = Map.groupBy(stretches, ({ from }) => dayOf(zone, from));
  return [...days].flatMap(([day, ofDay]) => {
    const working = ofDay.filter(({ onCall }) => !onCall);
    const jobs = schedule.maxJobs === null ? null : shared(schedule.maxJobs, working);
    const minutes = schedule.maxMinutes === null ? null : shared(schedule.maxMinutes, working);
    let number = 0;
    return ofDay.map((stretch): Shift => {
      const at = working.indexOf(stretch);
      const from = stretch.from / MINUTE;
      const until = stretch.until / MINUTE;
      return {
        id: `${id}/${dateOf(day)}/${String(stretch.unplanned ? 0 : (number += 1))}`,
        from,
        until,
        rests: stretch.rests,
        start,
        end,
        maxJobs: stretch.onCall ? null : (jobs?.[at] ?? null),
        maxMinutes: stretch.onCall ? null : (minutes?.[at] ?? null),
        keptFree: Math.min(stretch.keptFree, until - from),
        releasedAt: released(schedule, zone, stretch) / MINUTE,
        onCall: stretch.onCall,
        since:
          last !== null && last.at >= stretch.from && last.at <= stretch.until
            ? { place: { lat: last.lat, lon: last.lon }, at: last.at / MINUTE }
            : null,
      };
    });
  });
}

/** When time kept free is given back: the first such hour since the shift's beginning, at the latest its end. */
function released({ releasedAt }: Schedule, zone: Zone, { from, until }: Span): number {
  if (releasedAt === null) return until;
  const midnight = dayOf(zone, from) * DAY;
  const [same, next] = [0, DAY].map((later) => zone.instantOf(midnight + later + minutesOf(releasedAt) * MINUTE)) as [
    number,
    number,
  ];
  return Math.min(until, same >= from ? same : next);
}

/** A whole number shared out by length: whole numbers that make it up together. */
function shared(total: number, spans: readonly Span[]): number[] {
  const all = spans.reduce((sum, { from, until }) => sum + until - from, 0);
  let before = 0;
  let given = 0;
  return spans.map(({ from, until }) => {
    before += until - from;
    const upTo = Math.round((total * before) / all);
    const share = upTo - given;
    given = upTo;
    return share;
  });
}
