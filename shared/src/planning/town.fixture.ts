/** Made-up towns for tests and benchmarks: the same seed gives the same town. */
import { URGENCIES, type Urgency } from '../issues/status.ts';
import { bestOf } from './rank.ts';
import type { Contractor, Job, Minute, PlanInput, Shift } from './model.ts';
import { applyChange, createPlan, unplanned, type Plan } from './plan.ts';
import { Random } from './search/random.ts';
import { townTravel } from './travel.ts';
import { WEIGHTS } from './weights.ts';

/** A Tuesday, 08:00 in UTC. */
export const MORNING: Minute = Date.UTC(2026, 5, 2, 8) / 60_000;
const CENTRE = { lat: 42.33, lon: -71.08 };
/** Some 10 km from north to south and from west to east. */
const SPAN = { lat: 0.09, lon: 0.12 };
const SKILLS = ['plumbing', 'power', 'lifts', 'trees', 'roads', 'heating'];

export interface TownSize {
  readonly seed: number;
  readonly contractors: number;
  readonly jobs: number;
  readonly days?: number;
  /** Part of the jobs with a skill, window, promise (0 to 1). */
  readonly skilled?: number;
  readonly windowed?: number;
  readonly promised?: number;
  /** Chance of each rarer rule at each contractor and job: limits, districts, pins, expiry, on call. None by default. */
  readonly rare?: number;
}

export function aShift(over: Partial<Shift> = {}): Shift {
  return {
    id: 'shift',
    from: MORNING,
    until: MORNING + 540,
    rests: [{ earliest: MORNING + 210, latest: MORNING + 330, minutes: 30 }],
    start: CENTRE,
    end: CENTRE,
    maxJobs: null,
    maxMinutes: null,
    keptFree: 0,
    releasedAt: MORNING,
    onCall: false,
    since: null,
    ...over,
  };
}

export function aContractor(over: Partial<Contractor> = {}): Contractor {
  return { id: 'ana', skills: [], districts: null, travelLimit: null, stock: {}, shifts: [aShift()], ...over };
}

export function aJob(over: Partial<Job> = {}): Job {
  return {
    id: 'job',
    place: CENTRE,
    district: null,
    minutes: 30,
    skills: [],
    parts: {},
    urgency: 'normal',
    ready: null,
    window: null,
    promise: null,
    due: null,
    pin: { contractor: null, at: null },
    flexible: false,
    blacklist: [],
    whitelist: [],
    preferred: {},
    passed: [],
    previous: null,
    holder: null,
    ...over,
  };
}

export function anInput(over: Partial<PlanInput> = {}): PlanInput {
  return {
    now: MORNING,
    contractors: [aContractor()],
    jobs: [],
    tours: [],
    travel: townTravel(CENTRE),
    weights: WEIGHTS,
    ...over,
  };
}

/** A town whose jobs are all unplanned. */
export function townInput(size: TownSize): PlanInput {
  const random = new Random(size.seed);
  const days = size.days ?? 1;
  const place = () => ({
    lat: CENTRE.lat + (random.next() - 0.5) * SPAN.lat,
    lon: CENTRE.lon + (random.next() - 0.5) * SPAN.lon,
  });
  const rarely = <T>(value: T, otherwise: T): T => (random.next() < (size.rare ?? 0) ? value : otherwise);
  const pick = <T>(from: readonly T[]): T => from[random.below(from.length)]!;
  const contractors = Array.from({ length: size.contractors }, (_, number) => {
    const home = place();
    const skills = SKILLS.filter(() => random.next() < 0.4).map((id) => ({ id, until: null }));
    return aContractor({
      id: `c${number}`,
      skills: skills.length > 0 ? skills : [{ id: pick(SKILLS), until: rarely(MORNING + 300, null) }],
      districts: rarely(['north'], null),
      travelLimit: rarely(12, null),
      stock: { valve: random.below(3) },
      shifts: Array.from({ length: days }, (_unused, day) => {
        const from = MORNING + day * 1_440 + 30 * random.below(5) - 60;
        return aShift({
          id: `c${number} ${day}`,
          from,
          until: from + 540,
          rests: [{ earliest: from + 210, latest: from + 330, minutes: 30 }],
          start: home,
          end: home,
          keptFree: random.next() < 0.3 ? 45 : 0,
          releasedAt: from + 360,
          maxJobs: rarely(3, null),
          maxMinutes: rarely(200, null),
          onCall: rarely(true, false),
        });
      }),
    });
  });
  const jobs = Array.from({ length: size.jobs }, (_, number) => {
    const day = MORNING + 1_440 * random.below(days);
    const opens = day + 30 * random.below(14);
    const window = random.next() < (size.windowed ?? 0.2) ? { from: opens, until: opens + 120 } : null;
    const promised = window === null && random.next() < (size.promised ?? 0.3);
    return aJob({
      id: `j${number}`,
      place: place(),
      minutes: 10 + 5 * random.below(7),
      skills: random.next() < (size.skilled ?? 0.7) ? [pick(SKILLS)] : [],
      parts: random.next() < 0.1 ? { valve: 1 } : {},
      urgency: urgencyOf(random.next()),
      window,
      promise: promised ? { from: opens, until: opens + 180 } : null,
      whitelist: random.next() < 0.05 ? [pick(contractors).id] : [],
      blacklist: random.next() < 0.05 ? [pick(contractors).id] : [],
      flexible: random.next() < 0.1,
      district: rarely(pick(['north', 'south']), null),
      passed: rarely([pick(contractors).id], []),
      pin: { contractor: rarely(pick(contractors).id, null), at: rarely(opens + 60, null) },
      due: rarely(opens + 90, null),
      previous: rarely(pick(contractors).id, null),
    });
  });
  return anInput({ contractors, jobs });
}

/** The town with its jobs planned one after the other, each at the best place among a few contractors. */
export function plannedTown(size: TownSize, among = 25): Plan {
  const random = new Random(size.seed + 1);
  let plan = createPlan(townInput(size));
  for (const visit of unplanned(plan)) {
    const few = Array.from({ length: among }, () => random.below(plan.tours.length));
    const best = bestOf(plan, visit, few, Infinity);
    if (!best) continue;
    plan = applyChange(plan, { kind: 'assign', job: visit.job.id, shift: best.tour.duty.shift.id, place: best.at });
  }
  return plan;
}

function urgencyOf(part: number): Urgency {
  return URGENCIES[part < 0.3 ? 0 : part < 0.85 ? 1 : 2];
}
