import { csvValues, delimiterOf } from './csv-record.ts';
import { NO_CELLS, type FileHead, type Position, type Row } from './row.ts';

const NEWLINE = 10;
/** Longer than any real record: a quote that is never closed must not swallow the file. */
const LONGEST_RECORD = 256 * 1024;

/** The header of a CSV file. @throws Error when there is none. */
export function csvHead(name: string, head: Buffer): FileHead {
  const bom = head.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf])) ? 3 : 0;
  let start = bom;
  let line = 0;
  let end = bom - 1;
  for (;;) {
    const next = head.indexOf(NEWLINE, end + 1);
    line += 1;
    end = next === -1 ? head.length : next;
    const text = head.toString('utf8', start, end).trim();
    if (text === '' && next !== -1) {
      // Blank lines above the header do not count.
      start = end + 1;
      continue;
    }
    const delimiter = delimiterOf(text);
    const values = csvValues(text, delimiter);
    // A name of several lines, in quotes, goes on.
    if (values === 'open' && next !== -1) continue;
    if (!Array.isArray(values) || text === '') throw new Error(`${name} has no line with the names of columns`);
    return {
      kind: 'csv',
      columns: values.map((value, place) => value.trim() || `column ${String(place + 1)}`),
      delimiter,
      first: { offset: Math.min(end + 1, head.length), line: line + 1 },
    };
  }
}

/** The rows of a CSV file from a position on, as many at once as came in together. */
export async function* csvRows(
  chunks: AsyncIterable<Buffer>,
  { columns, delimiter }: FileHead,
  from: Position,
): AsyncGenerator<Row[]> {
  const placeOf = new Map(columns.map((name, place) => [name, place]));
  let { offset, line } = from;
  let rest: Buffer = Buffer.alloc(0);
  let ended = false;
  const iterator = chunks[Symbol.asyncIterator]();

  function rowOf(begins: number, next: Position, values: string[] | 'open' | 'broken'): Row {
    const made = (fault: string): Row => ({ line: begins, next, cells: NO_CELLS, fault });
    if (values === 'open') return made('a quote is opened and never closed');
    if (values === 'broken') return made('text follows a closing quote');
    if (values.length !== columns.length)
      return made(`expected ${String(columns.length)} values, got ${String(values.length)}`);
    return { line: begins, next, fault: null, cells: (column) => values[placeOf.get(column) ?? -1]?.trim() ?? '' };
  }

  while (!ended) {
    const next = await iterator.next();
    ended = next.done === true;
    const chunk = next.done === true ? undefined : next.value;
    const data: Buffer = chunk === undefined ? rest : rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const rows: Row[] = [];
    let start = 0;
    while (start < data.length) {
      let end = data.indexOf(NEWLINE, start);
      if (end === -1 && !ended) break;
      if (end === -1) end = data.length;
      const firstEnd = end;
      let text = lineText(data, start, end);
      let values = csvValues(text, delimiter);
      let lines = 1;
      // A break inside of quotes: the record goes on, at least to the next line with a quote.
      let closes = values === 'open' ? data.indexOf('"', end) : -1;
      while (values === 'open' && closes !== -1 && closes - start < LONGEST_RECORD) {
        const stop = data.indexOf(NEWLINE, closes);
        if (stop === -1 && !ended) break;
        end = stop === -1 ? data.length : stop;
        text = lineText(data, start, end);
        values = csvValues(text, delimiter);
        closes = data.indexOf('"', end);
      }
      // What began as a break inside of quotes was none: only its first line is lost.
      if (values === 'broken' && end !== firstEnd) values = 'open';
      if (values === 'open') {
        // Perhaps its end has not come yet.
        if (end === firstEnd && !ended && data.length - start < LONGEST_RECORD) break;
        end = firstEnd;
      } else if (end !== firstEnd) lines = countLines(data, start, end);
      const after = Math.min(end + 1, data.length);
      if (text.trim() !== '') rows.push(rowOf(line, { offset: offset + after, line: line + lines }, values));
      line += lines;
      start = after;
    }
    offset += start;
    rest = data.subarray(start);
    if (rows.length > 0) yield rows;
  }
}

function lineText(data: Buffer, start: number, end: number): string {
  return data.toString('utf8', start, end > start && data[end - 1] === 13 ? end - 1 : end);
}

function countLines(data: Buffer, start: number, end: number): number {
  let lines = 1;
  for (let at = data.indexOf(NEWLINE, start); at !== -1 && at < end; at = data.indexOf(NEWLINE, at + 1)) lines += 1;
  return lines;
}
