/**
 * Reads technician routing instances (Pillac, Guéret, Medaglia 2013) and the hours at which their requests become known.
 *
 * After the heads comes one line per place: the depot (0), the technicians (1 … crew), the requests.
 * Columns: id, x, y, opening, closing, service time, then in square brackets skills, tools and parts.
 */

export interface Place {
  /** As in the file. */
  id: number;
  x: number;
  y: number;
  /** Times and distances share one unit: speed 1. */
  opens: number;
  closes: number;
  service: number;
}

export interface Technician extends Place {
  skills: readonly number[];
  /** Carried from home. */
  tools: readonly number[];
  /** In stock at home, by type. */
  parts: readonly number[];
}

export interface Request extends Place {
  skills: readonly number[];
  tools: readonly number[];
  /** Consumed, by type. */
  parts: readonly number[];
}

export interface TrspInstance {
  name: string;
  /** How many types there are of each. */
  skills: number;
  tools: number;
  parts: number;
  depot: Place;
  technicians: readonly Technician[];
  requests: readonly Request[];
}

const NUMBER = String.raw`(-?\d+(?:\.\d+)?)`;
const LIST = String.raw`\[([^\]]*)\]`;
const ROW = new RegExp(
  String.raw`^(\d+)\s+${NUMBER}\s+${NUMBER}\s+${NUMBER}\s+${NUMBER}\s+${NUMBER}\s+${LIST}\s*${LIST}\s*${LIST}$`,
);

/** @throws Error that names file, line and fault */
export function parseTrsp(text: string, file: string): TrspInstance {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const fault = (line: number, what: string): Error => new Error(`${file}:${line + 1}: ${what}`);

  const heads = lines.findIndex((line) => line.startsWith('CREW'));
  if (heads === -1) throw fault(0, 'expected a line that begins with CREW COUNT');
  const counts = (lines[heads + 1] ?? '').split(/\s+/).map(Number);
  if (counts.length !== 4 || !counts.every((count) => Number.isInteger(count) && count >= 0))
    throw fault(heads + 1, 'expected four whole numbers: crew, skills, tools, spare parts');
  const [crew = 0, skills = 0, tools = 0, parts = 0] = counts;
  if (crew === 0) throw fault(heads + 1, 'expected at least one technician');
  if (Math.max(skills, tools) > 31) throw fault(heads + 1, 'expected at most 31 skills and 31 tools');
  const columns = lines.findIndex((line, at) => at > heads && /^ID\s/.test(line));
  if (columns === -1) throw fault(heads + 1, 'expected a line of columns that begins with ID');

  const read = (line: number, list: string, what: string): number[] => {
    const values = list.trim() === '' ? [] : list.split(',').map((value) => Number(value.trim() || Number.NaN));
    if (!values.every((value) => Number.isInteger(value) && value >= 0))
      throw fault(line, `expected whole numbers in the list of ${what}, got [${list}]`);
    return values;
  };
  /** Types held or needed, each below the number of types. */
  const types = (line: number, list: string, what: string, below: number): number[] => {
    const values = read(line, list, what);
    const strange = values.find((value) => value >= below);
    if (strange !== undefined) throw fault(line, `expected ${what} below ${below}, got ${strange}`);
    return values;
  };
  const amounts = (line: number, list: string): number[] => {
    const values = read(line, list, 'spare parts');
    if (values.length !== parts) throw fault(line, `expected ${parts} numbers of spare parts, got ${values.length}`);
    return values;
  };

  let depot: Place | null = null;
  const technicians: Technician[] = [];
  const requests: Request[] = [];
  for (let at = columns + 1; at < lines.length; at += 1) {
    const line = lines[at]!;
    if (line === '') continue;
    const row = ROW.exec(line);
    if (row === null) throw fault(at, 'expected id, x, y, opening, closing, service time and three lists in brackets');
    const [id = 0, x = 0, y = 0, opens = 0, closes = 0, service = 0] = row.slice(1, 7).map(Number);
    const place: Place = { id, x, y, opens, closes, service };
    const next = depot === null ? 0 : 1 + technicians.length + requests.length;
    if (id !== next) throw fault(at, `expected the id ${next}, got ${id}`);
    if (closes < opens) throw fault(at, `expected to close after opening at ${opens}, got ${closes}`);
    if (service < 0) throw fault(at, `expected a service time of 0 or more, got ${service}`);
    if (depot === null) {
      depot = place;
      continue;
    }
    const more = {
      ...place,
      skills: types(at, row[7] ?? '', 'skills', skills),
      tools: types(at, row[8] ?? '', 'tools', tools),
      parts: amounts(at, row[9] ?? ''),
    };
    if (technicians.length < crew) technicians.push(more);
    else requests.push(more);
  }
  if (depot === null) throw fault(lines.length - 1, 'expected the depot, got no places');
  if (technicians.length < crew)
    throw fault(lines.length - 1, `expected ${crew} technicians, got ${technicians.length}`);
  return { name: lines[0] ?? '', skills, tools, parts, depot, technicians, requests };
}

/**
 * Reads when each request becomes known: pairs of id and time, −1 for those known before the day.
 * @returns by request (in the instance's order) the time it becomes known, −Infinity when known before.
 * @throws Error that names file, line and fault
 */
export function parseReleases(text: string, file: string, { requests }: TrspInstance): Float64Array {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const fault = (line: number, what: string): Error => new Error(`${file}:${line + 1}: ${what}`);
  const heads = lines.findIndex((line) => /^ID\s+RD$/.test(line));
  if (heads === -1) throw fault(0, 'expected a line ID RD');
  const indexOf = new Map(requests.map(({ id }, index) => [id, index]));
  const known = new Float64Array(requests.length).fill(Number.NaN);
  for (let at = heads + 1; at < lines.length; at += 1) {
    const line = lines[at]!;
    if (line === '') continue;
    const [id = Number.NaN, time = Number.NaN, ...rest] = line.split(/\s+/).map(Number);
    if (Number.isNaN(id) || Number.isNaN(time) || rest.length > 0) throw fault(at, 'expected an id and a time');
    const index = indexOf.get(id);
    if (index === undefined) throw fault(at, `expected the id of a request, got ${id}`);
    if (!Number.isNaN(known[index])) throw fault(at, `expected each request once, got ${id} again`);
    known[index] = time < 0 ? -Infinity : time;
  }
  const missing = known.findIndex((time) => Number.isNaN(time));
  if (missing !== -1) throw fault(lines.length - 1, `expected the request ${requests[missing]!.id}, too`);
  return known;
}
