import { NO_CELLS, type Cells, type FileHead, type Position, type Row } from './row.ts';

/** Under which names interfaces hand out their records. */
const WRAPPERS = new Set([
  'records',
  'features',
  'requests',
  'service_requests',
  'data',
  'results',
  'result',
  'value',
  'items',
  'rows',
  'issues',
]);
const LONGEST_RECORD = 4 * 1024 * 1024;
/** How many records tell which columns there are. */
const SAMPLE = 200;

const [QUOTE, BACKSLASH, OPEN, CLOSE, OPEN_LIST, CLOSE_LIST, COMMA] = [34, 92, 123, 125, 91, 93, 44];

/**
 * Finds the records of a JSON text as it comes in: the elements of the outermost list, of the list under a name as
 * `records` or `features`, or one object after the other (JSON lines). Looks at signs only; never holds more than one record.
 */
export class JsonRecords {
  #rest: Buffer = Buffer.alloc(0);
  /** Bytes before `rest`. */
  #offset: number;
  /** `seek` before the list, `list` inside it, `lines` between objects that stand alone. */
  #mode: 'seek' | 'list' | 'lines' | 'end';

  constructor(from: { offset: number; inList: boolean | null }) {
    this.#offset = from.offset;
    this.#mode = from.inList === null ? 'seek' : from.inList ? 'list' : 'lines';
  }

  get inList(): boolean {
    return this.#mode === 'list' || this.#mode === 'end';
  }

