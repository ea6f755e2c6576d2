/**
 * Technician routing instances (Pillac, Guéret, Medaglia 2013) against the best published plans, one thread, `--seconds`
 * for each. meanGapPercent is the mean over the instances of the working time above the best published; null unless
 * every request is served and no rule broken. With `--dynamic` the requests become known during the day (trsp.dynamic.ts).
 */
import { performance } from 'node:perf_hooks';
import { printTable, type Figures } from '../table.ts';
import type { PlanOptions } from './options.ts';
import { checkTrsp } from './trsp.check.ts';
import { runTrspDynamic } from './trsp.dynamic.ts';
import { readCases, solveStatic, type TrspCase } from './trsp.solve.ts';

interface Solved {
  readonly name: string;
  readonly best: number | null;
  readonly technicians: number;
  readonly workingTime: number;
  readonly unserved: number;
  readonly faults: readonly string[];
  readonly seconds: number;
  readonly iterations: number;
}

export function runTrsp(options: PlanOptions): Figures {
  if (options.dynamic) return runTrspDynamic(options);
  const solved = readCases(options).map((one) => {
    const result = solve(one, options);
    const gap = gapOf(result);
    console.log(`${result.name}: ${result.workingTime.toFixed(3)}${gap === null ? '' : `, ${gap.toFixed(3)} %`}`);
    for (const fault of result.faults) console.log(`  ${fault}`);
    return result;
  });
  printTable(solved.map(rowOf));
  printTable(byClass(solved));
  return figuresOf(solved, options.seconds);
}

function solve({ name, instance, best }: TrspCase, options: PlanOptions): Solved {
  const began = performance.now();
  const { routes, iterations } = solveStatic(instance, options);
  const took = (performance.now() - began) / 1000;
  const { faults, unserved, workingTime } = checkTrsp(instance, routes);
  const technicians = routes.filter(({ stops }) => stops.length > 0).length;
  return { name, best, technicians, workingTime, unserved: unserved.length, faults, seconds: took, iterations };
}

function gapOf({ best, workingTime }: Solved): number | null {
  return best === null ? null : 100 * (workingTime / best - 1);
}

function meanGap(solved: readonly Solved[]): number | null {
  const gaps = solved.map(gapOf).filter((gap) => gap !== null);
  return gaps.length === 0 ? null : gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
}

/** C1, C2, R1 … : the letters and the first figure of an instance's name. */
function classOf(name: string): string {
  return /^[A-Za-z]+\d/.exec(name)?.[0].toUpperCase() ?? name;
}

function figuresOf(solved: readonly Solved[], seconds: number): Figures {
  const infeasible = solved.reduce((sum, { faults }) => sum + faults.length, 0);
  const unserved = solved.reduce((sum, one) => sum + one.unserved, 0);
  const sound = infeasible === 0 && unserved === 0;
  const classes = [...new Set(solved.map(({ name }) => classOf(name)))];
  return {
    meanGapPercent: sound ? meanGap(solved) : null,
    infeasible,
    unserved,
    instances: solved.length,
    ...Object.fromEntries(
      classes.map((name) => {
        const members = solved.filter((one) => classOf(one.name) === name);
        return [`gapPercent${name}`, sound ? meanGap(members) : null];
      }),
    ),
    timeOverPercent: Math.max(0, 100 * (Math.max(...solved.map((one) => one.seconds)) / seconds - 1)),
  };
}

function rowOf(one: Solved): Record<string, string | number> {
  return {
    instance: one.name,
    technicians: one.technicians,
    'working time': one.workingTime.toFixed(3),
    'best published': one.best?.toFixed(3) ?? '',
    'gap %': gapOf(one)?.toFixed(3) ?? '',
    unserved: one.unserved,
    sound: one.unserved === 0 && one.faults.length === 0 ? 'yes' : 'NO',
    seconds: one.seconds.toFixed(2),
    iterations: String(one.iterations),
  };
}

function byClass(solved: readonly Solved[]): Record<string, string | number>[] {
  const classes = [...new Set(solved.map(({ name }) => classOf(name)))];
  return [...classes, 'all'].map((name) => {
    const members = solved.filter((one) => name === 'all' || classOf(one.name) === name);
    return {
      class: name,
      instances: members.length,
      'mean gap %': meanGap(members)?.toFixed(3) ?? '',
      unserved: members.reduce((sum, { unserved }) => sum + unserved, 0),
    };
  });
}
