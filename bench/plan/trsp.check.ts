/**
 * Checks a plan of technicians against the instance, knowing nothing of how it was made, and adds up the objective of
 * Pillac, Guéret and Medaglia (2013): by technician with work, return home − departure, leaving as late as does not
 * delay the end (their published solutions come out at their published totals).
 */
import type { Place, Technician, TrspInstance } from './trsp.parse.ts';

/** The order of a technician's stops: ids of requests, and the depot's id (0) where parts and tools are fetched. */
export interface TechnicianRoute {
  technician: number;
  stops: readonly number[];
}

/** When a technician leaves home, begins each stop, and is back. */
export interface Timing {
  departs: number;
  begins: readonly number[];
  returns: number;
}

export interface Checked {
  /** One sentence for each rule broken; a plan without any is feasible. */
  faults: readonly string[];
  /** Ids of requests that are on no route. */
  unserved: readonly number[];
  /** Sum over the technicians with work. */
  workingTime: number;
}

/** Sums of square roots differ in the last places by the order they are taken in. */
const TOLERANCE = 1e-6;

export function checkTrsp(instance: TrspInstance, routes: readonly TechnicianRoute[]): Checked {
  const faults: string[] = [];
  const served = new Map<number, number>();
  const busy = new Set<number>();
  let workingTime = 0;
  for (const { technician: id, stops } of routes) {
    const technician = instance.technicians.find((each) => each.id === id);
    if (technician === undefined) {
      faults.push(`there is no technician ${id}`);
      continue;
    }
    if (busy.has(id)) faults.push(`technician ${id} has two routes`);
    busy.add(id);
    if (stops.length === 0) continue;
    for (const stop of stops) if (stop !== instance.depot.id) served.set(stop, (served.get(stop) ?? 0) + 1);
    faults.push(...meansFaults(instance, technician, stops));
    const places = stops.map((stop) => placeOf(instance, stop));
    if (!places.every((place) => place !== undefined)) continue;
    faults.push(...windowFaults(technician, places));
    const { departs, returns } = timing(technician, places);
    workingTime += returns - departs;
  }
  for (const [stop, times] of served) if (times > 1) faults.push(`request ${stop} is served ${times} times`);
  const unserved = instance.requests.filter(({ id }) => !served.has(id)).map(({ id }) => id);
  return { faults, unserved, workingTime };
}

function placeOf({ depot, requests }: TrspInstance, id: number): Place | undefined {
  return id === depot.id ? depot : requests.find((request) => request.id === id);
}

function travel(a: Place, b: Place): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

/** Skills held; tools and parts carried, or fetched by one visit to the depot, which has all of them without end. */
function meansFaults(instance: TrspInstance, technician: Technician, stops: readonly number[]): string[] {
  const faults: string[] = [];
  const who = `technician ${technician.id}`;
  let visits = 0;
  const stock = [...technician.parts];
  for (const stop of stops) {
    if (stop === instance.depot.id) {
      visits += 1;
      stock.fill(Infinity);
      continue;
    }
    const request = instance.requests.find(({ id }) => id === stop);
    if (request === undefined) {
      faults.push(`${who} has a stop ${stop}, which is no request`);
      continue;
    }
    for (const skill of request.skills)
      if (!technician.skills.includes(skill)) faults.push(`${who} lacks the skill ${skill} for request ${stop}`);
    for (const tool of request.tools)
      if (visits === 0 && !technician.tools.includes(tool))
        faults.push(`${who} lacks the tool ${tool} for request ${stop}`);
    request.parts.forEach((amount, type) => {
      stock[type] = (stock[type] ?? 0) - amount;
      if (stock[type] < 0) faults.push(`${who} lacks the part ${type} for request ${stop}`);
    });
  }
  if (visits > 1) faults.push(`${who} visits the depot ${visits} times`);
  return faults;
}

function windowFaults(technician: Technician, places: readonly Place[]): string[] {
  const { begins, returns } = timing(technician, places);
  const late = places.flatMap(({ id, closes }, at) =>
    begins[at]! > closes + TOLERANCE
      ? [`technician ${technician.id} begins ${id} at ${begins[at]!.toFixed(3)}, which closes at ${closes}`]
      : [],
  );
  if (returns > technician.closes + TOLERANCE)
    late.push(`technician ${technician.id} is back at ${returns.toFixed(3)}, after ${technician.closes}`);
  return late;
}

/** Forward from the earliest departure for the end, back from the end for the latest departure, and forward again. */
export function timing(technician: Technician, places: readonly Place[]): Timing {
  let time = technician.opens;
  let at: Place = technician;
  for (const place of places) {
    time = Math.max(time + travel(at, place), place.opens) + place.service;
    at = place;
  }
  const returns = time + travel(at, technician);
  const begins: number[] = [];
  let latest = returns;
  let after: Place = technician;
  for (let i = places.length - 1; i >= 0; i -= 1) {
    const place = places[i]!;
    latest = Math.min(place.closes, latest - travel(place, after) - place.service);
    after = place;
  }
  const departs = places.length === 0 ? returns : Math.max(technician.opens, latest - travel(technician, after));
  let clock = departs;
  at = technician;
  for (const place of places) {
    const begin = Math.max(clock + travel(at, place), place.opens);
    begins.push(begin);
    clock = begin + place.service;
    at = place;
  }
  return { departs, begins, returns };
}
