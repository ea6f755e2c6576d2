/** The instances of a folder, and a plan for one of them with everything known. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { Search } from '../../shared/src/planning/search/search.ts';
import { technicianRouting } from '../../shared/src/planning/search/technicians.ts';
import { OptionError, type PlanOptions } from './options.ts';
import type { TechnicianRoute } from './trsp.check.ts';
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

const ENDING = '.txt';

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

/** Plans for `seconds`, the time to set up included. */
export function solveStatic(
  instance: TrspInstance,
  { seconds, seed }: Pick<PlanOptions, 'seconds' | 'seed'>,
): { routes: TechnicianRoute[]; iterations: number } {
  const began = performance.now();
  const routing = technicianRouting(problemOf(instance));
  const milliseconds = seconds * 1000 - (performance.now() - began);
  const search = new Search(routing, { seed, milliseconds, now: () => performance.now() });
  const { routes } = search.run();
  return { routes: routesOf(instance, routing, routes), iterations: search.iterations };
}
