/**
 * A day of a city's records made ready for a replay. The records say when, where and what; what they do not say is
 * made up by rules that are the same for every dispatcher: which of a storm's calls cannot wait (one in twelve of a
 * category that is always urgent), how long work takes (by its skill, times 0.6 to 1.6), and the crews.
 */
import { join } from 'node:path';
import type { Contractor, Job, Minute, Shift } from '../../shared/src/planning/model.ts';
import { aContractor, aJob, aShift } from '../../shared/src/planning/town.fixture.ts';
import { Random } from '../../shared/src/planning/search/random.ts';
import { townTravel, type TravelSettings } from '../../shared/src/planning/travel.ts';
import type { Place } from '../../shared/src/places/distance.ts';
import type { Urgency } from '../../shared/src/issues/status.ts';
import { ALWAYS, createCalendar, USUAL_WEEK } from '../../shared/src/promises/calendar.ts';
import { recordsDay } from '../../simulate/records.day.ts';

export interface Call {
  readonly at: Minute;
  readonly job: Job;
  /** How long the work really takes. */
  readonly really: number;
}

export interface World {
  readonly name: string;
  /** In the order of their time. */
  readonly calls: readonly Call[];
  readonly contractors: readonly Contractor[];
  readonly travel: TravelSettings;
  /** Calls without a position, which nobody can drive to. */
  readonly nowhere: number;
  readonly midnight: Minute;
}

/**
 * Minutes from the call until work begins: the resolve-by times of the demo town, on its working hours; an hour for
 * emergencies, whose clock never rests.
 */
const PROMISED: Readonly<Record<Urgency, number>> = { emergency: 60, high: 480, normal: 1_440, low: 4_800 };
const WORKING = createCalendar({ timeZone: 'UTC', week: USUAL_WEEK, holidays: [] });
const EMERGENCY_EVERY = 12;
const TRADES: readonly (readonly [skill: string, match: RegExp, minutes: number])[] = [
  ['trees', /tree|park/i, 40],
  ['power', /light|signal|electric/i, 35],
  ['roads', /highway|sidewalk|road|pothole/i, 35],
  ['waste', /sanit|recycl|clean|graffiti/i, 20],
  ['building', /./, 30],
];
/** Crews drive out from so many yards. */
const YARDS = 6;
const DAYS = 4;

export async function worldOf(folder: string, date: string, crews: number, seed: number): Promise<World> {
  const day = await recordsDay(join(folder, '311-2011.csv.gz'), date);
  const random = new Random(seed);
  const midnight = Date.parse(`${date}T00:00:00Z`) / 60_000;
  const calls = day.requests.flatMap((request, number): Call | [] => {
    const { lat, lon } = request;
    if (lat === null || lon === null) return [];
    const [skill, , minutes] = tradeOf(request.category.group);
    const urgency = request.urgency === 'emergency' && random.below(EMERGENCY_EVERY) > 0 ? 'high' : request.urgency;
    const at = midnight + request.at / 60_000;
    const job = aJob({
      id: `call ${number}`,
      place: { lat, lon },
      minutes,
      skills: [skill],
      urgency,
      due: dueOf(at, urgency),
    });
    return { at, job, really: Math.round(minutes * (0.6 + random.next())) };
  });
  const yards = Array.from({ length: YARDS }, () => calls[random.below(calls.length)]?.job.place ?? CENTRE);
  return {
    name: day.name,
    calls,
    contractors: crewsFor(calls, crews, yards, midnight, random),
    travel: townTravel(yards[0] ?? CENTRE),
    nowhere: day.requests.length - calls.length,
    midnight,
  };
}

const CENTRE: Place = { lat: 42.3251, lon: -71.0825 };

function dueOf(at: Minute, urgency: Urgency): Minute {
  const clock = urgency === 'emergency' ? ALWAYS : WORKING;
  return clock.addMinutes(at * 60_000, PROMISED[urgency]) / 60_000;
}

function tradeOf(group: string): (typeof TRADES)[number] {
  return TRADES.find(([, match]) => match.test(group)) ?? TRADES[0]!;
}

/** Crews by trade as the day's work asks, at least one of each; two in five know a second trade. */
function crewsFor(
  calls: readonly Call[],
  count: number,
  yards: readonly Place[],
  midnight: Minute,
  random: Random,
): Contractor[] {
  const skills = TRADES.map(([skill]) => skill);
  const work = (skill: string): number =>
    calls.reduce((sum, { job }) => sum + (job.skills.includes(skill) ? job.minutes : 0), 0);
  const made = new Map(skills.map((skill) => [skill, 0]));
  return Array.from({ length: count }, (_, number) => {
    const short = (skill: string): number => {
      const crews = made.get(skill) ?? 0;
      return crews === 0 ? Infinity : work(skill) / crews;
    };
    const own = skills.toSorted((a, b) => short(b) - short(a))[0]!;
    made.set(own, (made.get(own) ?? 0) + 1);
    const second = random.next() < 0.4 ? [skills[random.below(skills.length)]!] : [];
    const id = `crew ${number}`;
    return aContractor({
      id,
      skills: [...new Set([own, ...second])].map((skill) => ({ id: skill, until: null })),
      shifts: Array.from({ length: DAYS }, (__, day) => shiftOf(id, day, yards[number % yards.length]!, midnight)),
    });
  });
}

/** The first day is long; on all of them half the crews begin two hours later. */
function shiftOf(id: string, day: number, yard: Place, midnight: Minute): Shift {
  const late = Number(id.slice(5)) % 2 === 0 ? 120 : 0;
  const from = midnight + 1_440 * day + 360 + late;
  const until = from + (day === 0 ? 840 : 540);
  const rest = (after: number) => ({ earliest: from + after, latest: from + after + 120, minutes: 30 });
  return aShift({
    id: `${id} ${day}`,
    from,
    until,
    rests: day === 0 ? [rest(210), rest(540)] : [rest(210)],
    start: yard,
    end: yard,
  });
}
