/**
 * A plan is a value: a change gives a new one that shares all tours it did not touch. Changing one tour costs that
 * tour and a copy of two flat lists, whatever the size of the plan.
 */
import { checkJob, checkNow, checkWindow } from './checks.ts';
import { PlanError } from './plan.errors.ts';
import type { Contractor, Job, Minute, PlanInput, Window } from './model.ts';
import { continuityOf, handoverOf, preferenceOf, type Parts } from './score.ts';
import type { Reckoning } from './walk.ts';
import { Timetable } from './timetable.ts';
import { createTravel, type TravelSettings } from './travel.ts';
import { dutyOf, visitOf, type Duty, type Visit } from './visit.ts';

/** The day of one contractor. */
export interface Tour {
  /** Its place in the plan's tours; another plan may have it elsewhere when shifts came or went. */
  readonly index: number;
  readonly duty: Duty;
  readonly stops: readonly Visit[];
  /** Times of the first stops, which have begun; nothing comes between or before them. */
  readonly locked: readonly Window[];
  readonly table: Timetable;
}

export interface Plan extends Reckoning {
  readonly travelSettings: TravelSettings;
  readonly contractors: readonly Contractor[];
  /** Tours by contractor, in the order of their shifts: indexes into `tours`. */
  readonly toursOf: ReadonlyMap<string, readonly number[]>;
  readonly shifts: ReadonlyMap<string, number>;
  readonly tours: readonly Tour[];
  /** Job id to slot. Shared by all plans of one descent, only ever added to: ask `visitIn`. */
  readonly slots: Map<string, number>;
  readonly visits: readonly (Visit | undefined)[];
  /** By slot: index of the tour, −1 when unplanned. */
  readonly tourBySlot: Int32Array;
}

export type PlanChange =
  /** Puts a job before the stop at `place` of a shift's tour (as it is without the job), from wherever it was. */
  | { readonly kind: 'assign'; readonly job: string; readonly shift: string; readonly place: number }
  | { readonly kind: 'unassign'; readonly job: string }
  /** Adds a job, or replaces what is known of it where it stands. */
  | { readonly kind: 'put'; readonly job: Job }
  | { readonly kind: 'drop'; readonly job: string }
  /** The job has departed or begun, or ended: its times are known. It becomes the last of the locked stops. */
  | { readonly kind: 'lock'; readonly job: string; readonly locked: Window }
  | { readonly kind: 'time'; readonly now: Minute }
  /** Replaces a contractor and the shifts; jobs of shifts that are gone become unplanned, also locked ones. */
  | { readonly kind: 'crew'; readonly contractor: Contractor };

/**
 * @throws PlanError `unknown` (a tour names a job, shift), `twice` (a job planned or an id given twice),
 *   `invalid` (a time, duration or length that cannot be), RangeError from the travel settings.
 */
export function createPlan(input: PlanInput): Plan {
  const travel = createTravel(input.travel);
  const slots = new Map<string, number>();
  const visits = input.jobs.map((job, slot) => {
    if (slots.has(job.id)) throw new PlanError('twice', `Job ${job.id} is given twice`);
    checkJob(job);
    slots.set(job.id, slot);
    return visitOf(job, slot, travel, input.weights);
  });
  checkNow(input.now);
  const reckoning = { travel, weights: input.weights, now: input.now };
  const wanted = new Map(input.tours.map((tour) => [tour.shift, tour]));
  if (wanted.size < input.tours.length) throw new PlanError('twice', 'A shift has more than one tour');
  const tourBySlot = new Int32Array(visits.length).fill(-1);
  const crew = crewOf(input.contractors, reckoning);
  const tours = crew.duties.map((duty, index) => {
    const stops = wanted.get(duty.shift.id)?.stops ?? [];
    wanted.delete(duty.shift.id);
    const locked = stops.flatMap((stop) => stop.locked ?? []);
    for (const window of locked) checkWindow(`A locked job of shift ${duty.shift.id}`, window);
    if (stops.slice(0, locked.length).some((stop) => !stop.locked))
      throw new PlanError('invalid', `Shift ${duty.shift.id}: a locked job comes after one that is not`);
    return tourOf(
      index,
      duty,
      stops.map(({ job }) => {
        const visit = visits[slots.get(job) ?? -1];
        if (!visit) throw new PlanError('unknown', `Shift ${duty.shift.id} has the unknown job ${job}`);
        if (tourBySlot[visit.slot]! >= 0) throw new PlanError('twice', `Job ${job} is planned twice`);
        tourBySlot[visit.slot] = index;
        return visit;
      }),
      locked,
      reckoning,
    );
  });
  for (const { shift } of wanted.values()) throw new PlanError('unknown', `There is no shift ${shift}`);
  const { contractors, travel: travelSettings } = input;
  const { toursOf, shifts } = crew;
  return { ...reckoning, travelSettings, contractors, toursOf, shifts, tours, slots, visits, tourBySlot };
}

