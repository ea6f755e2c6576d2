/** Finds what is wrong with a plan without asking the engine: its own walk through each day, plain and slow. */
import type { Contractor, Job, PlanInput, Shift, Stop } from './model.ts';
import { createTravel, type Travel } from './travel.ts';

const TINY = 1e-6;

/** By job: when work begins. Throws when a job is planned twice. */
export function startsOf(input: PlanInput): Map<string, number> {
  const starts = new Map<string, number>();
  for (const { shift, contractor, stops } of days(input))
    for (const [job, start] of walk(input, contractor, shift, stops).starts) {
      if (starts.has(job)) throw new Error(`${job} is planned twice`);
      starts.set(job, start);
    }
  return starts;
}

/** Every hard rule that a plan breaks, as a sentence. Locked jobs are what happened: they are not judged. */
export function wrongs(input: PlanInput): string[] {
  return days(input).flatMap(({ shift, contractor, stops }) => {
    const found: string[] = [];
    const { starts, end, minutes } = walk(input, contractor, shift, stops);
    const parts: Record<string, number> = { ...contractor.stock };
    for (const [at, stop] of stops.entries()) {
      const job = jobOf(input, stop.job);
      for (const [part, count] of Object.entries(job.parts)) parts[part] = (parts[part] ?? 0) - count;
      if (at < stops.filter(({ locked }) => locked).length) continue;
      const start = starts.get(job.id) ?? Number.NaN;
      const told = (what: string): void => void found.push(`${contractor.id} ${job.id}: ${what}`);
      if (job.blacklist.includes(contractor.id)) told('blacklisted');
      if (job.passed.includes(contractor.id)) told('passed');
      if (job.pin.contractor && job.pin.contractor !== contractor.id) told('pinned elsewhere');
      if (shift.onCall && job.urgency !== 'emergency') told('on call');
      if (contractor.districts && job.district && !contractor.districts.includes(job.district)) told('district');
      for (const skill of job.skills)
        if (!contractor.skills.some(({ id, until }) => id === skill && (until ?? Infinity) >= shift.until))
          told(`skill ${skill}`);
      if (start < (job.window?.from ?? -Infinity) - TINY || start > (job.window?.until ?? Infinity) + TINY)
        told('window');
      if (job.pin.at !== null && Math.abs(start - job.pin.at) > TINY) told('pinned time');
      if (start < Math.max(input.now, shift.from, job.ready ?? 0) - TINY) told('too early');
    }
    for (const [part, left] of Object.entries(parts)) if (left < 0) found.push(`${contractor.id}: ${part} used up`);
    if (end > shift.until + TINY) found.push(`${contractor.id}: ends after the shift`);
    if (stops.length > (shift.maxJobs ?? Infinity)) found.push(`${contractor.id}: too many jobs`);
    if (minutes > (shift.maxMinutes ?? Infinity) + TINY) found.push(`${contractor.id}: too many minutes`);
    return found;
  });
}

/** What is wrong after a change and was not before: a clock makes plans late through nobody's fault. */
export function newWrongs(before: PlanInput, after: PlanInput): string[] {
  const known = new Set(wrongs(before));
  return wrongs(after).filter((wrong) => !known.has(wrong));
}

function days(input: PlanInput): { shift: Shift; contractor: Contractor; stops: readonly Stop[] }[] {
  return input.contractors.flatMap((contractor) =>
    contractor.shifts.map((shift) => ({
      shift,
      contractor,
      stops: input.tours.find((tour) => tour.shift === shift.id)?.stops ?? [],
    })),
  );
}

function jobOf(input: PlanInput, id: string): Job {
  const job = input.jobs.find((one) => one.id === id);
  if (!job) throw new Error(`no job ${id}`);
  return job;
}

function walk(input: PlanInput, _: Contractor, shift: Shift, stops: readonly Stop[]) {
  const travel: Travel = createTravel(input.travel);
  const starts = new Map<string, number>();
  let place = shift.since?.place ?? shift.start;
  let free = Math.max(shift.from, input.now, shift.since?.at ?? -Infinity);
  let rests = shift.rests.filter((rest) => rest.latest >= free);
  let minutes = 0;
  const drive = (to: { lat: number; lon: number }, at: number): number =>
    travel.minutes(travel.spot(place), travel.spot(to), at);
  for (const { job: id, locked } of stops) {
    const job = jobOf(input, id);
    if (locked) {
      rests = rests.filter((rest) => rest.latest >= locked.from);
      minutes += drive(job.place, locked.from) + job.minutes;
      starts.set(id, locked.from);
      free = Math.max(locked.until, input.now, shift.from, shift.since?.at ?? -Infinity);
      place = job.place;
      continue;
    }
    const earliest = Math.max(
      job.ready ?? -Infinity,
      job.window?.from ?? -Infinity,
      job.promise?.from ?? -Infinity,
      job.pin.at ?? -Infinity,
    );
    for (;;) {
      const [rest] = rests;
      const start = Math.max(free + drive(job.place, free), earliest);
      if (rest && (free >= rest.earliest || start + job.minutes > rest.latest)) {
        free = Math.max(free, rest.earliest) + rest.minutes;
        rests = rests.slice(1);
        continue;
      }
      minutes += drive(job.place, free) + job.minutes;
      starts.set(id, start);
      free = start + job.minutes;
      place = job.place;
      break;
    }
  }
  if (stops.length === 0) return { starts, end: -Infinity, minutes };
  const home = shift.end ? drive(shift.end, free) : 0;
  return { starts, end: free + home, minutes: minutes + home };
}
