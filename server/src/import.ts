/**
 * `npm run import -- FILE …` and `npm run districts -- FILE`: brings a city's records onto the board, beside a running
 * server or without one. With `--run ID` it is the part of the server that imports an upload.
 */
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { isTimeZone } from '@dispatch/shared/promises/zone';
import { pino } from 'pino';
import { readConfig } from './config.ts';
import {
  createImporter,
  type HandedOver,
  isPreset,
  PRESETS,
  readMapping,
  type Importer,
  type ImportSummary,
} from './features/import/index.ts';
import { tellProgress } from './import.progress.ts';
import { withDatabase } from './tool.ts';

const USAGE = `npm run import -- FILE [options]     records of a city: CSV or JSON, also .gz
npm run districts -- FILE            areas as districts, GeoJSON, also .gz

  --preset NAME       ${PRESETS.join(' or ')}; found out by the columns when left out
  --map FILE          which column holds what, as JSON (docs/import.md)
  --as-of TIME        the world as it stood then, moved to now: 2011-08-28T18:00, local to the file
  --dry-run           read, check and count everything, write nothing
  --districts FILE    make districts of these areas first
  --time-zone NAME    the zone that the file's times are local to, as in America/New_York
  --report FILE       where lines with faults are told
  --batch N           issues per transaction, 2000 when left out
  --anew              begin from the start, where an import of the same file was broken off

An import that was broken off goes on when it is started again with the same file and options.`;

const { progress, say, end } = tellProgress(process.stdout, Date.now);

function readArguments(argv: readonly string[]) {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      preset: { type: 'string' },
      map: { type: 'string' },
      'as-of': { type: 'string' },
      'dry-run': { type: 'boolean' },
      anew: { type: 'boolean' },
      batch: { type: 'string' },
      districts: { type: 'string' },
      'only-districts': { type: 'boolean' },
      'time-zone': { type: 'string' },
      report: { type: 'string' },
      run: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  const file = positionals[0] ?? (values.run === undefined ? undefined : '');
  if (values.help === true || file === undefined || positionals.length > 1) throw new Error(USAGE);
  const { preset, 'time-zone': timeZone } = values;
  if (timeZone !== undefined && !isTimeZone(timeZone))
    throw new Error(`expected an IANA name as in America/New_York, got ${timeZone}`);
  if (preset !== undefined && !isPreset(preset))
    throw new Error(`expected --preset ${PRESETS.join(' or ')}, got ${preset}`);
  if (preset === 'boston' && values.map !== undefined)
    throw new Error('--map goes with --preset generic, not with boston');
  const batch = values.batch === undefined ? undefined : Number(values.batch);
  if (batch !== undefined && !(Number.isInteger(batch) && batch >= 1 && batch <= 20_000))
    throw new Error(`expected --batch from 1 to 20000, got ${values.batch ?? ''}`);
  return { ...values, file, timeZone, preset, batch };
}

async function bringDistricts(importer: Importer, file: string): Promise<void> {
  const { made, changed, faults } = await importer.districts(file);
  say(`districts: ${String(made)} made, ${String(changed)} changed`);
  for (const fault of faults) say(`  not used: ${fault}`);
}

function tell(summary: ImportSummary, report: string, dryRun: boolean): void {
  end();
  const rows: [string, number][] = [
    ['rows read', summary.lines],
    [dryRun ? 'would be imported' : 'imported', summary.imported],
    ['  open', summary.open],
    ['  closed', summary.closed],
    ['  without a known position', summary.unplaced],
    ['  outside of all districts', summary.outside],
    ['  mended, as the report tells', summary.noted],
    ['left out: opened later', summary.later],
    ['left out: there already', summary.known],
    ['left out: faulty', summary.faulty],
    ['categories', summary.categories],
    ['teams', summary.teams],
    ['crews', summary.crews],
  ];
  for (const [what, count] of rows) say(`${what.padEnd(30)}${String(count).padStart(9)}`);
  const rate = Math.round((summary.lines - summary.linesBefore) / Math.max(summary.seconds, 0.001));
  say(`took ${summary.seconds.toFixed(1)} s, ${String(rate)} rows per second`);
  if (summary.linesBefore > 0) say(`${String(summary.linesBefore)} rows had been read before it was broken off`);
  if (summary.faulty + summary.noted > 0)
    say(`what is wrong with faulty rows, and what was mended, stands in ${report}`);
  if (dryRun) say('nothing was written: this was a dry run');
}

/** What the server says that starts the import of an upload. */
async function handedOver(): Promise<HandedOver> {
  return JSON.parse(await text(process.stdin)) as HandedOver;
}

async function main(): Promise<void> {
  const given = readArguments(process.argv.slice(2));
  const config =
    given.run === undefined ? readConfig(process.env) : { ...readConfig(process.env), ...(await handedOver()) };
  const dryRun = given['dry-run'] === true;
  const ending = dryRun ? 'dry-run.faults.csv' : 'faults.csv';
  const report = given.report ?? join(config.dataDir, `${basename(given.file)}.${ending}`);
  const mapping = given.map === undefined ? undefined : readMapping(await readFile(given.map, 'utf8'), given.map);
  const log = pino({ level: config.logLevel });
  await withDatabase(config, say, async (database) => {
    const importer = createImporter({ database, config, clock: Date.now, log, say, progress });
    if (given.run !== undefined) {
      await importer.upload(given.run);
      return;
    }
    if (given['only-districts'] === true) {
      await bringDistricts(importer, given.file);
      return;
    }
    if (given.districts !== undefined && !dryRun) await bringDistricts(importer, given.districts);
    const summary = await importer.records({
      file: given.file,
      preset: given.preset,
      mapping,
      asOf: given['as-of'],
      timeZone: given.timeZone,
      report,
      dryRun,
      anew: given.anew === true,
      batch: given.batch,
    });
    tell(summary, report, dryRun);
  });
}

main().catch((error: unknown) => {
  end();
  const told = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${told}\n`);
  process.exitCode = 1;
});
