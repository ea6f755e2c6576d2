/**
 * `npm run import -- FILE [--as-of TIME] [--districts FILE] [--time-zone NAME] [--report FILE]` and
 * `npm run districts -- FILE`: brings a city's records onto the board, beside a running server or without one.
 */
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { isTimeZone } from '@dispatch/shared/promises/zone';
import { pino } from 'pino';
import { readConfig } from './config.ts';
import { createImporter, type Importer, type ImportSummary } from './features/import/index.ts';
import { withDatabase } from './tool.ts';

const USAGE = `npm run import -- FILE [options]     records of a city, CSV, also .gz
npm run districts -- FILE            areas as districts, GeoJSON, also .gz

  --as-of TIME        the world as it stood then, moved to now: 2011-08-28T18:00, local to the file
  --districts FILE    make districts of these areas first
  --time-zone NAME    the zone that the file's times are local to, as in America/New_York
  --report FILE       where lines with faults are told`;

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function readArguments(argv: readonly string[]) {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      'as-of': { type: 'string' },
      districts: { type: 'string' },
      'only-districts': { type: 'boolean' },
      'time-zone': { type: 'string' },
      report: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  const [file] = positionals;
  if (values.help === true || file === undefined || positionals.length > 1) throw new Error(USAGE);
  const timeZone = values['time-zone'];
  if (timeZone !== undefined && !isTimeZone(timeZone))
    throw new Error(`expected an IANA name as in America/New_York, got ${timeZone}`);
  return { ...values, file, timeZone };
}

async function bringDistricts(importer: Importer, file: string): Promise<void> {
  const { made, changed, faults } = await importer.districts(file);
  say(`districts: ${String(made)} made, ${String(changed)} changed`);
  for (const fault of faults) say(`  not used: ${fault}`);
}

function tell(summary: ImportSummary, report: string): void {
  const rows: [string, number][] = [
    ['lines read', summary.lines],
    ['imported', summary.imported],
    ['  open', summary.open],
    ['  closed', summary.closed],
    ['  without a known position', summary.unplaced],
    ['  outside of all districts', summary.outside],
    ['left out: opened later', summary.later],
    ['left out: there already', summary.known],
    ['left out: faulty', summary.faulty],
    ['categories', summary.categories],
    ['teams', summary.teams],
    ['crews', summary.crews],
  ];
  for (const [what, count] of rows) say(`${what.padEnd(28)}${String(count).padStart(9)}`);
  const rate = Math.round(summary.imported / Math.max(summary.seconds, 0.001));
  say(`took ${summary.seconds.toFixed(1)} s, ${String(rate)} issues per second`);
  if (summary.faulty > 0) say(`what is wrong with the faulty lines stands in ${report}`);
}

async function main(): Promise<void> {
  const given = readArguments(process.argv.slice(2));
  const config = readConfig(process.env);
  const report = given.report ?? join(config.dataDir, `${basename(given.file)}.faults.csv`);
  await withDatabase(config, say, async (database) => {
    const importer = createImporter({ database, config, clock: Date.now, log: pino({ level: config.logLevel }), say });
    if (given['only-districts'] === true) {
      await bringDistricts(importer, given.file);
      return;
    }
    if (given.districts !== undefined) await bringDistricts(importer, given.districts);
    const summary = await importer.records({
      file: given.file,
      asOf: given['as-of'],
      timeZone: given.timeZone,
      report,
    });
    tell(summary, report);
  });
}

main().catch((error: unknown) => {
  const told = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${told}\n`);
  process.exitCode = 1;
});
