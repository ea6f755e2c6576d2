import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { parse, type Info } from 'csv-parse';
import type { Fault } from './city-record.ts';

/** One line of data: values in the order of the header, trimmed. `line` is where it begins, from 1. */
export interface CsvLine {
  line: number;
  values: readonly string[];
}

export interface CsvFile {
  /** Names of the columns. */
  header: readonly string[];
  /** The lines after the header. Read once. */
  lines: AsyncIterable<CsvLine>;
  close(): void;
}

/** What people hand over that is no CSV, by how it begins. */
const NOT_CSV: readonly (readonly [RegExp, string])[] = [
  [/^PK\u0003\u0004/, 'is a zip archive or a spreadsheet (.xlsx): save it as CSV first'],
  [/^version https:\/\/git-lfs/, 'is a Git LFS pointer: fetch the real file with "git lfs pull"'],
  [/^\s*<(!doctype|html|\?xml)/i, 'is a web page, not a CSV: download it again'],
  [/^\s*[[{]/, 'is JSON, not CSV'],
];

/**
 * Opens a CSV file, compressed with gzip or not, as a stream: files larger than memory are no matter.
 *
 * @param skipped told about lines that are no lines of this table.
 * @throws Error when it cannot be opened, is empty, or is something else.
 */
export async function openCsv(path: string, skipped: (fault: Fault) => void): Promise<CsvFile> {
  const compressed = await lookInto(path);
  const parser = parse({
    bom: true,
    info: true,
    trim: true,
    // Checked below, so that a line with too many or too few values is told rather than the end of everything.
    relax_column_count: true,
    relax_quotes: false,
    skip_empty_lines: true,
    skip_records_with_error: true,
    max_record_size: 1_000_000,
    on_skip: (error) => {
      skipped({
        line: (error as unknown as Info | undefined)?.lines ?? 0,
        field: '',
        reason: error?.message ?? 'cannot be read',
      });
      return undefined;
    },
  });
  const source = createReadStream(path);
  const pumping = compressed ? pipeline(source, createGunzip(), parser) : pipeline(source, parser);
  // A broken archive also ends the iteration below with its error.
  pumping.catch(() => undefined);
  const records = parser[Symbol.asyncIterator]() as AsyncIterator<{ record: string[]; info: Info }>;
  const first = await records.next();
  if (first.done === true) {
    await pumping;
    throw new Error(`${path} is empty`);
  }
  const header = first.value.record;

  async function* lines(): AsyncGenerator<CsvLine> {
    // The parser tells the line at which a record ends, and takes a Windows line end inside quotes for two.
    let counted = 0;
    for (;;) {
      const next = await records.next();
      if (next.done === true) return;
      const { record, info } = next.value;
      const breaks = record.flatMap((value) => value.match(/\r?\n/g) ?? []);
      counted += breaks.filter((each) => each.length === 2).length;
      const line = info.lines - counted - breaks.length;
      if (record.length === header.length) yield { line, values: record };
      else
        skipped({ line, field: '', reason: `expected ${String(header.length)} values, got ${String(record.length)}` });
    }
  }
  return { header, lines: lines(), close: () => source.destroy() };
}

/** @returns whether the file is compressed. @throws Error when it begins like something that is no CSV. */
async function lookInto(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(512), 0, 512, 0);
    if (bytesRead >= 2 && buffer[0] === 0x1f && buffer[1] === 0x8b) return true;
    const begins = buffer.toString('latin1', 0, bytesRead);
    for (const [pattern, reason] of NOT_CSV) if (pattern.test(begins)) throw new Error(`${path} ${reason}`);
    return false;
  } finally {
    await file.close();
  }
}
