/**
 * A real day of a city's records (`--date`, `--contractors`) through three dispatchers: the nearest free contractor,
 * the engine without improvement, the engine. Same calls, crews, roads and working times for each.
 */
import { printTable, type Figures } from '../table.ts';
import { engine, improving, nearestFree } from './day.dispatchers.ts';
import { replay, type Outcome } from './day.replay.ts';
import { worldOf } from './day.world.ts';
import { OptionError, type PlanOptions } from './options.ts';

/** Iterations of each search, every ten minutes of the day: some 0.1 s each. */
const ITERATIONS = 600;

export async function runDay({ dir, date, contractors, seed }: PlanOptions): Promise<Figures> {
  const folder = dir;
  if (folder === null)
    throw new OptionError('--dir is missing: the folder with 311-2011.csv.gz (or set DISPATCH_DATA)');
  const world = await worldOf(folder, date, contractors, seed);
  console.log(
    `${world.name}: ${world.calls.length} calls, ${contractors} crews; ${world.nowhere} calls without a position are left out.`,
  );
  const outcomes = [nearestFree, engine, improving(ITERATIONS, seed)].map((dispatcher) => replay(world, dispatcher));
  printTable(outcomes.map(row));
  const [plain, , ours] = outcomes;
  if (!plain || !ours) throw new Error('expected three dispatchers');
  return {
    travelPlainMinutes: plain.travelPerJob,
    travelMinutes: ours.travelPerJob,
    travelSavedPercent: saved(plain.travelPerJob, ours.travelPerJob),
    missedPlain: plain.missed,
    missed: ours.missed,
    missedSavedPercent: saved(plain.missed, ours.missed),
    emergenciesInTimePercent: (100 * ours.emergenciesInTime) / ours.emergencies,
    undone: ours.calls - ours.done,
  };
}

function row({ dispatcher, calls, done, travelPerJob, missed, ...rest }: Outcome) {
  return {
    dispatcher,
    done: `${done} of ${calls}`,
    'travel/job': travelPerJob,
    'promises kept': `${calls - missed} (${missed} missed)`,
    emergencies: `${rest.emergenciesInTime} of ${rest.emergencies} in time`,
    disturbed: rest.disturbed,
    unevenness: rest.unevenness,
    seconds: rest.seconds,
  };
}

function saved(before: number, after: number): number {
  return before === 0 ? 0 : (100 * (before - after)) / before;
}
