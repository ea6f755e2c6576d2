/** `npm run export`: issues as a file, beside a running server or without one. */
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { createGzip } from 'node:zlib';
import { readConfig } from './config.ts';
import { createExport, EXPORT_FORMATS, exportQuery, type ExportFormat } from './features/export/index.ts';
import { withDatabase } from './tool.ts';

const USAGE = `npm run export -- [options]      issues as a file

  --out FILE        where to; .gz compresses. Without it the file is printed (run with npm --silent then)
  --format FORMAT   csv (the bulk format of Open311) or geojson; else by the name of --out, else csv
  --filter QUERY    only those that fit, as in the address of the list: "stage=closed&filedFrom=1314500000000"`;

function formatOf(given: string | undefined, out: string | undefined): ExportFormat {
  const named = given ?? (/\.(geo)?json(\.gz)?$/.test(out ?? '') ? 'geojson' : 'csv');
  const format = EXPORT_FORMATS.find((known) => known === named);
  if (!format) throw new Error(`expected --format ${EXPORT_FORMATS.join(' or ')}, got ${named}`);
  return format;
}

function readFilter(text: string) {
  const parsed = exportQuery.safeParse(Object.fromEntries(new URLSearchParams(text)));
  if (parsed.success) return parsed.data;
  const told = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new Error(`--filter: ${told.join('; ')}`);
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Under another name until it is whole: a file that was broken off does not pass for an export. */
async function write(pieces: AsyncIterable<string>, out: string | undefined): Promise<void> {
  if (out === undefined) {
    await pipeline(Readable.from(pieces), process.stdout, { end: false });
    return;
  }
  const part = `${out}.part`;
  const file: Writable = createWriteStream(part);
  try {
    if (out.endsWith('.gz')) await pipeline(Readable.from(pieces), createGzip(), file);
    else await pipeline(Readable.from(pieces), file);
    await rename(part, out);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      out: { type: 'string' },
      format: { type: 'string' },
      filter: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help === true) throw new Error(USAGE);
  const format = formatOf(values.format, values.out);
  const query = readFilter(values.filter ?? '');
  await withDatabase(readConfig(process.env), say, async ({ pool }) => {
    const files = createExport({ pool, clock: Date.now });
    await write(files.issues(format, query), values.out);
  });
  if (values.out !== undefined) say(`written to ${values.out}`);
}

main().catch((error: unknown) => {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
