/**
 * Days on which 10 to 90 % of the requests become known while they go on (`dynamic/` beside the instances), against a plan
 * made with all of them known. Half of `--seconds` is for the plan before the day, the other half is shared by the
 * releases; the plan with all known has `--seconds`.
 *
 * overStaticPercent is the mean working time above that plan, over the days on which every request was served (a request
 * not served costs nothing, so the others cannot be compared). Out of reach are requests that become known too late for
 * everyone, had the whole crew been at home and free.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { printTable, type Figures } from '../table.ts';
import { OptionError, type PlanOptions } from './options.ts';
import { checkTrsp } from './trsp.check.ts';
import { checkDay } from './trsp.day.check.ts';
import { replayDay } from './trsp.day.ts';
import { parseReleases, type TrspInstance } from './trsp.parse.ts';
import { readCases, solveStatic, type TrspCase } from './trsp.solve.ts';

interface Replayed {
  readonly name: string;
  /** Percent of the requests that become known during the day. */
  readonly degree: number;
  readonly releases: number;
  readonly workingTime: number;
  readonly staticTime: number;
  readonly unserved: number;
  readonly outOfReach: number;
  readonly faults: readonly string[];
}

export function runTrspDynamic(options: PlanOptions): Figures {
  const replayed: Replayed[] = [];
  for (const one of readCases(options)) {
    const days = daysOf(one, options);
    if (days.length === 0) continue;
    const { routes } = solveStatic(one.instance, options);
    const planned = checkTrsp(one.instance, routes);
    for (const { degree, known } of days) {
      const day = replay(one, degree, known, planned.workingTime, options);
      replayed.push(day);
      const over = overOf(day);
      console.log(
        `${day.name}, ${degree} %: ${day.workingTime.toFixed(3)}` +
          (over === null
            ? `, ${day.unserved} unserved (${day.outOfReach} out of reach)`
            : `, ${over.toFixed(2)} % over`),
      );
      for (const fault of [...planned.faults, ...day.faults]) console.log(`  ${fault}`);
    }
  }
  if (replayed.length === 0) throw new OptionError('there are no files of releases in the folder dynamic/');
  printTable(replayed.map(rowOf));
  printTable(byDegree(replayed));
  return figuresOf(replayed);
}

function daysOf({ file, instance }: TrspCase, { dir }: PlanOptions): { degree: number; known: Float64Array }[] {
  const folder = join(dir ?? '', 'dynamic');
  if (!existsSync(folder)) return [];
  const marked = `${file}_rd_`;
  return readdirSync(folder)
    .filter((name) => name.startsWith(marked) && name.endsWith('.txt'))
    .map((name) => ({
      degree: Number(name.slice(marked.length, -'.txt'.length)),
      known: parseReleases(readFileSync(join(folder, name), 'utf8'), name, instance),
    }))
    .sort((a, b) => a.degree - b.degree);
}

function replay(
  { name, instance }: TrspCase,
  degree: number,
  known: Float64Array,
  staticTime: number,
  { seconds, seed }: PlanOptions,
): Replayed {
  const releases = new Set(known).size - (known.includes(-Infinity) ? 1 : 0);
  const half = seconds * 500;
  const day = replayDay(instance, known, seed, (first) => ({
    milliseconds: first ? half : half / releases,
    now: () => performance.now(),
  }));
  const { faults, unserved, workingTime } = checkDay(instance, known, day);
  const late = outOfReach(instance, known);
  return {
    name,
    degree,
    releases,
    workingTime,
    staticTime,
    unserved: unserved.length,
    outOfReach: unserved.filter((id) => late.has(id)).length,
    faults,
  };
}

/** Ids of requests that nobody can serve who sets out from home when they become known. */
export function outOfReach(instance: TrspInstance, known: Float64Array): Set<number> {
  const { depot, requests, technicians } = instance;
  const late = requests.filter(({ id }, index) =>
    technicians.every((technician) => {
      const from = { ...technician, opens: Math.max(technician.opens, known[index]!) };
      const alone = { ...instance, technicians: [from] };
      return [[id], [depot.id, id]].every(
        (stops) => checkTrsp(alone, [{ technician: technician.id, stops }]).faults.length > 0,
      );
    }),
  );
  return new Set(late.map(({ id }) => id));
}

function overOf({ workingTime, staticTime, unserved }: Replayed): number | null {
  return unserved > 0 ? null : 100 * (workingTime / staticTime - 1);
}

function meanOver(days: readonly Replayed[]): number | null {
  const over = days.map(overOf).filter((percent) => percent !== null);
  return over.length === 0 ? null : over.reduce((sum, percent) => sum + percent, 0) / over.length;
}

function total(days: readonly Replayed[], of: (day: Replayed) => number): number {
  return days.reduce((sum, day) => sum + of(day), 0);
}

function figuresOf(days: readonly Replayed[]): Figures {
  const degrees = [...new Set(days.map(({ degree }) => degree))].sort((a, b) => a - b);
  const infeasible = total(days, ({ faults }) => faults.length);
  return {
    overStaticPercent: infeasible === 0 ? meanOver(days) : null,
    infeasible,
    unserved: total(days, ({ unserved }) => unserved),
    outOfReach: total(days, (day) => day.outOfReach),
    days: days.length,
    ...Object.fromEntries(
      degrees.map((degree) => [`overStaticPercent${degree}`, meanOver(days.filter((day) => day.degree === degree))]),
    ),
  };
}

function rowOf(day: Replayed): Record<string, string | number> {
  return {
    instance: day.name,
    'known late %': day.degree,
    releases: day.releases,
    'working time': day.workingTime.toFixed(3),
    'all known': day.staticTime.toFixed(3),
    ratio: day.unserved > 0 ? '' : (day.workingTime / day.staticTime).toFixed(3),
    unserved: day.unserved,
    'out of reach': day.outOfReach,
    sound: day.faults.length === 0 ? 'yes' : 'NO',
  };
}

function byDegree(days: readonly Replayed[]): Record<string, string | number>[] {
  const degrees = [...new Set(days.map(({ degree }) => degree))].sort((a, b) => a - b);
  return degrees.map((degree) => {
    const members = days.filter((day) => day.degree === degree);
    const over = meanOver(members);
    return {
      'known late %': degree,
      days: members.length,
      'all served': members.filter(({ unserved }) => unserved === 0).length,
      'ratio to all known': over === null ? '' : (1 + over / 100).toFixed(3),
      unserved: total(members, ({ unserved }) => unserved),
      'out of reach': total(members, (day) => day.outOfReach),
    };
  });
}
