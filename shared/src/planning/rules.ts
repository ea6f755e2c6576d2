/** Who can: the hard rules. Each says what stands in the way, and what taking it away would take. */
import type { Tour } from './plan.ts';
import { FULL, type Trial } from './trial.ts';
import type { Reckoning } from './walk.ts';
import type { Duty, Visit } from './visit.ts';

export type Obstacle =
  /** The household does not want this contractor. */
  | { readonly rule: 'blacklisted' }
  /** The contractor passed this job. */
  | { readonly rule: 'passed' }
  /** An operator keeps the job at another contractor. */
  | { readonly rule: 'pinned'; readonly contractor: string }
  /** `until`: when the certificate expires, where there is one. */
  | { readonly rule: 'skill'; readonly skill: string; readonly until: number | null }
  | { readonly rule: 'district'; readonly district: string }
  /** The drive from the shift's start is this much longer than the contractor's limit. */
  | { readonly rule: 'too_far'; readonly minutes: number }
  | { readonly rule: 'on_call' }
  /** The van lacks `short` pieces. */
  | { readonly rule: 'parts'; readonly part: string; readonly short: number }
  /** No shift that has not ended. */
  | { readonly rule: 'no_shift' }
  /** Jobs above the most of the shift. */
  | { readonly rule: 'full'; readonly jobs: number }
  /** Minutes driven and worked above the most of the shift. */
  | { readonly rule: 'hours'; readonly minutes: number }
  /** Minutes taken from those kept free for urgent calls. */
  | { readonly rule: 'kept_free'; readonly minutes: number }
  /** Work would begin this much after the window closes. */
  | { readonly rule: 'window'; readonly minutes: number }
  /** Work would begin this much after the time an operator fixed. */
  | { readonly rule: 'pinned_time'; readonly minutes: number }
  /** The day would end this much after the shift. */
  | { readonly rule: 'shift_end'; readonly minutes: number }
  /** Other jobs would begin after their windows, the latest of them by this much. */
  | { readonly rule: 'other_window'; readonly minutes: number; readonly jobs: readonly string[] };

export type Rule = Obstacle['rule'];

/** A job, and the minutes it would begin after its window. */
export interface Overdue {
  readonly job: string;
  readonly minutes: number;
}

type Check = (duty: Duty, visit: Visit, reckoning: Reckoning) => readonly Obstacle[];

const NONE: readonly Obstacle[] = [];

/** Rules that hold whatever the place in the day, the plainest first. */
const CHECKS: readonly Check[] = [
  (duty, { job }) => (job.blacklist.includes(duty.contractor.id) ? [{ rule: 'blacklisted' }] : NONE),
  (duty, { job }) => (job.passed.includes(duty.contractor.id) ? [{ rule: 'passed' }] : NONE),
  (duty, { job }) =>
    job.pin.contractor !== null && job.pin.contractor !== duty.contractor.id
      ? [{ rule: 'pinned', contractor: job.pin.contractor }]
      : NONE,
  missingSkills,
  (duty, { job }) =>
    duty.districts !== null && job.district !== null && !duty.districts.has(job.district)
      ? [{ rule: 'district', district: job.district }]
      : NONE,
  (duty, { job }) => (duty.shift.onCall && job.urgency !== 'emergency' ? [{ rule: 'on_call' }] : NONE),
  tooFar,
];

/** True when the contractor may do the job at all on this shift, whatever else is on it. */
export function maySuit(duty: Duty, visit: Visit, reckoning: Reckoning): boolean {
  for (const check of CHECKS) if (check(duty, visit, reckoning).length > 0) return false;
  return true;
}

/** True when no rule but those of time stands in the way. */
export function mayDo({ duty, stops }: Tour, visit: Visit, reckoning: Reckoning): boolean {
  return maySuit(duty, visit, reckoning) && lackingParts(duty, visit, stops, stops.length).length === 0;
}

/** Everything but time that stands in the way. */
export function obstaclesOf({ duty, stops }: Tour, visit: Visit, reckoning: Reckoning): Obstacle[] {
  const fixed = CHECKS.flatMap((check) => check(duty, visit, reckoning));
  return [...fixed, ...lackingParts(duty, visit, stops, stops.length)];
}

/** True when a trial keeps every rule of time. */
export function fits(trial: Trial): boolean {
  return (
    trial.window === 0 &&
    trial.others === 0 &&
    trial.overrun === 0 &&
    trial.jobs === 0 &&
    trial.minutes === 0 &&
    trial.keptFree === 0
  );
}

/** How many rules of time a trial breaks, and by how many minutes in sum. */
export function breaches(trial: Trial): { readonly rules: number; readonly minutes: number } {
  const { window, others, overrun, jobs, minutes, keptFree } = trial;
  let rules = 0;
  for (const amount of [window, others, overrun, jobs, minutes, keptFree]) if (amount > 0) rules++;
  return { rules, minutes: window + others + overrun + minutes + keptFree + FULL * jobs };
}

/** The rules of time that a trial breaks. @param others jobs that would begin after their windows */
export function obstaclesOfTrial(trial: Trial, visit: Visit, others: readonly Overdue[]): Obstacle[] {
  const found: Obstacle[] = [];
  if (trial.jobs > 0) found.push({ rule: 'full', jobs: trial.jobs });
  if (trial.minutes > 0) found.push({ rule: 'hours', minutes: trial.minutes });
  if (trial.keptFree > 0) found.push({ rule: 'kept_free', minutes: trial.keptFree });
  const { window, pin } = visit.job;
  const late = (until: number | undefined | null): number => trial.start - (until ?? Infinity);
  if (trial.window > 0 && late(pin.at) > 0) found.push({ rule: 'pinned_time', minutes: late(pin.at) });
  if (trial.window > 0 && late(window?.until) > 0) found.push({ rule: 'window', minutes: late(window?.until) });
  if (trial.overrun > 0) found.push({ rule: 'shift_end', minutes: trial.overrun });
  if (trial.others > 0) {
    const minutes = others.reduce((most, one) => Math.max(most, one.minutes), 0);
    found.push({ rule: 'other_window', minutes, jobs: others.map(({ job }) => job) });
  }
  return found;
}

function missingSkills(duty: Duty, { job }: Visit): readonly Obstacle[] {
  let missing = NONE;
  for (const skill of job.skills) {
    if (duty.skills.has(skill)) continue;
    const until = duty.contractor.skills.find(({ id }) => id === skill)?.until ?? null;
    missing = [...missing, { rule: 'skill', skill, until }];
  }
  return missing;
}

function tooFar(duty: Duty, visit: Visit, { travel }: Reckoning): readonly Obstacle[] {
  const limit = duty.contractor.travelLimit;
  if (limit === null) return NONE;
  const minutes = travel.minutes(duty.start, visit.spot, duty.shift.from);
  return minutes > limit ? [{ rule: 'too_far', minutes: minutes - limit }] : NONE;
}

/** Parts of which the van would have too few. @param count how many of the stops are meant */
export function lackingParts(duty: Duty, visit: Visit, stops: readonly Visit[], count: number): readonly Obstacle[] {
  if (!visit.hasParts) return NONE;
  let lacking = NONE;
  for (const [part, needed] of Object.entries(visit.job.parts)) {
    let left = (duty.contractor.stock[part] ?? 0) - needed;
    for (let at = 0; at < count; at++) {
      const stop = stops[at]!;
      if (stop.hasParts) left -= stop.job.parts[part] ?? 0;
    }
    if (needed > 0 && left < 0) lacking = [...lacking, { rule: 'parts', part, short: -left }];
  }
  return lacking;
}
