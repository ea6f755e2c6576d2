/** What the planning benchmark is asked for on the command line. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';

export interface PlanOptions {
  readonly set: string;
  /** Folder of the instances; null where the set has none. */
  readonly dir: string | null;
  /** Time limit for each instance. */
  readonly seconds: number;
  readonly objective: 'distance' | 'vehicles';
  readonly seed: number;
  /** Instances whose name contains one of these; all when empty. */
  readonly only: readonly string[];
  readonly dynamic: boolean;
  readonly contractors: number;
  readonly jobs: number;
  /** Day to replay, YYYY-MM-DD. */
  readonly date: string;
  readonly json: boolean;
}

/** Folder of a set's files in the test data, where it is not called like the set. */
const FOLDERS: Readonly<Record<string, string>> = { day: 'boston' };

/** What is wrong with the request, said to the person at the terminal. */
export class OptionError extends Error {}

/**
 * @param args after the name of the script
 * @param data folder of all test data (DISPATCH_DATA), the parent of the default folder
 * @throws OptionError of an unknown option or a value that makes no sense
 */
export function parsePlanOptions(args: readonly string[], data: string | undefined): PlanOptions {
  const { values } = reading(args);
  const set = values.set ?? '';
  const objective = values.objective ?? 'distance';
  if (objective !== 'distance' && objective !== 'vehicles') {
    throw new OptionError(`--objective is "distance" or "vehicles", not "${objective}"`);
  }
  return {
    set,
    dir: values.dir ?? (data === undefined ? null : join(data, FOLDERS[set] ?? set)),
    seconds: positive('seconds', values.seconds ?? '10'),
    objective,
    seed: whole('seed', values.seed ?? '1'),
    only: (values.only ?? []).flatMap((names) => names.split(',')).filter((name) => name !== ''),
    dynamic: values.dynamic ?? false,
    contractors: whole('contractors', values.contractors ?? (set === 'insert' ? '500' : '40')),
    jobs: whole('jobs', values.jobs ?? '5000'),
    date: values.date ?? '2011-08-28',
    json: values.json ?? false,
  };
}

function reading(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        set: { type: 'string' },
        dir: { type: 'string' },
        seconds: { type: 'string' },
        objective: { type: 'string' },
        seed: { type: 'string' },
        only: { type: 'string', multiple: true },
        dynamic: { type: 'boolean' },
        contractors: { type: 'string' },
        jobs: { type: 'string' },
        date: { type: 'string' },
        json: { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new OptionError(error instanceof Error ? error.message : String(error));
  }
}

function positive(name: string, text: string): number {
  const value = Number(text);
  if (!(value > 0 && Number.isFinite(value))) throw new OptionError(`--${name} is a number above 0, not "${text}"`);
  return value;
}

function whole(name: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new OptionError(`--${name} is a whole number, not "${text}"`);
  return Number(text);
}
