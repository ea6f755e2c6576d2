/**
 * Checks a day as driven, knowing nothing of how it was planned: the rules of trsp.check.ts, times that follow from each
 * other, nobody under way to what was not known, and no leg changed that was begun before a release.
 */
import { checkTrsp, type Checked } from './trsp.check.ts';
import type { Day, Journey } from './trsp.day.ts';
import type { Place, TrspInstance } from './trsp.parse.ts';

const TOLERANCE = 1e-6;

/** @returns workingTime as driven: return − departure, though a day planned at once would have left later */
export function checkDay(instance: TrspInstance, known: Float64Array, { journeys, history }: Day): Checked {
  const routes = journeys.map(({ technician, legs }) => ({ technician, stops: legs.map(({ stop }) => stop) }));
  const { faults, unserved } = checkTrsp(instance, routes);
  let workingTime = 0;
  const all = [...faults];
  for (const journey of journeys) {
    if (journey.legs.length === 0) continue;
    all.push(...timeFaults(instance, known, journey));
    workingTime += (journey.returns ?? Number.NaN) - journey.legs[0]!.leaves;
  }
  for (const { time, journeys: then } of history) {
    for (const before of then) {
      const after = journeys.find(({ technician }) => technician === before.technician);
      if (after !== undefined) all.push(...changes(time, before, after));
    }
  }
  return { faults: all, unserved, workingTime };
}

function timeFaults(instance: TrspInstance, known: Float64Array, { technician, legs, returns }: Journey): string[] {
  const faults: string[] = [];
  const who = `technician ${technician}`;
  const home = instance.technicians.find(({ id }) => id === technician);
  if (home === undefined) return faults;
  let at: Place = home;
  let free = home.opens;
  for (const { stop, leaves, begins } of legs) {
    const index = instance.requests.findIndex(({ id }) => id === stop);
    const place = instance.requests[index] ?? instance.depot;
    if (leaves < free - TOLERANCE) faults.push(`${who} leaves for ${stop} at ${leaves}, before ${free}`);
    if (leaves < (known[index] ?? -Infinity)) faults.push(`${who} leaves for ${stop} before it is known`);
    const arrives = leaves + Math.hypot(at.x - place.x, at.y - place.y);
    if (begins < Math.max(arrives, place.opens) - TOLERANCE || begins > place.closes + TOLERANCE)
      faults.push(`${who} cannot begin ${stop} at ${begins}`);
    free = begins + place.service;
    at = place;
  }
  const back = free + Math.hypot(at.x - home.x, at.y - home.y);
  if (returns === null || returns < back - TOLERANCE) faults.push(`${who} is not back at ${String(returns)}`);
  else if (returns > home.closes + TOLERANCE) faults.push(`${who} is back at ${returns}, after ${home.closes}`);
  return faults;
}

/** What was begun at a time is as it was, and nothing later set out for was begun before it. */
function changes(time: number, before: Journey, after: Journey): string[] {
  const who = `technician ${before.technician}`;
  const kept = before.legs.every((leg, index) => {
    const now = after.legs[index];
    return now !== undefined && now.stop === leg.stop && now.leaves === leg.leaves && now.begins === leg.begins;
  });
  if (!kept || (before.returns !== null && before.returns !== after.returns))
    return [`${who} was under way at ${time} and was sent elsewhere`];
  if (after.legs.slice(before.legs.length).some(({ leaves }) => leaves < time - TOLERANCE))
    return [`${who} set out before ${time}, but nothing was known of it then`];
  return [];
}