/** The plan as plain data, for a worker or a file. */
export function planInput(plan: Plan): PlanInput {
  return {
    now: plan.now,
    contractors: plan.contractors,
    jobs: plan.visits.flatMap((visit) => visit?.job ?? []),
    tours: plan.tours.map((tour) => ({
      shift: tour.duty.shift.id,
      stops: tour.stops.map(({ job }, at) => ({ job: job.id, locked: tour.locked[at] ?? null })),
    })),
    travel: plan.travelSettings,
    weights: plan.weights,
  };
}

/** @throws PlanError `unknown` */
export function visitIn(plan: Plan, job: string): Visit {
  const visit = plan.visits[plan.slots.get(job) ?? -1];
  if (visit?.job.id !== job) throw new PlanError('unknown', `There is no job ${job}`);
  return visit;
}

/** Where a job stands; null when it is unplanned. */
export function placeOf(plan: Plan, visit: Visit): { readonly tour: Tour; readonly at: number } | null {
  const tour = plan.tours[plan.tourBySlot[visit.slot]!];
  return tour ? { tour, at: tour.stops.findIndex(({ slot }) => slot === visit.slot) } : null;
}

/** When work on a job begins as planned; null when it is unplanned. */
export function startOf(plan: Plan, visit: Visit): Minute | null {
  const place = placeOf(plan, visit);
  return place ? place.tour.table.start[place.at]! : null;
}

/** Jobs in no tour. */
export function unplanned(plan: Plan): Visit[] {
  return plan.visits.filter((visit): visit is Visit => visit !== undefined && plan.tourBySlot[visit.slot] === -1);
}

/** @throws PlanError `unknown` (job, shift), `locked` (it has begun), `invalid` (place outside the tour, bad job or time) */
export function applyChange(plan: Plan, change: PlanChange): Plan {
  switch (change.kind) {
    case 'assign': {
      const visit = visitIn(plan, change.job);
      const without = take(plan, visit);
      const tour = without.tours[plan.shifts.get(change.shift) ?? -1];
      if (!tour) throw new PlanError('unknown', `There is no shift ${change.shift}`);
      const { place } = change;
      if (!Number.isInteger(place) || place < tour.locked.length || place > tour.stops.length)
        throw new PlanError('invalid', `Place: expected ${tour.locked.length} to ${tour.stops.length}, got ${place}`);
      return withTour(without, tour, tour.stops.toSpliced(place, 0, visit), tour.locked, visit.slot);
    }
    case 'unassign':
      return take(plan, visitIn(plan, change.job));
    case 'put':
      return put(plan, change.job);
    case 'drop': {
      const visit = visitIn(plan, change.job);
      return { ...take(plan, visit, true), visits: plan.visits.with(visit.slot, undefined) };
    }
    case 'lock':
      return lock(plan, visitIn(plan, change.job), change.locked);
    case 'time': {
      checkNow(change.now);
      const next = { ...plan, now: change.now };
      return {
        ...next,
        tours: plan.tours.map(({ index, duty, stops, locked }) => tourOf(index, duty, stops, locked, next)),
      };
    }
    case 'crew':
      return withCrew(plan, change.contractor);
  }
}

export function applyChanges(plan: Plan, changes: readonly PlanChange[]): Plan {
  return changes.reduce(applyChange, plan);
}

/** Minutes driven in all tours. */
export function travelOf(plan: Plan): number {
  let sum = 0;
  for (const { table } of plan.tours) sum += table.travel;
  return sum;
}

/** What a plan's tours cost, by part; unplanned jobs are not counted. */
export function partsOf(plan: Plan): Parts {
  const sum = { travel: 0, delay: 0, lateness: 0, preference: 0, continuity: 0, handover: 0, load: 0 };
  for (const { table, stops, duty } of plan.tours) {
    sum.travel += plan.weights.travel * table.travel;
    sum.delay += table.delay;
    sum.lateness += table.lateness;
    sum.load += table.load;
    for (const { job } of stops) {
      sum.preference += preferenceOf(duty.contractor, job, plan.weights);
      sum.continuity += continuityOf(duty.contractor, job, plan.weights);
      sum.handover += handoverOf(duty.contractor, job, plan.weights);
    }
  }
  return sum;
}

