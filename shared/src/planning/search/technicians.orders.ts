/** What the search is told of technicians' jobs before it begins: who may, what is near, in which order to put back. */
import type { TechnicianProblem } from './technicians.problem.ts';
import type { Routing } from './routing.ts';

/** Skills alone are never mended by the depot. */
export function mayServe({ jobs, technicians }: TechnicianProblem): Uint8Array {
  const routes = technicians.skills.length;
  const may = new Uint8Array(jobs.skills.length * routes);
  for (let job = 0; job < jobs.skills.length; job += 1) {
    for (let route = 0; route < routes; route += 1) {
      if ((jobs.skills[job]! & ~technicians.skills[route]!) === 0) may[job * routes + route] = 1;
    }
  }
  return may;
}

/** Travel, and the waiting that the windows force between the two in the better order. */
export function nearness(problem: TechnicianProblem): Int32Array {
  const { places, travel, opens, closes, service } = problem;
  const place = problem.jobs.place;
  const count = place.length;
  const near = new Int32Array(count * Math.max(0, count - 1));
  const apart = new Float64Array(count);
  for (let job = 0; job < count; job += 1) {
    const a = place[job]!;
    const others: number[] = [];
    for (let other = 0; other < count; other += 1) {
      const b = place[other]!;
      const way = travel[a * places + b]!;
      const wait = Math.max(0, opens[b]! - closes[a]! - service[a]! - way, opens[a]! - closes[b]! - service[b]! - way);
      apart[other] = way + WAITING * wait;
      if (other !== job) others.push(other);
    }
    others.sort((x, y) => apart[x]! - apart[y]! || x - y);
    near.set(others, job * (count - 1));
  }
  return near;
}
const WAITING = 0;

/** Besides at random: far from and close to the depot, early and late closing, narrow windows, few who may. */
export function orders(problem: TechnicianProblem, may: Uint8Array): Routing['orders'] {
  const { places, travel, opens, closes, depot } = problem;
  const place = problem.jobs.place;
  const count = place.length;
  const routes = count === 0 ? 0 : may.length / count;
  const key = (of: (place: number, job: number) => number): Float64Array =>
    Float64Array.from(place, (at, job) => of(at, job));
  const able = key((_, job) => {
    let sum = 0;
    for (let route = 0; route < routes; route += 1) sum += may[job * routes + route]!;
    return sum;
  });
  return [
    { weight: 2, key: key((at) => -travel[depot * places + at]!) },
    { weight: 1, key: key((at) => travel[depot * places + at]!) },
    { weight: 2, key: key((at) => closes[at]! - opens[at]!) },
    { weight: 2, key: key((at) => opens[at]!) },
    { weight: 2, key: key((at) => -closes[at]!) },
    { weight: 4, key: able },
  ];
}
