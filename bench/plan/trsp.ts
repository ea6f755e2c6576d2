/**
 * Technician routing instances (Pillac, Guéret, Medaglia 2013) against the best published plans, one thread, `--seconds`
 * for each. meanGapPercent is the mean over the instances of the working time above the best published; null unless
 * every request is served and no rule broken. With `--dynamic` the requests become known during the day (trsp.day.ts).
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { Search } from '../../shared/src/planning/search/search.ts';
import { technicianRouting } from '../../shared/src/planning/search/technicians.ts';
import { printTable, type Figures } from '../table.ts';
import { OptionError, type PlanOptions } from './options.ts';
import { checkTrsp } from './trsp.check.ts';
import { parseTrsp, type TrspInstance } from './trsp.parse.ts';
import { problemOf, routesOf } from './trsp.problem.ts';

export interface TrspCase {
  /** As in the file's name and in best-published.csv: C101. */
  readonly name: string;
  /** The file's name without its ending: C101.100_25-5-5-5. */
  readonly file: string;
  readonly instance: TrspInstance;
  /** Best published working time; null when none is. */
  readonly best: number | null;
}

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

const ENDING = '.txt';

export function runTrsp(options: PlanOptions): Figures {
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

/** The instances of a folder, in the order of their names. @throws OptionError when there are none */
export function readCases({ dir, only }: Pick<PlanOptions, 'dir' | 'only'>): TrspCase[] {
  if (dir === null) throw new OptionError('--dir is missing: the folder of the instances');
  const best = bestPublished(dir);
  const cases = readdirSync(dir)
    .filter((file) => file.endsWith(ENDING))
    .map((file) => ({ file: file.slice(0, -ENDING.length), name: file.split('.')[0] ?? file }))
    .filter(({ name }) => only.length === 0 || only.some((part) => name.toUpperCase().includes(part.toUpperCase())))
    .sort((a, b) => a.name.localeCompare(b.name))
    .map(({ name, file }) => ({
      name,
      file,
      instance: parseTrsp(readFileSync(join(dir, file + ENDING), 'utf8'), file + ENDING),
      best: best.get(name.toUpperCase()) ?? null,
    }));
  if (cases.length === 0) throw new OptionError(`there are no instances in ${dir}, or none is named as --only says`);
  return cases;
}

/** instance,best_total_working_time */
function bestPublished(dir: string): Map<string, number> {
  const file = 'best-published.csv';
  if (!readdirSync(dir).includes(file)) return new Map();
  const [, ...lines] = readFileSync(join(dir, file), 'utf8').trim().split(/\r?\n/);
  return new Map(
    lines.map((line, index) => {
      const [name = '', total = ''] = line.split(',');
      if (!(Number(total) > 0))
        throw new Error(`${file}:${index + 2}: expected a name and a working time, got ${line}`);
      return [name.toUpperCase(), Number(total)];
    }),
  );
}

function solve({ name, instance, best }: TrspCase, { seconds, seed }: PlanOptions): Solved {
  const began = performance.now();
  const routing = technicianRouting(problemOf(instance));
  const milliseconds = seconds * 1000 - (performance.now() - began);
  const search = new Search(routing, { seed, milliseconds, now: () => performance.now() });
  const { routes } = search.run();
  const took = (performance.now() - began) / 1000;
  const { faults, unserved, workingTime } = checkTrsp(instance, routesOf(instance, routing, routes));
  const technicians = routes.filter((jobs) => jobs.length > 0).length;
  const { iterations } = search;
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
export function classOf(name: string): string {
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