/** A tour with its times reckoned. */
export function tourOf(
  index: number,
  duty: Duty,
  stops: readonly Visit[],
  locked: readonly Window[],
  reckoning: Reckoning,
): Tour {
  const table = new Timetable(duty, reckoning, stops.length);
  table.lay(stops, locked);
  return { index, duty, stops, locked, table };
}

function crewOf(contractors: readonly Contractor[], { travel }: Reckoning) {
  const duties: Duty[] = [];
  const shifts = new Map<string, number>();
  const toursOf = new Map<string, number[]>();
  for (const contractor of contractors) {
    if (toursOf.has(contractor.id)) throw new PlanError('twice', `Contractor ${contractor.id} is given twice`);
    const own: number[] = [];
    for (const shift of contractor.shifts.toSorted((a, b) => a.from - b.from)) {
      if (shifts.has(shift.id)) throw new PlanError('twice', `Shift ${shift.id} is given twice`);
      if (!(shift.until > shift.from)) throw new PlanError('invalid', `Shift ${shift.id} ends before it begins`);
      checkWindow(`Shift ${shift.id}`, shift);
      own.push(duties.length);
      shifts.set(shift.id, duties.length);
      duties.push(dutyOf(contractor, shift, travel));
    }
    toursOf.set(contractor.id, own);
  }
  return { duties, shifts, toursOf };
}

/** Replaces tours and one job's place. */
function withTour(plan: Plan, tour: Tour, stops: readonly Visit[], locked: readonly Window[], slot: number): Plan {
  const { index } = tour;
  const tourBySlot = plan.tourBySlot.slice();
  tourBySlot[slot] = stops.some((stop) => stop.slot === slot) ? index : -1;
  return { ...plan, tours: plan.tours.with(index, tourOf(index, tour.duty, stops, locked, plan)), tourBySlot };
}

function take(plan: Plan, visit: Visit, evenLocked = false): Plan {
  const place = placeOf(plan, visit);
  if (!place) return plan;
  const { tour, at } = place;
  const isLocked = at < tour.locked.length;
  if (isLocked && !evenLocked) throw new PlanError('locked', `Job ${visit.job.id} has begun`);
  return withTour(
    plan,
    tour,
    tour.stops.toSpliced(at, 1),
    isLocked ? tour.locked.toSpliced(at, 1) : tour.locked,
    visit.slot,
  );
}

function put(plan: Plan, job: Job): Plan {
  checkJob(job);
  const known = plan.slots.get(job.id);
  const slot = known ?? plan.slots.size;
  plan.slots.set(job.id, slot);
  const visit = visitOf(job, slot, plan.travel, plan.weights);
  const visits = plan.visits.slice();
  // slots given by other plans of the same descent stay empty here
  while (visits.length <= slot) visits.push(undefined);
  const before = visits[slot];
  visits[slot] = visit;
  const tourBySlot = new Int32Array(visits.length).fill(-1);
  tourBySlot.set(plan.tourBySlot);
  const next = { ...plan, visits, tourBySlot };
  const place = before ? placeOf(plan, before) : null;
  if (!place) return next;
  return withTour(next, place.tour, place.tour.stops.with(place.at, visit), place.tour.locked, slot);
}

function lock(plan: Plan, visit: Visit, locked: Window): Plan {
  checkWindow(`Job ${visit.job.id}`, locked);
  const place = placeOf(plan, visit);
  if (!place) throw new PlanError('invalid', `Job ${visit.job.id} is in no tour`);
  const { tour, at } = place;
  if (at < tour.locked.length) return withTour(plan, tour, tour.stops, tour.locked.with(at, locked), visit.slot);
  const stops = tour.stops.toSpliced(at, 1).toSpliced(tour.locked.length, 0, visit);
  return withTour(plan, tour, stops, [...tour.locked, locked], visit.slot);
}

function withCrew(plan: Plan, contractor: Contractor): Plan {
  const known = plan.contractors.findIndex(({ id }) => id === contractor.id);
  const contractors = known < 0 ? [...plan.contractors, contractor] : plan.contractors.with(known, contractor);
  const { duties, toursOf, shifts } = crewOf(contractors, plan);
  const tourBySlot = new Int32Array(plan.visits.length).fill(-1);
  const tours = duties.map((duty, index) => {
    const before = plan.tours[plan.shifts.get(duty.shift.id) ?? -1];
    for (const { slot } of before?.stops ?? []) tourBySlot[slot] = index;
    if (before && duty.contractor !== contractor) return { ...before, index };
    return tourOf(index, duty, before?.stops ?? [], before?.locked ?? [], plan);
  });
  return { ...plan, contractors, toursOf, shifts, tours, tourBySlot };
}
