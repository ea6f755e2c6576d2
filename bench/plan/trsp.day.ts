/**
 * A day on which requests become known: at each release the plan is made again for what is not yet under way.
 *
 * A technician leaves for the next stop as late as the planned beginning there allows, home as late as does not delay
 * the end. A leg once begun is kept with all before it, the leg home too. The technician goes on from there.
 */
import { Search, type SearchOptions } from '../../shared/src/planning/search/search.ts';
import type { TechnicianProblem } from '../../shared/src/planning/search/technicians.problem.ts';
import { technicianRouting } from '../../shared/src/planning/search/technicians.ts';
import { timing } from './trsp.check.ts';
import type { Place, Request, Technician, TrspInstance } from './trsp.parse.ts';
import { problemOf } from './trsp.problem.ts';

/** One stop as driven: the time of setting out for it, and when service begins. */
export interface Leg {
  stop: number;
  leaves: number;
  begins: number;
}

/** What a technician has begun; `returns` is when home will be reached, once that leg is begun. */
export interface Journey {
  technician: number;
  legs: readonly Leg[];
  returns: number | null;
}

export interface Day {
  /** At the end. */
  journeys: readonly Journey[];
  /** What was begun before each release, told then. */
  history: readonly { time: number; journeys: readonly Journey[] }[];
}

/** How long to search at a release; `first` is the plan before the day. */
export type Budget = (first: boolean) => Omit<SearchOptions, 'start' | 'seed'>;

interface State {
  technician: Technician;
  legs: Leg[];
  returns: number | null;
  /** Stops to come, the depot among them. */
  planned: number[];
  /** When they were planned. */
  since: number;
}

/** @param known by request: when it becomes known, −Infinity before the day */
export function replayDay(instance: TrspInstance, known: Float64Array, seed: number, budget: Budget): Day {
  const states = instance.technicians.map((technician): State => ({
    technician,
    legs: [],
    returns: null,
    planned: [],
    since: -Infinity,
  }));
  const times = [...new Set(known)].sort((a, b) => a - b);
  if (times[0] !== -Infinity) times.unshift(-Infinity);
  const history: { time: number; journeys: Journey[] }[] = [];
  for (const time of times) {
    for (const state of states) advance(instance, state, time);
    if (time > -Infinity) history.push({ time, journeys: states.map(journeyOf) });
    plan(instance, states, known, time, { ...budget(time === -Infinity), seed });
  }
  for (const state of states) advance(instance, state, Infinity);
  return { journeys: states.map(journeyOf), history };
}

function journeyOf({ technician, legs, returns }: State): Journey {
  return { technician: technician.id, legs: [...legs], returns };
}

function placeOf({ depot, requests, technicians }: TrspInstance, id: number): Place {
  // ids are numbered through: the depot 0, the technicians, the requests
  return id === depot.id ? depot : requests[id - technicians.length - 1]!;
}

function travel(a: Place, b: Place): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

/** When the technician can set out: done with what is begun, and not before the plan was made. */
function ready(instance: TrspInstance, { technician, legs, since }: State): number {
  const last = legs.at(-1);
  return Math.max(since, last === undefined ? technician.opens : last.begins + placeOf(instance, last.stop).service);
}

/** Begins every leg that is set out for before a time. */
function advance(instance: TrspInstance, state: State, time: number): void {
  const { technician, legs, planned } = state;
  while (planned.length > 0) {
    const places = planned.map((stop) => placeOf(instance, stop));
    const place = places[0]!;
    const last = legs.at(-1);
    const way = travel(last === undefined ? technician : placeOf(instance, last.stop), place);
    const earliest = ready(instance, state);
    const leaves =
      last === undefined
        ? timing({ ...technician, opens: earliest }, places).departs
        : Math.max(earliest, place.opens - way);
    if (leaves >= time) return;
    legs.push({ stop: place.id, leaves, begins: Math.max(leaves + way, place.opens) });
    planned.shift();
  }
  const last = legs.at(-1);
  const leaves = ready(instance, state);
  if (last === undefined || state.returns !== null || leaves >= time) return;
  state.returns = leaves + travel(placeOf(instance, last.stop), technician);
}

/** Plans what is known and not begun, beginning with the plan there is. */
function plan(
  instance: TrspInstance,
  states: readonly State[],
  known: Float64Array,
  time: number,
  options: SearchOptions,
): void {
  const begun = new Set(states.flatMap(({ legs }) => legs.map(({ stop }) => stop)));
  const jobs = instance.requests.filter(({ id }, index) => known[index]! <= time && !begun.has(id));
  const crew = states.filter(({ returns }) => returns === null);
  for (const state of crew) state.since = time;
  if (jobs.length === 0 || crew.length === 0) return;
  const routing = technicianRouting(problemAt(instance, crew, jobs));
  const indexOf = new Map(jobs.map(({ id }, index) => [id, index]));
  // the depot has no index: where it is visited follows from the order
  const start = crew.map(({ planned }) => planned.flatMap((stop) => indexOf.get(stop) ?? []));
  const { routes } = new Search(routing, { ...options, start }).run();
  crew.forEach((state, route) => {
    const order = routes[route]!;
    routing.price(route, Int32Array.from(order), 0, order.length);
    const depotAt = routing.depotAt[route]!;
    state.planned = order.map((job) => jobs[job]!.id);
    if (depotAt >= 0) state.planned.splice(depotAt, 0, instance.depot.id);
  });
}

/** The rest of the day: technicians begin where what is begun leaves them, with what they then carry. */
function problemAt(instance: TrspInstance, crew: readonly State[], jobs: readonly Request[]): TechnicianProblem {
  const rest = problemOf({ ...instance, technicians: crew.map(({ technician }) => technician), requests: jobs });
  const whole = problemOf(instance);
  const { start, earliest, latest, elapsed, parts, supplied } = rest.technicians;
  crew.forEach((state, route) => {
    start[route] = state.technician.id;
    earliest[route] = ready(instance, state);
    const departs = state.legs[0]?.leaves;
    if (departs === undefined) return;
    elapsed[route] = earliest[route] - departs;
    earliest[route] = latest[route] = departs;
    for (const { stop } of state.legs) {
      start[route] = stop;
      if (stop === instance.depot.id) supplied[route] = 1;
      const request = instance.requests[stop - instance.technicians.length - 1];
      request?.parts.forEach((amount, part) => {
        parts[route * instance.parts + part]! -= amount;
      });
    }
  });
  return {
    ...rest,
    places: whole.places,
    travel: whole.travel,
    opens: whole.opens,
    closes: whole.closes,
    service: whole.service,
    jobs: { ...rest.jobs, place: Int32Array.from(jobs, ({ id }) => id) },
    technicians: { ...rest.technicians, end: Int32Array.from(crew, ({ technician }) => technician.id) },
  };
}
