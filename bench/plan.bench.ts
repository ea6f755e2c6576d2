/**
 * How good and how fast planning is: `npm run bench -- plan --set NAME [options]`, one set at a time, each against
 * published figures or against a plainer way. docs/planning.md tells what the figures mean.
 */
import { OptionError, parsePlanOptions, type PlanOptions } from './plan/options.ts';
import { report, type Figures } from './table.ts';

/** By name: what runs it; loaded only when asked for. */
const SETS: Readonly<Record<string, (options: PlanOptions) => Promise<Figures>>> = {
  insert: async (options) => (await import('./plan/insert.ts')).runInsert(options),
  day: async (options) => (await import('./plan/day.ts')).runDay(options),
  trsp: async (options) => (await import('./plan/trsp.ts')).runTrsp(options),
  vrptw: async (options) => (await import('./plan/vrptw.ts')).runVrptw(options),
};

try {
  const options = parsePlanOptions(process.argv.slice(2), process.env['DISPATCH_DATA']);
  const run = Object.hasOwn(SETS, options.set) ? SETS[options.set] : undefined;
  if (run === undefined) {
    throw new OptionError(`--set is one of ${Object.keys(SETS).join(', ')}, not "${options.set}"`);
  }
  if (options.dir === null && options.set !== 'insert')
    console.log(`Skipped: the set ${options.set} needs its files. Name their folder by --dir, or set DISPATCH_DATA.`);
  else report('plan', await run(options));
} catch (error) {
  if (!(error instanceof OptionError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
