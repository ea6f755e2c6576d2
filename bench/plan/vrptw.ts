/**
 * Instances of Solomon and of Gehring and Homberger against the best known plans, one thread, `--seconds` for each.
 *
 * `--objective distance`: meanGapPercent is the mean over the instances of the distance above the best known.
 * `--objective vehicles` (fewest vehicles, then distance): meanGapPercent is the vehicles in total above the best known
 * in total, distanceGapPercent the mean gap of the distance where the vehicles are as few as known.
 * Both are null unless every customer is served and no rule broken. Instances without a known best count in neither.
 */
import { performance } from 'node:perf_hooks';
import { FewestRoutes } from '../../shared/src/planning/search/fleet.ts';
import { Search } from '../../shared/src/planning/search/search.ts';
import { Windows } from '../../shared/src/planning/search/windows.ts';
import { printTable, type Figures } from '../table.ts';
import { OptionError, type PlanOptions } from './options.ts';
import { checkPlan } from './vrptw.check.ts';
import { classOf, readBestKnown, readInstances, type BestKnown, type Instance } from './vrptw.instance.ts';

interface Solved {
  readonly name: string;
  readonly customers: number;
  readonly vehicles: number;
  readonly bestVehicles: number | null;
  readonly distance: number;
  readonly bestDistance: number | null;
  readonly unserved: number;
  readonly faults: readonly string[];
  readonly seconds: number;
  readonly iterations: number;
}

type Objective = PlanOptions['objective'];

export function runVrptw(options: PlanOptions): Figures {
  if (options.dir === null) throw new OptionError('--dir is missing: the folder of the instances');
  const instances = readInstances(options.dir, options.only);
  const best = readBestKnown(options.dir);
  const solved = instances.map((instance) => {
    const one = solve(instance, best.get(instance.name.toUpperCase()), options);
    console.log(line(one));
    for (const fault of one.faults) console.log(`  ${fault}`);
    return one;
  });
  printTable(solved.map((one) => rowOf(one, options.objective)));
  printTable(byClass(solved, options.objective));
  const figures = figuresOf(solved, options);
  printTable(Object.entries(figures).map(([figure, value]) => ({ figure, value: value ?? 'none' })));
  return figures;
}

function solve(instance: Instance, best: BestKnown | undefined, options: PlanOptions): Solved {
  const began = performance.now();
  const routing = new Windows(instance);
  const limit = {
    seed: options.seed,
    milliseconds: options.seconds * 1000 - (performance.now() - began),
    now: () => performance.now(),
  };
  const search =
    options.objective === 'vehicles'
      ? new FewestRoutes(routing, { ...limit, atLeast: routing.fewest })
      : new Search(routing, limit);
  const { routes } = search.run();
  const seconds = (performance.now() - began) / 1000;
  const { distance, vehicles, unserved, faults } = checkPlan(instance, routes);
  const few = options.objective === 'vehicles';
  return {
    name: instance.name,
    customers: instance.customers.length,
    vehicles,
    bestVehicles: few ? (best?.vehicles ?? null) : null,
    distance,
    bestDistance: (few ? best?.distanceWithFewest : best?.distance) ?? null,
    unserved,
    faults,
    seconds,
    iterations: search.iterations,
  };
}

/** Distance above the best known in percent; null where none is known, or known for other vehicles only. */
function gapOf({ distance, bestDistance, vehicles, bestVehicles }: Solved): number | null {
  if (bestDistance === null || (bestVehicles !== null && vehicles !== bestVehicles)) return null;
  return 100 * (distance / bestDistance - 1);
}

function meanGap(solved: readonly Solved[]): number | null {
  const gaps = solved.map(gapOf).filter((gap) => gap !== null);
  return gaps.length === 0 ? null : gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
}

function total(solved: readonly Solved[], of: (one: Solved) => number): number {
  return solved.reduce((sum, one) => sum + of(one), 0);
}

function vehiclesGap(solved: readonly Solved[]): number | null {
  const known = solved.filter(({ bestVehicles }) => bestVehicles !== null);
  if (known.length === 0) return null;
  return 100 * (total(known, ({ vehicles }) => vehicles) / total(known, (one) => one.bestVehicles ?? 0) - 1);
}

function figuresOf(solved: readonly Solved[], { objective, seconds }: PlanOptions): Figures {
  const infeasible = total(solved, ({ faults }) => faults.length);
  const unserved = total(solved, (one) => one.unserved);
  const sound = infeasible === 0 && unserved === 0;
  const slowest = Math.max(...solved.map((one) => one.seconds));
  const few = objective === 'vehicles';
  const classes = [...new Set(solved.map(({ name }) => classOf(name)))];
  return {
    meanGapPercent: sound ? (few ? vehiclesGap(solved) : meanGap(solved)) : null,
    infeasible,
    unserved,
    instances: solved.length,
    vehicles: total(solved, ({ vehicles }) => vehicles),
    ...(few && {
      bestVehicles: total(solved, ({ bestVehicles }) => bestVehicles ?? 0),
      vehiclesGapPercent: sound ? vehiclesGap(solved) : null,
      distanceGapPercent: sound ? meanGap(solved) : null,
    }),
    ...Object.fromEntries(
      classes.map((name) => {
        const members = solved.filter((one) => classOf(one.name) === name);
        return [`gapPercent${name}`, sound ? (few ? vehiclesGap(members) : meanGap(members)) : null];
      }),
    ),
    timeOverPercent: Math.max(0, 100 * (slowest / seconds - 1)),
  };
}

function rowOf(one: Solved, objective: Objective): Record<string, string | number> {
  return {
    instance: one.name,
    customers: one.customers,
    vehicles: one.vehicles,
    ...(objective === 'vehicles' && { 'fewest known': one.bestVehicles ?? '' }),
    distance: one.distance.toFixed(2),
    'best known': one.bestDistance?.toFixed(2) ?? '',
    'gap %': gapOf(one)?.toFixed(3) ?? '',
    sound: one.unserved === 0 && one.faults.length === 0 ? 'yes' : 'NO',
    seconds: one.seconds.toFixed(2),
    iterations: String(one.iterations),
  };
}

function byClass(solved: readonly Solved[], objective: Objective): Record<string, string | number>[] {
  const classes = [...new Set(solved.map(({ name }) => classOf(name)))];
  return [...classes, 'all'].map((name) => {
    const members = solved.filter((one) => name === 'all' || classOf(one.name) === name);
    return {
      class: name,
      instances: members.length,
      vehicles: total(members, ({ vehicles }) => vehicles),
      ...(objective === 'vehicles' && { 'fewest known': total(members, (one) => one.bestVehicles ?? 0) }),
      'mean gap %': meanGap(members)?.toFixed(3) ?? '',
    };
  });
}

/** Said as soon as it is known: a set of large instances takes long. */
function line(one: Solved): string {
  const gap = gapOf(one);
  return `${one.name}: ${one.vehicles} vehicles, ${one.distance.toFixed(2)}${gap === null ? '' : `, ${gap.toFixed(3)} %`}`;
}