  /** @returns the texts of the records that are whole now, each with the offset after it. @throws Error for what is no such JSON. */
  push(chunk: Buffer, last = false): { text: string; end: number }[] {
    const data = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const found: { text: string; end: number }[] = [];
    let at = 0;
    if (this.#mode === 'seek') {
      const begin = listStart(data);
      if (begin === null && !last) {
        if (data.length > LONGEST_RECORD) throw new Error('no list of records was found in this JSON');
        this.#rest = data;
        return found;
      }
      this.#mode = begin === null || begin === 'lines' ? 'lines' : 'list';
      at = typeof begin === 'number' ? begin : 0;
    }
    while (this.#mode !== 'end') {
      while (at < data.length && (isBlank(data[at]) || data[at] === COMMA)) at += 1;
      if (at >= data.length) break;
      if (this.#mode === 'list' && data[at] === CLOSE_LIST) {
        this.#mode = 'end';
        break;
      }
      const end = elementEnd(data, at, last);
      if (end === null) {
        if (data.length - at > LONGEST_RECORD) throw new Error('a record is larger than 4 MB; is this JSON whole?');
        if (last) found.push({ text: data.toString('utf8', at), end: this.#offset + data.length });
        break;
      }
      found.push({ text: data.toString('utf8', at, end), end: this.#offset + end });
      at = end;
    }
    this.#offset += at;
    this.#rest = data.subarray(at);
    return found;
  }
}

function isBlank(byte: number | undefined): boolean {
  return byte === 32 || byte === 10 || byte === 13 || byte === 9 || byte === 0xef || byte === 0xbb || byte === 0xbf;
}

/** Where the element that begins at `from` ends; null when it is not whole yet. */
function elementEnd(data: Buffer, from: number, last: boolean): number | null {
  let depth = 0;
  for (let at = from; at < data.length; at += 1) {
    const byte = data[at];
    if (byte === QUOTE) {
      at = stringEnd(data, at);
      if (at === -1) return null;
    } else if (byte === OPEN || byte === OPEN_LIST) depth += 1;
    else if (byte === CLOSE || byte === CLOSE_LIST) {
      if (depth === 0) return at;
      depth -= 1;
      if (depth === 0) return at + 1;
    } else if (depth === 0 && (byte === COMMA || byte === 10)) return at;
  }
  return last && depth === 0 ? data.length : null;
}

/** The closing quote of the string that begins at `from`; -1 when it has not come yet. */
function stringEnd(data: Buffer, from: number): number {
  let at = data.indexOf(QUOTE, from + 1);
  while (at !== -1) {
    let slashes = 0;
    while (data[at - 1 - slashes] === BACKSLASH) slashes += 1;
    if (slashes % 2 === 0) return at;
    at = data.indexOf(QUOTE, at + 1);
  }
  return -1;
}

/** Where the list's first element may begin; `lines` for objects that stand alone; null when it cannot be told yet. */
function listStart(data: Buffer): number | 'lines' | null {
  const names: string[] = [];
  let name = '';
  for (let at = 0; at < data.length; at += 1) {
    const byte = data[at];
    if (isBlank(byte)) continue;
    if (byte === QUOTE) {
      const end = stringEnd(data, at);
      if (end === -1) return null;
      const text = data.toString('utf8', at + 1, end);
      at = end;
      let after = at + 1;
      while (after < data.length && isBlank(data[after])) after += 1;
      if (data[after] === 58) name = text;
    } else if (byte === OPEN_LIST) {
      if (names.length === 0) return at + 1;
      let after = at + 1;
      while (after < data.length && isBlank(data[after])) after += 1;
      if (after >= data.length) return null;
      const path = [...names.slice(1), name];
      if (data[after] === OPEN && path.every((each) => WRAPPERS.has(each))) return at + 1;
      names.push('[');
    } else if (byte === OPEN) names.push(names.length === 0 ? '' : name);
    else if (byte === CLOSE || byte === CLOSE_LIST) {
      names.pop();
      if (names.length === 0) return 'lines';
    } else if (names.length === 0) throw new Error('this is neither CSV nor JSON with records');
  }
  return null;
}

/** A record's values by name: nested ones under `outer.inner`, GeoJSON's properties and point as if they stood in it. */
export function flatten(record: object): Map<string, string> {
  const flat = new Map<string, string>();
  const put = (name: string, value: unknown): void => {
    if (value === null || value === undefined) return;
    if (Array.isArray(value)) {
      const texts = value.filter((each) => ['string', 'number', 'boolean'].includes(typeof each));
      if (texts.length > 0) flat.set(name, texts.join(', '));
    } else if (typeof value === 'object') {
      for (const [inner, each] of Object.entries(value)) put(`${name}.${inner}`, each);
    } else if (typeof value === 'string') flat.set(name, value.trim());
    else if (typeof value === 'number' || typeof value === 'boolean') flat.set(name, String(value));
  };
  const { type, properties, geometry, ...more } = record as Record<string, unknown>;
  if (type === 'Feature' && typeof properties === 'object' && properties !== null) {
    for (const [name, value] of Object.entries(more)) put(name, value);
    for (const [name, value] of Object.entries(properties)) put(name, value);
    const at = (geometry as { type?: unknown; coordinates?: unknown } | null)?.coordinates;
    if (Array.isArray(at) && typeof at[0] === 'number') {
      if (!flat.has('latitude')) put('latitude', at[1]);
      if (!flat.has('longitude')) put('longitude', at[0]);
    }
  } else for (const [name, value] of Object.entries(record)) put(name, value);
  return flat;
}

function read(text: string): Map<string, string> | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return `is no JSON: ${error instanceof Error ? error.message.slice(0, 120) : ''}`;
  }
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? flatten(value)
    : 'expected an object with the names of its values';
}

/** The columns of JSON: the names its first records have. @throws Error when no record is found. */
export async function jsonHead(name: string, chunks: AsyncIterable<Buffer>): Promise<FileHead> {
  const columns = new Set<string>();
  let records = 0;
  for await (const rows of jsonTexts(chunks, { offset: 0, line: 1 })) {
    for (const { text } of rows) {
      const values = read(text);
      records += 1;
      if (typeof values !== 'string') for (const column of values.keys()) columns.add(column);
    }
    if (records >= SAMPLE) break;
  }
  if (columns.size === 0) throw new Error(`${name} is JSON without a list of records`);
  return { kind: 'json', columns: [...columns], delimiter: '', first: { offset: 0, line: 1 } };
}

interface RecordText {
  text: string;
  line: number;
  next: Position;
}

async function* jsonTexts(chunks: AsyncIterable<Buffer>, from: Position): AsyncGenerator<RecordText[]> {
  // A position after the first record lies between two elements, whether of a list or of lines.
  const reader = new JsonRecords({ offset: from.offset, inList: from.offset === 0 ? null : true });
  let { line } = from;
  const numbered = (found: { text: string; end: number }[]): RecordText[] =>
    found.map(({ text, end }) => ({ text, line, next: { offset: end, line: ++line } }));
  for await (const chunk of chunks) {
    const found = numbered(reader.push(chunk));
    if (found.length > 0) yield found;
  }
  const found = numbered(reader.push(Buffer.alloc(0), true));
  if (found.length > 0) yield found;
}

/** The records of a JSON file from a position on. */
export async function* jsonRows(chunks: AsyncIterable<Buffer>, from: Position): AsyncGenerator<Row[]> {
  for await (const found of jsonTexts(chunks, from)) {
    yield found.map(({ text, line, next }): Row => {
      const values = read(text);
      if (typeof values === 'string') return { line, next, cells: NO_CELLS, fault: values };
      const cells: Cells = (column) => values.get(column) ?? '';
      return { line, next, cells, fault: null };
    });
  }
}
