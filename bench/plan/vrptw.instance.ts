/**
 * Reads instances of Solomon (1987) and of Gehring and Homberger (1999), which share one format, and the table of the
 * best known plans.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Customer, WindowsProblem } from '../../shared/src/planning/search/windows.ts';
import { OptionError } from './options.ts';

export interface Instance extends WindowsProblem {
  readonly name: string;
}

/** What is known of an instance; null where the table has nothing. */
export interface BestKnown {
  /** Fewest vehicles, and the shortest distance with them. */
  readonly vehicles: number | null;
  readonly distanceWithFewest: number | null;
  readonly distance: number | null;
}

const BEST_KNOWN = 'best-known.csv';
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * All instances of a folder in the order of their names, those only whose name contains one of `only` if any is given.
 * @throws OptionError where the folder has none, or a file is not an instance
 */
export function readInstances(dir: string, only: readonly string[]): Instance[] {
  const files = listing(dir).filter((file) => /\.txt$/i.test(file));
  const wanted = files.filter(
    (file) => only.length === 0 || only.some((part) => file.toLowerCase().includes(part.toLowerCase())),
  );
  if (wanted.length === 0) throw new OptionError(`no instances (*.txt) ${only.join(', ')} in ${dir}`);
  return wanted
    .sort((one, other) => one.localeCompare(other, 'en', { numeric: true }))
    .map((file) => parseInstance(readFileSync(join(dir, file), 'utf8'), file));
}

/** @throws OptionError with the file and the line */
export function parseInstance(text: string, file: string): Instance {
  const lines = text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .map((line, index) => ({ number: index + 1, words: line.trim().split(/\s+/).filter(Boolean) }))
    .filter(({ words }) => words.length > 0);
  const wrong = (line: number, what: string): OptionError => new OptionError(`${file}:${line}: ${what}`);
  const end = lines.at(-1)?.number ?? 1;
  const isNumbers = (words: readonly string[]): boolean => words.every((word) => NUMBER.test(word));

  const fleetAt = lines.findIndex(({ words }) => words[0]?.toUpperCase() === 'VEHICLE');
  if (fleetAt < 0) throw wrong(end, 'no line "VEHICLE"; this is not a file of Solomon’s format');
  const customersAt = lines.findIndex(({ words }) => words[0]?.toUpperCase() === 'CUSTOMER');
  if (customersAt < fleetAt) throw wrong(end, 'no line "CUSTOMER" after the vehicles');

  const fleet = lines.slice(fleetAt, customersAt).find(({ words }) => isNumbers(words));
  if (fleet?.words.length !== 2) {
    throw wrong(
      fleet?.number ?? lines[fleetAt]?.number ?? end,
      'the number and the capacity of the vehicles are missing',
    );
  }
  const [vehicles = 0, capacity = 0] = fleet.words.map(Number);
  if (!Number.isInteger(vehicles) || vehicles < 1 || capacity < 0) throw wrong(fleet.number, 'no vehicles');

  const rows = lines.slice(customersAt + 1);
  const first = rows.findIndex(({ words }) => isNumbers(words));
  const all: Customer[] = (first < 0 ? [] : rows.slice(first)).map(({ number, words }, index) => {
    if (words.length !== 7 || !isNumbers(words)) throw wrong(number, 'a customer has 7 numbers');
    const [id, x = 0, y = 0, demand = 0, ready = 0, due = 0, service = 0] = words.map(Number);
    if (id !== index) throw wrong(number, `customer ${index} is expected here, not ${String(id)}`);
    if (demand < 0 || service < 0) throw wrong(number, 'demand and service are 0 or more');
    if (due < ready) throw wrong(number, 'the window ends before it begins');
    return { x, y, demand, ready, due, service };
  });
  const [depot, ...customers] = all;
  if (depot === undefined || customers.length === 0) throw wrong(end, 'no depot and customers');
  const title = fleetAt > 0 ? lines[0]?.words.join(' ') : undefined;
  return { name: title ?? basename(file).replace(/\.txt$/i, ''), vehicles, capacity, depot, customers };
}

/** By name in upper case; empty where the folder has no table. */
export function readBestKnown(dir: string): ReadonlyMap<string, BestKnown> {
  if (!listing(dir).includes(BEST_KNOWN)) return new Map();
  const [head = '', ...rows] = readFileSync(join(dir, BEST_KNOWN), 'utf8')
    .replace(/^\uFEFF/, '')
    .trim()
    .split(/\r?\n/);
  const columns = head.split(',').map((name) => name.trim());
  return new Map(
    rows.map((row) => {
      const fields = row.split(',').map((field) => field.trim());
      const value = (name: string): number | null => {
        const text = fields[columns.indexOf(name)] ?? '';
        return NUMBER.test(text) ? Number(text) : null;
      };
      return [
        (fields[columns.indexOf('instance')] ?? '').toUpperCase(),
        {
          vehicles: value('hier_vehicles'),
          distanceWithFewest: value('hier_distance'),
          distance: value('dist_best'),
        },
      ];
    }),
  );
}

/** R101 and R1_2_1 are of the class R1. */
export function classOf(name: string): string {
  return /^(rc|r|c)[12]/i.exec(name)?.[0].toUpperCase() ?? 'other';
}

function listing(dir: string): string[] {
  try {
    return readdirSync(dir);
  } catch (error) {
    throw new OptionError(`--dir: ${error instanceof Error ? error.message : String(error)}`);
  }
}
