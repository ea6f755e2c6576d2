/** A technician routing instance as the search reads it. */
import type { TechnicianProblem } from '../../shared/src/planning/search/technicians.problem.ts';
import type { TechnicianRouting } from '../../shared/src/planning/search/technicians.ts';
import type { TechnicianRoute } from './trsp.check.ts';
import type { Place, TrspInstance } from './trsp.parse.ts';

/** Places are numbered as in the file: the depot 0, the technicians 1 … crew, then the requests. */
export function problemOf(instance: TrspInstance): TechnicianProblem {
  const { depot, technicians, requests, parts } = instance;
  const all: Place[] = [depot, ...technicians, ...requests];
  const places = all.length;
  const travel = new Float64Array(places * places);
  all.forEach((a, row) => {
    all.forEach((b, column) => {
      travel[row * places + column] = Math.hypot(a.x - b.x, a.y - b.y);
    });
  });
  const homes = Int32Array.from(technicians, (_, index) => 1 + index);
  return {
    places,
    travel,
    opens: Float64Array.from(all, ({ opens }) => opens),
    closes: Float64Array.from(all, ({ closes }) => closes),
    service: Float64Array.from(all, ({ service }) => service),
    depot: 0,
    parts,
    jobs: {
      place: Int32Array.from(requests, (_, index) => 1 + technicians.length + index),
      skills: Int32Array.from(requests, ({ skills }) => mask(skills)),
      tools: Int32Array.from(requests, ({ tools }) => mask(tools)),
      parts: Int32Array.from(requests.flatMap((request) => request.parts)),
    },
    technicians: {
      start: homes,
      end: homes,
      earliest: Float64Array.from(technicians, ({ opens }) => opens),
      latest: Float64Array.from(technicians, ({ closes }) => closes),
      elapsed: new Float64Array(technicians.length),
      skills: Int32Array.from(technicians, ({ skills }) => mask(skills)),
      tools: Int32Array.from(technicians, ({ tools }) => mask(tools)),
      parts: Int32Array.from(technicians.flatMap((technician) => technician.parts)),
      supplied: new Uint8Array(technicians.length),
    },
    omission: new Float64Array(requests.length).fill(omissionOf(technicians)),
  };
}

/** More than any one route can cost, so that leaving out never pays. */
function omissionOf(technicians: readonly Place[]): number {
  return 10 * Math.max(...technicians.map(({ opens, closes }) => closes - opens));
}

function mask(types: readonly number[]): number {
  return types.reduce((bits, type) => bits | (1 << type), 0);
}

/** The search's routes with the ids of the file and the visits to the depot. */
export function routesOf(
  { depot, technicians, requests }: TrspInstance,
  routing: TechnicianRouting,
  routes: readonly (readonly number[])[],
): TechnicianRoute[] {
  return routes.map((jobs, route) => {
    routing.price(route, Int32Array.from(jobs), 0, jobs.length);
    const stops = jobs.map((job) => requests[job]!.id);
    const at = routing.depotAt[route]!;
    if (at >= 0) stops.splice(at, 0, depot.id);
    return { technician: technicians[route]!.id, stops };
  });
}
