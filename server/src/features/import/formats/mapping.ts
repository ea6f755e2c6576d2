import { isTimeZone } from '@dispatch/shared/promises/zone';
import { z } from 'zod';

/** What an import can take from a file: the names in a mapping's `fields`, each with what it is. */
export const FIELDS = {
  externalId: 'the case’s number',
  openedAt: 'when it was opened',
  updatedAt: 'when it was last changed; the closing time of closed cases without one',
  closedAt: 'when it was closed',
  dueAt: 'by when the city had promised to be done',
  status: 'open or closed',
  category: 'what kind of trouble',
  title: 'what it says in a line',
  description: 'what the resident wrote',
  group: 'the wider group of trouble that one crew looks after',
  team: 'who is responsible',
  place: 'the address',
  zip: 'postal code, put behind the address',
  lat: 'latitude',
  lon: 'longitude',
  point: 'latitude and longitude in one, as in POINT (-71.06 42.36)',
  area: 'the district’s name, for cases without a position',
  source: 'how it came in',
  closingWords: 'what was said at the closing',
} as const;
export type Field = keyof typeof FIELDS;
export const FIELD_NAMES = Object.keys(FIELDS) as Field[];
/** Without these a row is no case. */
export const NEEDED = ['externalId', 'openedAt', 'category'] as const satisfies readonly Field[];

const column = z.union([z.string().min(1).max(200), z.array(z.string().min(1).max(200)).min(1).max(10)]);
const words = z.array(z.string().min(1).max(80)).max(100);

/** How a file's columns become issues; docs/import.md explains each. */
export const mapping = z.strictObject({
  timeZone: z.string().refine(isTimeZone, 'expected an IANA name as in America/New_York').optional(),
  dates: z.enum(['month-first', 'day-first']).optional(),
  fields: z.strictObject(
    Object.fromEntries(FIELD_NAMES.map((name) => [name, column.optional()])) as Record<
      Field,
      z.ZodOptional<typeof column>
    >,
  ),
  /** Statuses that mean closed, and open, besides the usual ones. */
  closedWords: words.optional(),
  openWords: words.optional(),
  /** Words in the status or the closing words by which a closing is a duplicate, not ours, or not wanted any more. */
  endings: z
    .strictObject({ duplicate: words.optional(), rejected: words.optional(), cancelled: words.optional() })
    .optional(),
  /** Words of `source` that mean a resident at a screen, and one on the phone; all else is the city's own people. */
  sources: z.strictObject({ resident: words.optional(), caller: words.optional() }).optional(),
  /** Names for what stands in `team`. */
  teams: z.record(z.string(), z.string().min(1).max(80)).optional(),
  /** Points that stand for "not known", as [latitude, longitude]. */
  defaultPoints: z
    .array(z.tuple([z.number().min(-90).max(90), z.number().min(-180).max(180)]))
    .max(100)
    .optional(),
});
export type Mapping = z.infer<typeof mapping>;

export function columnsOf(fields: Mapping['fields'], field: Field): readonly string[] {
  const given = fields[field];
  return given === undefined ? [] : typeof given === 'string' ? [given] : given;
}

/** One thing that keeps a mapping from fitting a file. */
export interface MappingFault {
  field: string;
  reason: string;
}

/** What keeps a mapping from fitting a file: fields that are needed, and columns that are not there. */
export function mappingFaults({ fields }: Mapping, columns: readonly string[]): MappingFault[] {
  const there = new Set(columns);
  const faults: MappingFault[] = [];
  for (const field of FIELD_NAMES)
    for (const name of columnsOf(fields, field))
      if (!there.has(name)) faults.push({ field, reason: `the file has no column "${name}"` });
  for (const field of NEEDED)
    if (columnsOf(fields, field).length === 0)
      faults.push({ field, reason: `is needed (${FIELDS[field]}) and no column is named for it` });
  return faults;
}

/** The same as a sentence for people. */
export function mappingSentence(faults: readonly MappingFault[], columns: readonly string[]): string {
  const told = faults.map(({ field, reason }) => `  ${field}: ${reason}`).join('\n');
  return `The columns do not fit:\n${told}\nThe file's columns are: ${columns.join(', ')}.\nName them in a mapping file (--map FILE, see docs/import.md).`;
}

/** A mapping as it stands in a file. @param name of the file, for the sentence. @throws Error that names every fault. */
export function readMapping(text: string, name: string): Mapping {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Error(`${name} is no JSON: ${error instanceof Error ? error.message : ''}`, { cause: error });
  }
  const read = mapping.safeParse(value);
  if (read.success) return read.data;
  throw new Error(
    `${name} is no mapping: ${z.prettifyError(read.error)}\nThe fields are: ${FIELD_NAMES.join(', ')} (docs/import.md).`,
  );
}
