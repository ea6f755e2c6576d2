/** A day of the demo town: its own people's reports, as many in each hour as on a real city's stormy day. */
import { demoTown } from '../server/src/features/demo/demo-town.ts';
import { categoryOf, Filings } from '../server/src/features/demo/town/filing.ts';
import { generatePeople } from '../server/src/features/demo/town/people.ts';
import { seededRandom, type Random } from '../server/src/features/demo/town/random.ts';
import { HOUR, type Day, type DayRequest } from './day.types.ts';

/** Requests in each hour of 2011-08-28 in Boston, when a storm passed: 913 in all. */
const STORM = [3, 0, 1, 0, 1, 1, 1, 10, 15, 21, 41, 82, 110, 155, 103, 95, 81, 58, 37, 36, 25, 23, 6, 8];

/** Times of the day at which something is reported, ms since midnight, in order. */
export function stormTimes(random: Random): number[] {
  return STORM.flatMap((count, hour) => Array.from({ length: count }, () => (hour + random.next()) * HOUR)).sort(
    (a, b) => a - b,
  );
}

/** @param times when something is reported, ms since midnight; those of the storm where none are given. */
export function townDay(seed: string, times?: readonly number[]): Day {
  const random = seededRandom(`day ${seed}`);
  const town = demoTown();
  const filings = new Filings(town, generatePeople(town), random.fork('filings'));
  const requests = (times ?? stormTimes(random)).map((at): DayRequest => {
    const { category: code, title, description, answers, urgency, place, lat, lon } = filings.file({ at });
    const { name, icon, skills, defaultUrgency } = categoryOf(code);
    const by = random.chance(0.6) ? 'resident' : random.chance(0.7) ? 'caller' : 'staff';
    const category = { code, name, icon, skills, urgency: defaultUrgency, group: name };
    return { at, title, description, category, answers, urgency, place, lat, lon, by };
  });
  return { name: 'a stormy day of the demo town', requests };
}
