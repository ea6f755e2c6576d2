import type { Cells } from '../readers/row.ts';

/** One case as a city's export tells it, whatever its format: what an import knows before it touches the database. */
export interface CityRecord {
  /** Line in the file at which it begins. */
  line: number;
  externalId: string;
  /** Unix ms. */
  openedAt: number;
  /** When the city had promised to be done. */
  dueAt: number | null;
  closedAt: number | null;
  /** How it ended; means something only with `closedAt`. */
  ending: Ending;
  closingWords: string | null;
  title: string;
  description: string;
  /** What kind of trouble, and the wider group of trouble that one crew looks after. */
  category: string;
  group: string;
  team: string | null;
  place: string | null;
  lat: number | null;
  lon: number | null;
  /** Name of the area, where the export gives one. */
  area: string | null;
  /** Who brought it in: a resident at a screen, a resident on the phone, or the city's own people. */
  filedBy: 'resident' | 'caller' | 'staff';
  /** What was mended while it was read. */
  notes: readonly Fault[];
}

export type Ending = 'done' | 'duplicate' | 'rejected' | 'cancelled';

/** One thing that is wrong with a line, or that was mended in it. */
export interface Fault {
  line: number;
  field: string;
  reason: string;
}

/** A way of reading rows that is ready to be used. */
export interface RecordFormat {
  name: 'boston' | 'generic';
  /** Where its times are local. IANA name. */
  timeZone: string;
  /** @returns the record, or what is wrong with it. */
  read(cells: Cells, line: number): CityRecord | Fault[];
}

/** A fault tells why a line is left out; a note what was mended. */
export const NOTED = 'noted: ';
